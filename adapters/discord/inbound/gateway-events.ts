/** What Discord's gateway sends, told to the bot in order. */
import { type APIInteraction, type APIUser, SnowflakeUtil } from 'discord.js'
import type { Responder, Sink } from '../../../src/chat/adapter.ts'
import type { InboundEvent, MessageEvent } from '../../../src/chat/event.ts'
import type { Log } from '../../../src/chat/log.ts'
import { createRecent } from '../../../src/chat/recent.ts'
import type { Permissions } from '../api/bot-permissions.ts'
import type { Places } from '../api/places.ts'
import type { OwnMessages } from '../outbound/own-messages.ts'
import { createEventWork, type Standing } from './in-flight.ts'
import type { Interactions } from './interactions.ts'
import { createKnownMessages, fingerprint } from './known-messages.ts'
import { createMessageEdits } from './message-edits.ts'
import { type GatewayMessage, isOwn, isSaid, type Self, toDeleteEvent, toMessageEvent } from './message-event.ts'
import type { Names } from './message-text.ts'
import { createThreadTitles, type GatewayThread } from './thread-titles.ts'

const REMEMBERED_CHANNELS = 2_000

const saidAt = ({ id, timestamp }: GatewayMessage): number =>
  Date.parse(timestamp ?? '') || SnowflakeUtil.timestampFrom(id)

export interface Packet {
  readonly t?: unknown
  readonly d?: unknown
  /** Its number in the session. */
  readonly s?: unknown
}

/** An event without its ids has no place, and to ask Discord for that would only count as a refusal. */
function requireIds(kind: string, { id, ids, channel_id: channel }: Record<string, unknown>): void {
  if (!kind.startsWith('MESSAGE_')) return
  if (![channel, ids ?? id].flat().every((value) => /^\d+$/.test(String(value)))) throw new Error(`${kind} without ids`)
}

export interface EventDeps {
  readonly sink: Sink
  readonly self: () => Self
  readonly names: Names
  readonly places: Places
  readonly own: OwnMessages
  readonly permissions: Permissions
  readonly interactions: Interactions
  readonly fetchMessage: (channel: string, id: string) => Promise<GatewayMessage>
  readonly answerTo: (event: MessageEvent) => Responder
  readonly log: Log
  readonly now: () => number
}

export function createGatewayEvents(deps: EventDeps) {
  const { sink, self, names, places, own, permissions, interactions, fetchMessage, answerTo, log, now } = deps
  const known = createKnownMessages()
  const latest = createRecent<string, string>(REMEMBERED_CHANNELS)
  const work = createEventWork(places, log, now)
  const { track, owe, inPlace } = work
  const tell = (event: InboundEvent, responder?: Responder) => owe(sink.handle(event, responder), event.at)
  const changed = createMessageEdits({ self, names, known, work, fetchMessage, tell, log, now })
  const titles = createThreadTitles({ self, names, places, known, work, fetchMessage, tell, log, now })

  function said(message: GatewayMessage): void {
    latest.set(message.channel_id, message.id)
    known.note(message)
    if (isOwn(message, self())) {
      own.echo(message)
      return
    }
    if (!message.guild_id && message.author) places.rememberDirect(message.channel_id, message.author.id)
    const title = titles.openedBy(message)
    if (!isSaid(message)) return
    inPlace(message, saidAt(message), (place) => {
      const event = toMessageEvent(message, { place, self: self(), names, ...(title ? { title } : {}) })
      if (!event) return
      permissions.noteSeen(event.conversation)
      known.told(message.id, fingerprint(event))
      tell(event, event.addressed ? answerTo(event) : undefined)
    })
  }

  function gone(ids: readonly string[], where: Standing): void {
    const news = ids.filter((id) => !own.deleted(id))
    for (const id of ids) known.forget(id)
    if (news.length > 0) inPlace(where, now(), (place) => tell(toDeleteEvent(news, { place }, where.guild_id)))
  }

  function threadOpened(thread: GatewayThread): void {
    places.remember(thread)
    titles.opened(thread)
  }

  function threadChanged(thread: GatewayThread): void {
    const before = places.cached(thread.id)
    channelChanged(thread.id)
    titles.changed(thread, before)
  }

  /** Somebody changed a channel: what we knew of it, and refusals there, may no longer hold. */
  function channelChanged(id: string): void {
    places.forget(id)
    permissions.reconsider(id)
  }

  function dispatch(kind: string, data: Record<string, unknown>, nth: number): void {
    switch (kind) {
      case 'MESSAGE_CREATE':
        said(data as unknown as GatewayMessage)
        break
      case 'MESSAGE_UPDATE':
        changed(data as unknown as GatewayMessage, nth)
        break
      case 'MESSAGE_DELETE':
        gone([data.id as string], data as unknown as Standing)
        break
      case 'MESSAGE_DELETE_BULK':
        gone(data.ids as string[], data as unknown as Standing)
        break
      case 'INTERACTION_CREATE':
        void track(interactions(data as unknown as APIInteraction))
        break
      case 'THREAD_CREATE':
        threadOpened(data as unknown as GatewayThread)
        break
      case 'THREAD_UPDATE':
        threadChanged(data as unknown as GatewayThread)
        break
      case 'CHANNEL_UPDATE':
      case 'CHANNEL_DELETE':
      case 'THREAD_DELETE':
        channelChanged(data.id as string)
        break
      case 'GUILD_MEMBER_UPDATE':
        if ((data.user as APIUser).id === self().id) permissions.reconsider()
        break
      case 'GUILD_ROLE_UPDATE':
        permissions.reconsider()
    }
  }

  return {
    /** Takes whatever arrives; what makes no sense is logged and forgotten. */
    take({ t, d, s }: Packet): void {
      if (typeof t !== 'string' || typeof d !== 'object' || d === null) return
      try {
        requireIds(t, d as Record<string, unknown>)
        dispatch(t, d as Record<string, unknown>, Number(s) || 0)
      } catch (error) {
        log.warn({ event: t, err: error }, 'Discord sent an event that cannot be read')
      }
    },
    /** A message that was just taken, and that an earlier process may have taken too before it was edited. */
    takeEdit: (message: GatewayMessage): void => changed(message, 0, true),
    /** The last message seen in each channel. */
    latest: () => latest.entries(),
    /** Whether the message was told of before, and whether it was deleted since. */
    knows: (id: string): boolean => known.has(id),
    isGone: (id: string): boolean => known.isGone(id),
    /** How much of what was taken is not yet finished. */
    busy: work.busy,
    oldestUnfinished: work.oldestUnfinished,
    /** Resolves when everything that was taken is finished. */
    idle: work.idle,
  }
}

export type GatewayEvents = ReturnType<typeof createGatewayEvents>
