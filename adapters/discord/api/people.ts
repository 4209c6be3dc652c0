/** What people may do: Manage Server makes an admin, Manage Messages a moderator. */
import { type Client, PermissionFlagsBits, PermissionsBitField } from 'discord.js'
import type { Rights } from '../../../src/chat/adapter.ts'
import type { ConversationRef, Person } from '../../../src/chat/event.ts'
import { createRecent } from '../../../src/chat/recent.ts'
import { CODES, TIMES } from '../limits.ts'
import { type DiscordApi, isFault } from './rest-api.ts'

const REMEMBERED = 1000

const NONE: Rights = { admin: false, moderator: false }
const keyOf = ({ channel, thread }: ConversationRef, person: string) => `${thread ?? channel}/${person}`

export function rightsOf(bits: bigint): Rights {
  const held = new PermissionsBitField(bits)
  const admin = held.has(PermissionFlagsBits.ManageGuild)
  return { admin, moderator: held.has(PermissionFlagsBits.ManageMessages) }
}

export function createRights(client: Client, api: DiscordApi, now: () => number = Date.now) {
  const noted = createRecent<string, { readonly bits: bigint; readonly at: number }>(REMEMBERED)

  /**
   * A person's permissions in a channel, as Discord computes them.
   * @returns undefined for somebody who is not in the server. @throws when Discord does not tell
   */
  async function permissionsIn(guildId: string, channelId: string, person: string): Promise<bigint | undefined> {
    const guild = client.guilds.cache.get(guildId)
    if (!guild) throw new Error(`the server ${guildId} is not known here`)
    if (guild.ownerId === person) return PermissionsBitField.All
    let raw: { roles?: readonly string[]; user?: { id: string } }
    try {
      raw = await api.get(`/guilds/${guildId}/members/${person}`, { waits: TIMES.brief })
    } catch (error) {
      if (isFault(error, CODES.unknownMember, CODES.unknownUser)) return undefined
      throw error
    }
    const roles = new Set([guildId, ...(raw.roles ?? [])])
    let bits = 0n
    for (const id of roles) bits |= guild.roles.cache.get(id)?.permissions.bitfield ?? 0n
    if (bits & PermissionFlagsBits.Administrator) return PermissionsBitField.All
    const channel = guild.channels.cache.get(channelId)
    if (!channel || channel.isThread()) return bits
    const overwrites = channel.permissionOverwrites.cache
    const apply = (deny: bigint, allow: bigint) => {
      bits = (bits & ~deny) | allow
    }
    const everyone = overwrites.get(guildId)
    if (everyone) apply(everyone.deny.bitfield, everyone.allow.bitfield)
    const own = [...overwrites.values()].filter(({ id }) => id !== guildId && roles.has(id))
    apply(
      own.reduce((sum, { deny }) => sum | deny.bitfield, 0n),
      own.reduce((sum, { allow }) => sum | allow.bitfield, 0n),
    )
    const personal = overwrites.get(person)
    if (personal) apply(personal.deny.bitfield, personal.allow.bitfield)
    return bits
  }

  return {
    permissionsIn,
    note(conversation: ConversationRef, person: string, bits: bigint): void {
      noted.set(keyOf(conversation, person), { bits, at: now() })
    },
    async of(person: Person, conversation: ConversationRef): Promise<Rights> {
      // A direct message is its own person's place.
      if (conversation.workspace === person.id) return { admin: true, moderator: true }
      const known = noted.get(keyOf(conversation, person.id))
      if (known && known.at > now() - TIMES.rights) return rightsOf(known.bits)
      const bits = await permissionsIn(conversation.workspace, conversation.channel, person.id)
      return bits === undefined ? NONE : rightsOf(bits)
    },
  }
}

export type RightsBook = ReturnType<typeof createRights>
