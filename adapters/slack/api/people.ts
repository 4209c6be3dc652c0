/** Looks up people and channels, with a short cache. */
import { setTimeout as sleep } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'
import type { Rights } from '../../../src/chat/adapter.ts'
import type { Card } from '../../../src/chat/card.ts'
import type { ConversationRef, Person } from '../../../src/chat/event.ts'
import { TIMES } from '../limits.ts'
import { type NameOf, peopleIn } from '../render/rich-text.ts'
import { asObject, asText, type Payload } from './payload.ts'
import { isChannel } from './places.ts'
import type { Api } from './web-api.ts'

const MAX_CACHED = 5_000
/** Stands for what Slack does not tell. */
const unknown = (): Payload => ({})

/** Caches lookups, but no failures; each caller says how old an answer may be. */
function createLookupCache(ask: (team: string, id: string) => Promise<Payload>) {
  const known = new LRUCache<string, { readonly asked: Promise<Payload>; readonly at: number }>({ max: MAX_CACHED })
  return (team: string, id: string, maxAgeMs: number): Promise<Payload> => {
    const key = `${team}/${id}`
    const found = known.get(key)
    if (found && Date.now() - found.at < maxAgeMs) return found.asked
    const asked = ask(team, id)
    known.set(key, { asked, at: Date.now() })
    asked.catch(() => known.delete(key))
    return asked
  }
}

export function createPeople(api: Api) {
  const userOf = createLookupCache(async (team, user) =>
    asObject((await api.call(team, 'users.info', { user, include_locale: true })).user),
  )
  const channelOf = createLookupCache(async (team, channel) =>
    asObject((await api.call(team, 'conversations.info', { channel })).channel),
  )

  const nameOfUser = (user: Payload) => {
    const profile = asObject(user.profile)
    return asText(profile.display_name) || asText(user.real_name) || asText(user.name)
  }
  /** False for people of other organisations in a shared channel. */
  const belongs = (user: Payload, team: string) => {
    const teams = asObject(user.enterprise_user).teams
    const home = user.team_id === undefined || user.team_id === team
    return user.is_stranger !== true && (home || (Array.isArray(teams) && teams.includes(team)))
  }
  /** Guests belong to the workspace, but not to the company. */
  const isFullMember = (user: Payload, team: string) =>
    belongs(user, team) && user.is_restricted !== true && user.is_ultra_restricted !== true

  return {
    /** The channel, from conversations.info. @throws DeliveryError */
    channel: ({ workspace, channel }: ConversationRef) => channelOf(workspace, channel, TIMES.lookupLife),

    /** @throws DeliveryError when the person cannot be looked up */
    async rights(person: Person, conversation: ConversationRef): Promise<Rights> {
      const { workspace, channel } = conversation
      const user = await userOf(workspace, person.id, TIMES.lookupLife)
      if (!belongs(user, workspace) || person.bot) return { admin: false, moderator: false }
      const colleague = isFullMember(user, workspace)
      if (user.is_admin === true || user.is_owner === true || user.is_primary_owner === true)
        return { admin: true, moderator: true, colleague }
      // Direct messages have no creator.
      if (!isChannel(channel)) return { admin: false, moderator: false, colleague }
      // Slack does not show us private channels that we are not in; the person's own rights are known by now.
      const { creator } = await channelOf(workspace, channel, TIMES.lookupLife).catch(unknown)
      const created = creator === person.id
      return { admin: created, moderator: created, colleague }
    },

    /**
     * False for guests and people of other organisations: they see only channels they were added to.
     * @throws DeliveryError when the person cannot be looked up
     */
    async seesPublicChannels(team: string, person: string): Promise<boolean> {
      return isFullMember(await userOf(team, person, TIMES.lookupLife), team)
    },

    async channelName(conversation: ConversationRef): Promise<string | undefined> {
      if (!isChannel(conversation.channel)) return undefined
      const { workspace, channel } = conversation
      const { name } = await channelOf(workspace, channel, TIMES.lookupLife).catch(unknown)
      return asText(name) || undefined
    },

    /** False also when Slack does not tell: we are not in the private channel, or the scope was declined. */
    async isShared({ workspace, channel }: ConversationRef): Promise<boolean> {
      if (!isChannel(channel)) return false
      const { is_ext_shared } = await channelOf(workspace, channel, TIMES.lookupLife).catch(unknown)
      return is_ext_shared === true
    },

    /** A person's language and name, if Slack tells them within TIMES.locale. Never rejects. */
    async about(team: string, person: string): Promise<{ locale?: string; name?: string }> {
      const late = sleep(TIMES.locale, {}, { ref: false })
      const user: Payload = await Promise.race([userOf(team, person, TIMES.localeLife), late]).catch(unknown)
      const [locale, name] = [asText(user.locale), nameOfUser(user)]
      return { ...(locale ? { locale } : {}), ...(name ? { name } : {}) }
    },

    /** The names of the people a card mentions; their ids where the lookup fails. */
    async namesIn(team: string, card: Card): Promise<NameOf> {
      const names = new Map<string, string>()
      for (const id of peopleIn(card)) {
        const user = await userOf(team, id, TIMES.localeLife).catch(unknown)
        names.set(id, nameOfUser(user) || id)
      }
      return (id) => names.get(id) ?? id
    },
  }
}

export type People = ReturnType<typeof createPeople>
