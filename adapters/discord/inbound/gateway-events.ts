/** Passes the gateway's events to the bot, in order per channel. */
import { type APIInteraction, type APIUser, SnowflakeUtil } from 'discord.js'
import { LRUCache } from 'lru-cache'
import type { Responder, Sink } from '../../../src/chat/adapter.ts'
import type { InboundEvent, MessageEvent } from '../../../src/chat/event.ts'
import type { Context } from '../context.ts'
import { createInFlight, type EventLocation } from './in-flight.ts'
import type { Interactions } from './interactions.ts'
import { createKnownMessages } from './known-messages.ts'
import { createMessageEdits } from './message-edits.ts'
import {
  fingerprint,
  type GatewayMessage,
  isOwn,
  isUserMessage,
  toDeleteEvent,
  toMessageEvent,
} from './message-event.ts'
import { createThreadTitles, type GatewayThread } from './thread-titles.ts'

const MAX_CHANNELS = 2_000

const sentAt = ({ id, timestamp }: GatewayMessage): number =>
  Date.parse(timestamp ?? '') || SnowflakeUtil.timestampFrom(id)

export interface Packet {
  readonly t?: unknown
  readonly d?: unknown
  /** Its sequence number in the session. */
  readonly s?: unknown
}

/** Asking Discord about a malformed id would only count as a refused request. */
function requireIds(kind: string, { id, ids, channel_id: channel }: Record<string, unknown>): void {
  if (!kind.startsWith('MESSAGE_')) return
  if (![channel, ids ?? id].flat().every((value) => /^\d+$/.test(String(value)))) throw new Error(`${kind} without ids`)
}

export interface Handlers {
  readonly sink: Sink
  readonly interactions: Interactions
  readonly responderTo: (event: MessageEvent) => Responder
}

export function createGatewayEvents(context: Context, { sink, interactions, responderTo }: Handlers) {
  const { self, names, places, own, permissions, log } = context
  const known = createKnownMessages()
  /** The last message seen in each channel. */
  const latest = new LRUCache<string, string>({ max: MAX_CHANNELS })
  const inFlight = createInFlight(places, log)
  const tell = (event: InboundEvent, responder?: Responder) =>
    inFlight.trackUntilDone(sink.handle(event, responder), event.at)
  const shared = { ...context, known, inFlight, tell }
  const updated = createMessageEdits(shared)
  const titles = createThreadTitles(shared)

  function created(message: GatewayMessage): void {
    latest.set(message.channel_id, message.id)
    known.note(message)
    if (isOwn(message, self())) {
      own.echo(message)
      return
    }
    if (!message.guild_id && message.author) places.rememberDirect(message.channel_id, message.author.id)
    const title = titles.openedBy(message)
    if (!isUserMessage(message)) return
    inFlight.withPlace(message, sentAt(message), (place) => {
      const event = toMessageEvent(message, { place, self: self(), names, ...(title ? { title } : {}) })
      if (!event) return
      permissions.noteSeen(event.conversation)
      known.noteHandled(message.id, fingerprint(event))
      tell(event, event.addressed ? responderTo(event) : undefined)
    })
  }

  function deleted(ids: readonly string[], where: EventLocation): void {
    const byOthers = ids.filter((id) => !own.deleted(id))
    for (const id of ids) known.noteDeleted(id)
    if (byOthers.length === 0) return
    inFlight.withPlace(where, Date.now(), (place) => tell(toDeleteEvent(byOthers, { place }, where.guild_id)))
  }

  /** What we know about the channel, and refusals there, may be outdated. */
  function channelChanged({ id }: { readonly id: string }): void {
    places.forget(id)
    permissions.forgetRefusals(id)
  }

  /** Handlers by event name. `nth` is the event's sequence number. */
  const handlers: Readonly<Record<string, (data: never, nth: number) => void>> = {
    MESSAGE_CREATE: created,
    MESSAGE_UPDATE: (message: GatewayMessage, nth) => updated(message, nth),
    MESSAGE_DELETE: (message: EventLocation & { readonly id: string }) => deleted([message.id], message),
    MESSAGE_DELETE_BULK: (bulk: EventLocation & { readonly ids: readonly string[] }) => deleted(bulk.ids, bulk),
    INTERACTION_CREATE: (interaction: APIInteraction) => void inFlight.track(interactions(interaction)),
    THREAD_CREATE(thread: GatewayThread) {
      places.remember(thread)
      titles.opened(thread)
    },
    THREAD_UPDATE(thread: GatewayThread) {
      const before = places.cached(thread.id)
      channelChanged(thread)
      titles.renamed(thread, before)
    },
    THREAD_DELETE: channelChanged,
    CHANNEL_UPDATE: channelChanged,
    CHANNEL_DELETE: channelChanged,
    GUILD_MEMBER_UPDATE({ user }: { readonly user: APIUser }) {
      if (user.id === self().id) permissions.forgetRefusals()
    },
    GUILD_ROLE_UPDATE: () => permissions.forgetRefusals(),
  }

  return {
    /** Handles any packet; logs and drops malformed ones. */
    take({ t, d, s }: Packet): void {
      if (typeof t !== 'string' || typeof d !== 'object' || d === null) return
      try {
        requireIds(t, d as Record<string, unknown>)
        if (Object.hasOwn(handlers, t)) handlers[t]?.(d as never, Number(s) || 0)
      } catch (error) {
        log.warn({ event: t, err: error }, 'Discord sent an event that cannot be read')
      }
    },
    /** Handles an edited message that an earlier process may have handled before the edit. */
    takeEditInDoubt: (message: GatewayMessage): void => updated(message, 0, true),
    /** The last message seen in each channel. */
    latest: () => latest.entries(),
    knows: (id: string): boolean => known.has(id),
    isDeleted: (id: string): boolean => known.isDeleted(id),
    inFlight,
  }
}

export type GatewayEvents = ReturnType<typeof createGatewayEvents>
