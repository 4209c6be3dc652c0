/** Maps Discord channels to our ConversationRef: threads belong to their channel, direct messages to a person. */
import { ChannelType, type Client } from 'discord.js'
import { LRUCache } from 'lru-cache'
import type { ConversationRef } from '../../../src/chat/event.ts'
import { TIMES } from '../limits.ts'
import { type DiscordApi, faultOf } from './rest-api.ts'

export const PLATFORM = 'discord'

/** What we need to know about a channel. */
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
/** Channels that hold titled posts instead of messages. */
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

/** Channels that discord.js does not cache: of other shards, and direct messages. */
const MAX_FETCHED = 2000

export function createPlaces(client: Client, api: DiscordApi) {
  const fetched = new LRUCache<string, Place>({ max: MAX_FETCHED })

  function cached(id: string): Place | undefined {
    const channel = client.channels.cache.get(id)
    if (!channel || channel.isDMBased()) return fetched.get(id)
    if (!channel.isThread()) return { id, type: channel.type, name: channel.name, guild: channel.guildId }
    // discord.js may know a thread only by a message in it: then it knows neither parent nor state.
    if (!channel.parentId) return fetched.get(id)
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
   * @param otherwise what its event told about the channel. Used when a proxy does not pass the question on, so that the
   * message still gets an answer.
   * @param waits milliseconds before each retry; brief when somebody waits
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
      // Discord sends an error code for a channel that is gone or hidden; a proxy's 404 has none.
      if (code !== 0 || (status !== 404 && status !== 405)) throw error
      place = { type: ChannelType.GuildText, ...otherwise, id }
    }
    fetched.set(id, place)
    return place
  }

  return {
    cached,
    find,
    /** Remembers a channel that an event described. */
    remember(channel: ApiChannel): void {
      fetched.set(channel.id, placeOfApi(channel))
    },
    forget: (id: string): void => void fetched.delete(id),
    /** Remembers whose direct messages a channel holds. */
    rememberDirect(id: string, person: string): void {
      if (!client.channels.cache.has(id)) fetched.set(id, { id, type: ChannelType.DM, recipient: person })
    },
  }
}

export type Places = ReturnType<typeof createPlaces>

/** @param person who wrote or pressed: the workspace of a direct message. */
export function conversationOf(place: Place, guild: string | undefined, person: string | undefined): ConversationRef {
  const workspace = guild ?? place.guild ?? place.recipient ?? person ?? place.id
  return place.parent
    ? { platform: PLATFORM, workspace, channel: place.parent, thread: place.id }
    : { platform: PLATFORM, workspace, channel: place.id }
}

/** What a stored conversation tells about its channel. */
export const placeOfConversation = ({ channel, thread }: ConversationRef): Partial<Place> =>
  thread ? { type: ChannelType.PublicThread, parent: channel } : {}

/** The id of the conversation in Discord's API: a thread is a channel of its own. */
export const channelIdOf = ({ channel, thread }: ConversationRef): string => thread ?? channel
