/** Makes links to messages, and reads a linked message for somebody who may see it. */
import { type APIMessage, ChannelType, PermissionFlagsBits } from 'discord.js'
import type { ConversationRef, MessageRef, Person } from '../../../src/chat/event.ts'
import { personOf } from '../api/people.ts'
import { channelIdOf, conversationOf, type Place } from '../api/places.ts'
import type { Context } from '../context.ts'
import { TIMES } from '../limits.ts'
import { messageText } from './message-text.ts'

const LINK =
  /^https:\/\/(?:(?:canary|ptb)\.)?discord(?:app)?\.com\/channels\/(@me|\d{15,21})\/(\d{15,21})\/(\d{15,21})\/?$/

const NEEDED = PermissionFlagsBits.ViewChannel | PermissionFlagsBits.ReadMessageHistory

export function createLinks({ client, api, places, people, names }: Context) {
  /** True when everybody in the server may read the channel. */
  function isOpen(guild: string, channel: string): boolean {
    const server = client.guilds.cache.get(guild)
    const found = server?.channels.cache.get(channel)
    if (!server || !found || found.isThread()) return false
    return found.permissionsFor(server.roles.everyone).has(NEEDED)
  }

  /** True when the person who asks could open the link. */
  async function mayRead(guild: string, place: Place, asked: ConversationRef, by: Person): Promise<boolean> {
    const channel = place.parent ?? place.id
    const isHere = asked.workspace === guild && asked.channel === channel
    if (place.type === ChannelType.PrivateThread) return isHere && asked.thread === place.id
    if (isHere) return true
    // Without the channel its overwrites are not known.
    if (!client.guilds.cache.get(guild)?.channels.cache.has(channel)) return false
    try {
      const bits = await people.permissionsIn(guild, channel, by.id)
      return bits !== undefined && (bits & NEEDED) === NEEDED
    } catch {
      // Discord does not answer now; somebody who asks in this server is at least one of @everyone.
      return asked.workspace === guild && isOpen(guild, channel)
    }
  }

  return {
    permalink({ conversation, id }: MessageRef): string {
      const channel = channelIdOf(conversation)
      const guild =
        places.cached(channel)?.guild ??
        (client.guilds.cache.has(conversation.workspace) ? conversation.workspace : '@me')
      return `https://discord.com/channels/${guild}/${channel}/${id}`
    },

    /** @returns undefined for other links, and for messages that the person or the bot may not read */
    async resolve(
      url: string,
      asked: ConversationRef,
      by: Person,
    ): Promise<{ readonly message: MessageRef; readonly text: string; readonly author: Person } | undefined> {
      const [, guild, channel, id] = LINK.exec(url.trim()) ?? []
      if (!guild || !channel || !id) return undefined
      try {
        const place = await places.find(channel, guild === '@me' ? {} : { guild }, TIMES.brief)
        const readable =
          guild === '@me'
            ? place.guild === undefined && asked.channel === channel
            : place.guild === guild && (await mayRead(guild, place, asked, by))
        if (!readable) return undefined
        const message = await api.get<APIMessage>(`/channels/${channel}/messages/${id}`, {
          waits: TIMES.brief,
        })
        const author = personOf(message.author, message.webhook_id)
        const conversation = guild === '@me' ? asked : conversationOf(place, guild, undefined)
        return { message: { conversation, id }, text: messageText(message, names), author }
      } catch {
        return undefined
      }
    },
  }
}
