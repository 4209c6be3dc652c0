/** What the bot may do in a channel, found out before it tries: every refusal counts towards a block of the address. */
import { type Client, type GuildBasedChannel, PermissionFlagsBits, type PermissionsBitField } from 'discord.js'
import { DeliveryError } from '../../../src/chat/adapter.ts'
import type { ConversationRef } from '../../../src/chat/event.ts'
import type { Log } from '../../../src/chat/log.ts'
import { createRecent } from '../../../src/chat/recent.ts'
import { CODES, TIMES } from '../limits.ts'
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

const REMEMBERED = 1000

export interface Allowed {
  /** True when the channel's permissions could be computed; otherwise everything is assumed. */
  readonly known: boolean
  has(name: PermissionName): boolean
}

export function createPermissions(client: Client, log: Log, now: () => number = Date.now) {
  const told = createRecent<string, true>(REMEMBERED)
  const seen = createRecent<string, true>(REMEMBERED)
  const refused = createRecent<string, { readonly until: number; readonly message: string }>(REMEMBERED)

  function computed(channel: GuildBasedChannel | undefined): Readonly<PermissionsBitField> | undefined {
    try {
      const me = channel?.guild.members.me
      return (me && channel?.permissionsFor(me)) ?? undefined
    } catch {
      // Roles of a server that is unavailable have not arrived.
      return undefined
    }
  }

  /** What holds in the channel, or for a thread in the channel it hangs in. */
  function of(conversation: ConversationRef): Allowed {
    const guild = client.guilds.cache.get(conversation.workspace)
    const found = computed(guild?.channels.cache.get(conversation.channel))
    // Events come from channels that the bot can view: what denies that is not the whole truth.
    const held =
      found && !found.has(PermissionFlagsBits.ViewChannel) && seen.has(conversation.channel) ? undefined : found
    return { known: held !== undefined, has: (name) => held?.has(PermissionFlagsBits[name]) ?? true }
  }

  /** Tells the operator once for each channel and permission. */
  function tell(conversation: ConversationRef, names: readonly PermissionName[], consequence: string): void {
    const fresh = names.filter((name) => !told.has(`${conversation.channel}/${name}`))
    if (fresh.length === 0) return
    for (const name of fresh) told.set(`${conversation.channel}/${name}`, true)
    const channel = client.channels.cache.get(conversation.channel)
    log.warn(
      {
        permissions: fresh.map((name) => NAMES[name]),
        channel: conversation.channel,
        name: channel && 'name' in channel ? channel.name : undefined,
        server: conversation.workspace,
      },
      `Discord: the bot lacks ${fresh.map((name) => NAMES[name]).join(', ')} in this channel; ${consequence}. Grant it under Edit Channel > Permissions`,
    )
  }

  function forbid(conversation: ConversationRef, names: readonly PermissionName[]): never {
    tell(conversation, names, 'it cannot answer there')
    throw new DeliveryError(
      'forbidden',
      `the bot lacks ${names.map((name) => NAMES[name]).join(', ')} in the channel ${conversation.channel}. Grant it under Edit Channel > Permissions`,
    )
  }

  return {
    of,
    tell,
    /** @throws DeliveryError when posting there must fail */
    requirePosting(conversation: ConversationRef, place: Place | undefined): void {
      const refusal = refused.get(channelIdOf(conversation))
      if (refusal && refusal.until > now()) throw new DeliveryError('forbidden', refusal.message)
      const allowed = of(conversation)
      const needed: PermissionName[] = ['ViewChannel', conversation.thread ? 'SendMessagesInThreads' : 'SendMessages']
      const missing = needed.filter((name) => !allowed.has(name))
      if (missing.length > 0) forbid(conversation, missing)
      const me = client.guilds.cache.get(conversation.workspace)?.members.me
      if (me?.isCommunicationDisabled()) throw new DeliveryError('forbidden', 'a moderator has put the bot in time-out')
      if (place?.locked && !(allowed.known && allowed.has('ManageThreads')))
        throw new DeliveryError('forbidden', `the thread ${place.id} is locked`)
    },
    /** Something was said there, so the bot can view it. */
    noteSeen({ channel }: ConversationRef): void {
      seen.set(channel, true)
    },
    /** Notes a refusal that Discord gave although we expected none. */
    noteRefusal(conversation: ConversationRef, error: unknown): void {
      const { code, message } = faultOf(error)
      if (code !== CODES.missingAccess && code !== CODES.missingPermissions && code !== CODES.threadLocked) return
      const known = refused.get(channelIdOf(conversation))
      refused.set(channelIdOf(conversation), { until: now() + TIMES.refusal, message })
      if (!known)
        log.warn(
          { channel: channelIdOf(conversation), server: conversation.workspace, code },
          `${message}; trying again in ten minutes`,
        )
    },
    /** Somebody changed a channel, a role or ourselves: earlier refusals may no longer hold. */
    reconsider(channel?: string): void {
      for (const notes of [refused, seen])
        if (channel) notes.delete(channel)
        else for (const [id] of [...notes.entries()]) notes.delete(id)
    },
  }
}

export type Permissions = ReturnType<typeof createPermissions>
