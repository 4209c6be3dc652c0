/** Which conversation a Discord channel is: threads belong to their channel, direct messages to a person. */
import type { Client } from 'discord.js'
import { ChannelType } from 'discord.js'
import type { ConversationRef } from '../../../src/chat/event.ts'
import { createRecent } from '../../../src/chat/recent.ts'
import { TIMES } from '../limits.ts'
import { type DiscordApi, faultOf } from './rest-api.ts'

export const PLATFORM = 'discord'

/** What we need to know of a channel, from the cache or from Discord. */
export interface Place {
  readonly id: string
  readonly type: number
  readonly name?: string
  /** The channel of a thread. */
  readonly parent?: string
  readonly guild?: string
  /** The other side of a direct message. */
  readonly recipient?: string
  readonly archived?: boolean
  readonly locked?: boolean
}

interface ApiChannel {
  readonly id: string
  readonly type: number
  readonly name?: string | null
  readonly parent_id?: string | null
  readonly guild_id?: string
  readonly recipients?: readonly { readonly id: string }[]
  readonly thread_metadata?: { readonly archived?: boolean; readonly locked?: boolean }
}

const THREADS: readonly number[] = [ChannelType.AnnouncementThread, ChannelType.PublicThread, ChannelType.PrivateThread]
export const isThread = (type: number) => THREADS.includes(type)
/** Channels whose messages are all posts with a title of their own. */
export const isForum = (type: number | undefined) => type === ChannelType.GuildForum || type === ChannelType.GuildMedia

export function placeOfApi(channel: ApiChannel): Place {
  const { name, parent_id: parent, guild_id: guild, recipients, thread_metadata: thread } = channel
  const recipient = recipients?.[0]?.id
  return {
    id: channel.id,
    type: channel.type,
    ...(name ? { name } : {}),
    ...(parent && isThread(channel.type) ? { parent } : {}),
    ...(guild ? { guild } : {}),
    ...(recipient ? { recipient } : {}),
    ...(thread ? { archived: thread.archived === true, locked: thread.locked === true } : {}),
  }
}

/** Channels of other shards and old direct messages are asked for once; so many answers are remembered. */
const REMEMBERED = 2000

export function createPlaces(client: Client, api: DiscordApi) {
  const asked = createRecent<string, Place>(REMEMBERED)

  function cached(id: string): Place | undefined {
    const channel = client.channels.cache.get(id)
    if (!channel || channel.isDMBased()) return asked.get(id)
    if (!channel.isThread()) return { id, type: channel.type, name: channel.name, guild: channel.guildId }
    // A thread that was only guessed from a message knows neither its channel nor its state.
    if (!channel.parentId) return asked.get(id)
    return {
      id,
      type: channel.type,
      name: channel.name,
      guild: channel.guildId,
      parent: channel.parentId,
      archived: channel.archived === true,
      locked: channel.locked === true,
    }
  }

  /**
   * @param otherwise what the channel is taken for where nobody can be asked about channels: what its event told of it.
   * A proxy, or a server whose description is still under way, is no reason to leave a message without an answer.
   * @param waits brief where somebody waits
   * @throws ApiFault when Discord does not show the channel
   */
  async function find(
    id: string,
    otherwise: Partial<Place> = {},
    waits: readonly number[] = TIMES.patient,
  ): Promise<Place> {
    const known = cached(id)
    if (known) return known
    let place: Place
    try {
      place = placeOfApi(await api.get<ApiChannel>(`/channels/${id}`, { waits }))
    } catch (error) {
      const { code, status } = faultOf(error)
      // Discord itself gives a code for a channel that is gone or hidden.
      if (code !== 0 || (status !== 404 && status !== 405)) throw error
      place = { type: ChannelType.GuildText, ...otherwise, id }
    }
    asked.set(id, place)
    return place
  }

  return {
    cached,
    find,
    /** A channel that an event brought along. */
    remember(channel: ApiChannel): void {
      asked.set(channel.id, placeOfApi(channel))
    },
    forget: (id: string) => asked.delete(id),
    /** A direct message's channel, with the person it belongs to. */
    rememberDirect(id: string, person: string): void {
      if (!client.channels.cache.has(id)) asked.set(id, { id, type: ChannelType.DM, recipient: person })
    },
  }
}

export type Places = ReturnType<typeof createPlaces>

/** @param person who wrote or pressed; direct messages are kept under them. */
export function conversationOf(place: Place, guild: string | undefined, person: string | undefined): ConversationRef {
  const workspace = guild ?? place.guild ?? place.recipient ?? person ?? place.id
  return place.parent
    ? { platform: PLATFORM, workspace, channel: place.parent, thread: place.id }
    : { platform: PLATFORM, workspace, channel: place.id }
}

/** What a conversation itself says of where it stands. */
export const placeOfConversation = ({ channel, thread }: ConversationRef): Partial<Place> =>
  thread ? { type: ChannelType.PublicThread, parent: channel } : {}

/** Where Discord's API reaches the conversation. */
export const channelIdOf = ({ channel, thread }: ConversationRef): string => thread ?? channel
