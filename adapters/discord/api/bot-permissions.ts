/** What the bot may do in a channel, checked before it tries: Discord blocks an address after too many refused requests. */
import { type Client, type GuildBasedChannel, PermissionFlagsBits, type PermissionsBitField } from 'discord.js'
import { LRUCache } from 'lru-cache'
import { DeliveryError } from '../../../src/chat/adapter.ts'
import type { ConversationRef } from '../../../src/chat/event.ts'
import type { Log } from '../../../src/chat/log.ts'
import { ERROR_CODES, TIMES } from '../limits.ts'
import { channelIdOf, type Place } from './places.ts'
import { faultOf } from './rest-api.ts'

/** Names as the server's settings show them. */
export const NAMES = {
  ViewChannel: 'View Channel',
  SendMessages: 'Send Messages',
  SendMessagesInThreads: 'Send Messages in Threads',
  EmbedLinks: 'Embed Links',
  ReadMessageHistory: 'Read Message History',
  AttachFiles: 'Attach Files',
  CreatePublicThreads: 'Create Public Threads',
  ManageThreads: 'Manage Threads',
} as const
export type PermissionName = keyof typeof NAMES

const listed = (names: readonly PermissionName[]) => names.map((name) => NAMES[name]).join(', ')
const max = 1000

export function createBotPermissions(client: Client, log: Log) {
  const warned = new LRUCache<string, true>({ max })
  /** Channels that sent us a message, so the bot can view them. */
  const seen = new LRUCache<string, true>({ max })
  const refused = new LRUCache<string, { readonly until: number; readonly message: string }>({ max })

  function computed(channel: GuildBasedChannel | undefined): Readonly<PermissionsBitField> | undefined {
    try {
      const me = channel?.guild.members.me
      return (me && channel?.permissionsFor(me)) ?? undefined
    } catch {
      // The roles of an unavailable server have not arrived.
      return undefined
    }
  }

  /**
   * The permissions in a channel; a thread has those of its channel.
   * @returns `known` is false when they could not be computed: then everything is assumed to be allowed.
   */
  function of(conversation: ConversationRef) {
    const guild = client.guilds.cache.get(conversation.workspace)
    const found = computed(guild?.channels.cache.get(conversation.channel))
    // Messages arrive from there, so a computed "cannot view" is wrong.
    const isWrong = found && !found.has(PermissionFlagsBits.ViewChannel) && seen.has(conversation.channel)
    const held = isWrong ? undefined : found
    return {
      known: held !== undefined,
      has: (name: PermissionName): boolean => held?.has(PermissionFlagsBits[name]) ?? true,
    }
  }

  /** Warns the operator once per channel and permission. */
  function warnOnce(conversation: ConversationRef, names: readonly PermissionName[], consequence: string): void {
    const fresh = names.filter((name) => !warned.has(`${conversation.channel}/${name}`))
    if (fresh.length === 0) return
    for (const name of fresh) warned.set(`${conversation.channel}/${name}`, true)
    const channel = client.channels.cache.get(conversation.channel)
    log.warn(
      {
        permissions: fresh.map((name) => NAMES[name]),
        channel: conversation.channel,
        name: channel && 'name' in channel ? channel.name : undefined,
        server: conversation.workspace,
      },
      `Discord: the bot lacks ${listed(fresh)} in this channel; ${consequence}. Grant it under Edit Channel > Permissions`,
    )
  }

  return {
    of,
    warnOnce,
    /** @throws DeliveryError when posting there must fail */
    requirePosting(conversation: ConversationRef, place: Place | undefined): void {
      const refusal = refused.get(channelIdOf(conversation))
      if (refusal && refusal.until > Date.now()) throw new DeliveryError('forbidden', refusal.message)
      const allowed = of(conversation)
      const needed: PermissionName[] = ['ViewChannel', conversation.thread ? 'SendMessagesInThreads' : 'SendMessages']
      const missing = needed.filter((name) => !allowed.has(name))
      if (missing.length > 0) {
        warnOnce(conversation, missing, 'it cannot answer there')
        throw new DeliveryError(
          'forbidden',
          `the bot lacks ${listed(missing)} in the channel ${conversation.channel}. Grant it under Edit Channel > Permissions`,
        )
      }
      const me = client.guilds.cache.get(conversation.workspace)?.members.me
      if (me?.isCommunicationDisabled()) throw new DeliveryError('forbidden', 'a moderator has put the bot in time-out')
      if (place?.locked && !(allowed.known && allowed.has('ManageThreads')))
        throw new DeliveryError('forbidden', `the thread ${place.id} is locked`)
    },
    /** A message arrived from there, so the bot can view it. */
    noteSeen({ channel }: ConversationRef): void {
      seen.set(channel, true)
    },
    /** Remembers an unexpected refusal, so that the channel is left alone for a while. */
    noteRefusal(conversation: ConversationRef, error: unknown): void {
      const { code, message } = faultOf(error)
      const { missingAccess, missingPermissions, threadLocked } = ERROR_CODES
      if (code !== missingAccess && code !== missingPermissions && code !== threadLocked) return
      const channel = channelIdOf(conversation)
      const isKnown = refused.has(channel)
      refused.set(channel, { until: Date.now() + TIMES.refusal, message })
      if (!isKnown)
        log.warn({ channel, server: conversation.workspace, code }, `${message}; trying again in ten minutes`)
    },
    /** Permissions may have changed: forgets refusals in the channel, or everywhere. */
    forgetRefusals(channel?: string): void {
      for (const cache of [refused, seen])
        if (channel) cache.delete(channel)
        else cache.clear()
    },
  }
}

export type BotPermissions = ReturnType<typeof createBotPermissions>
