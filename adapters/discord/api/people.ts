/** People and what they may do: Manage Server makes an admin, Manage Messages a moderator. */
import { type APIUser, type Client, PermissionFlagsBits, PermissionsBitField } from 'discord.js'
import { LRUCache } from 'lru-cache'
import type { Rights } from '../../../src/chat/adapter.ts'
import type { ConversationRef, Person } from '../../../src/chat/event.ts'
import { ERROR_CODES, TIMES } from '../limits.ts'
import { channelIdOf } from './places.ts'
import { type DiscordApi, isFault } from './rest-api.ts'

const MAX_NOTED = 1000

const keyOf = (conversation: ConversationRef, person: string) => `${channelIdOf(conversation)}/${person}`

/** Maps a Discord user to our Person; everything that comes through a webhook counts as a bot. */
export const personOf = (user: APIUser, webhook?: string): Person => ({
  id: user.id,
  name: user.global_name ?? user.username ?? user.id,
  bot: user.bot === true || webhook !== undefined,
})

export function createPeople(client: Client, api: DiscordApi) {
  /** Permission bits that Discord sent with an interaction. */
  const noted = new LRUCache<string, bigint>({ max: MAX_NOTED, ttl: TIMES.rights })

  /**
   * A person's permissions in a channel, computed as Discord does.
   * @returns undefined for somebody who is not in the server. @throws when Discord does not tell
   */
  async function permissionsIn(guildId: string, channelId: string, person: string): Promise<bigint | undefined> {
    const guild = client.guilds.cache.get(guildId)
    if (!guild) throw new Error(`the server ${guildId} is not known here`)
    if (guild.ownerId === person) return PermissionsBitField.All
    let member: { roles?: readonly string[] }
    try {
      member = await api.get(`/guilds/${guildId}/members/${person}`, { waits: TIMES.brief })
    } catch (error) {
      if (isFault(error, ERROR_CODES.unknownMember, ERROR_CODES.unknownUser)) return undefined
      throw error
    }
    const roles = new Set([guildId, ...(member.roles ?? [])])
    let bits = 0n
    for (const id of roles) bits |= guild.roles.cache.get(id)?.permissions.bitfield ?? 0n
    if (bits & PermissionFlagsBits.Administrator) return PermissionsBitField.All
    const channel = guild.channels.cache.get(channelId)
    if (!channel || channel.isThread()) return bits
    const overwrites = channel.permissionOverwrites.cache
    const ofRoles = [...overwrites.values()].filter(({ id }) => id !== guildId && roles.has(id))
    // Later steps win: @everyone, then all roles together, then the person.
    for (const step of [[overwrites.get(guildId)], ofRoles, [overwrites.get(person)]]) {
      for (const overwrite of step) bits &= ~(overwrite?.deny.bitfield ?? 0n)
      for (const overwrite of step) bits |= overwrite?.allow.bitfield ?? 0n
    }
    return bits
  }

  return {
    permissionsIn,
    note(conversation: ConversationRef, person: string, bits: bigint): void {
      noted.set(keyOf(conversation, person), bits)
    },
    async rightsOf(person: Person, conversation: ConversationRef): Promise<Rights> {
      // A direct message belongs to the person.
      if (conversation.workspace === person.id) return { admin: true, moderator: true }
      const bits =
        noted.get(keyOf(conversation, person.id)) ??
        (await permissionsIn(conversation.workspace, conversation.channel, person.id))
      const held = new PermissionsBitField(bits ?? 0n)
      return {
        admin: held.has(PermissionFlagsBits.ManageGuild),
        moderator: held.has(PermissionFlagsBits.ManageMessages),
      }
    },
  }
}

export type People = ReturnType<typeof createPeople>
