/** Who people are, what channels are: asked of Slack once and remembered briefly. */
import type { Rights } from '../../../src/chat/adapter.ts'
import type { Card } from '../../../src/chat/card.ts'
import type { ConversationRef, Person } from '../../../src/chat/event.ts'
import { TIMES } from '../limits.ts'
import { type NameOf, peopleIn } from '../render/rich-text.ts'
import { asObject, asText, type Payload } from './payload.ts'
import type { Api } from './web-api.ts'

const MAX_REMEMBERED = 5_000

/** Remembers for a while what was asked; failures only for as long as they take. */
function createMemory(ask: (team: string, id: string) => Promise<Payload>) {
  const known = new Map<string, { readonly asked: Promise<Payload>; readonly at: number }>()
  return (team: string, id: string, lifeMs: number): Promise<Payload> => {
    const key = `${team}/${id}`
    const found = known.get(key)
    if (found && Date.now() - found.at < lifeMs) return found.asked
    const asked = ask(team, id)
    known.delete(key)
    known.set(key, { asked, at: Date.now() })
    asked.catch(() => known.delete(key))
    const [oldest] = known.keys()
    if (known.size > MAX_REMEMBERED && oldest !== undefined) known.delete(oldest)
    return asked
  }
}

export function createPeople(api: Api) {
  const userOf = createMemory(async (team, user) =>
    asObject((await api.call(team, 'users.info', { user, include_locale: true })).user),
  )
  const channelOf = createMemory(async (team, channel) =>
    asObject((await api.call(team, 'conversations.info', { channel })).channel),
  )

  const nameOfUser = (user: Payload) => {
    const profile = asObject(user.profile)
    return asText(profile.display_name) || asText(user.real_name) || asText(user.name)
  }
  /** People of other organisations in a shared channel have no say here. */
  const belongs = (user: Payload, team: string) => {
    const teams = asObject(user.enterprise_user).teams
    const home = user.team_id === undefined || user.team_id === team
    return user.is_stranger !== true && (home || (Array.isArray(teams) && teams.includes(team)))
  }
  /** Guests are of the workspace, but not of the company. */
  const isFullMember = (user: Payload, team: string) =>
    belongs(user, team) && user.is_restricted !== true && user.is_ultra_restricted !== true

  return {
    /** What conversations.info tells. @throws DeliveryError */
    channel: ({ workspace, channel }: ConversationRef) => channelOf(workspace, channel, TIMES.lookupLife),

    /** @throws DeliveryError when Slack does not tell who somebody is */
    async rights(person: Person, conversation: ConversationRef): Promise<Rights> {
      const { workspace, channel } = conversation
      const user = await userOf(workspace, person.id, TIMES.lookupLife)
      if (!belongs(user, workspace) || person.bot) return { admin: false, moderator: false }
      const colleague = isFullMember(user, workspace)
      if (user.is_admin === true || user.is_owner === true || user.is_primary_owner === true)
        return { admin: true, moderator: true, colleague }
      // Nobody creates a direct message.
      if (!/^[CG]/.test(channel)) return { admin: false, moderator: false, colleague }
      // Of a private channel without us Slack does not tell who made it; who somebody is, it has told.
      const { creator } = await channelOf(workspace, channel, TIMES.lookupLife).catch((): Payload => ({}))
      const created = creator === person.id
      return { admin: created, moderator: created, colleague }
    },

    /**
     * Guests, and people of other organisations, see only the channels they were let into.
     * @throws DeliveryError when Slack does not tell who somebody is
     */
    async seesPublicChannels(team: string, person: string): Promise<boolean> {
      return isFullMember(await userOf(team, person, TIMES.lookupLife), team)
    },

    async channelName(conversation: ConversationRef): Promise<string | undefined> {
      if (!/^[CG]/.test(conversation.channel)) return undefined
      try {
        const { name } = await channelOf(conversation.workspace, conversation.channel, TIMES.lookupLife)
        return asText(name) || undefined
      } catch {
        return undefined
      }
    },

    /** False also where Slack does not tell: a private channel without us, a scope that was declined. */
    async isShared({ workspace, channel }: ConversationRef): Promise<boolean> {
      if (!/^[CG]/.test(channel)) return false
      const told = await channelOf(workspace, channel, TIMES.lookupLife).catch((): Payload => ({}))
      return told.is_ext_shared === true
    },

    /** A person's language and name, as far as Slack tells in time; an answer does not wait longer. */
    async about(team: string, person: string): Promise<{ locale?: string; name?: string }> {
      try {
        const late = new Promise<Payload>((resolve) => setTimeout(() => resolve({}), TIMES.locale).unref())
        const user = await Promise.race([userOf(team, person, TIMES.localeLife), late])
        const [locale, name] = [asText(user.locale), nameOfUser(user)]
        return { ...(locale ? { locale } : {}), ...(name ? { name } : {}) }
      } catch {
        return {}
      }
    },

    /** The names of the people that a card speaks of. */
    async namesIn(team: string, card: Card): Promise<NameOf> {
      const names = new Map<string, string>()
      for (const id of peopleIn(card)) {
        const user = await userOf(team, id, TIMES.localeLife).catch((): Payload => ({}))
        names.set(id, nameOfUser(user) || id)
      }
      return (id) => names.get(id) ?? id
    },
  }
}

export type People = ReturnType<typeof createPeople>
