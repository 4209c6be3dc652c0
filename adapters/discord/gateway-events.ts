/** What Discord's gateway sends, told to the bot in order. */
import { type APIInteraction, type APIUser, SnowflakeUtil } from 'discord.js'
import type { Responder, Sink } from '../../src/chat/adapter.ts'
import type { InboundEvent, MessageEvent } from '../../src/chat/event.ts'
import type { Interactions } from './interactions.ts'
import { createKnownMessages, fingerprint } from './known-messages.ts'
import {
  type GatewayMessage,
  isOwn,
  isSaid,
  type Self,
  toDeleteEvent,
  toEditEvent,
  toMessageEvent,
  toTitleEdit,
} from './normalize.ts'
import type { DiscordLog } from './options.ts'
import type { OwnMessages } from './own-messages.ts'
import type { Permissions } from './permissions.ts'
import { isForum, type Place, type Places, placeOfApi } from './places.ts'
import type { Names } from './readable.ts'
import { createRecent } from './recent.ts'

const REMEMBERED_CHANNELS = 2_000
const FRESH_THREADS = 500
/** Milliseconds. */
const JUST_NOW = 60_000
/** An update of a message that we never saw is an edit only when it was edited just now; else it was pinned, or resolved. Milliseconds. */
const RECENT_EDIT = 15 * 60_000

export interface Packet {
  readonly t?: unknown
  readonly d?: unknown
  /** Its number in the session. */
  readonly s?: unknown
}

type OpenedThread = Parameters<typeof placeOfApi>[0] & { readonly newly_created?: boolean; readonly owner_id?: string }

/** What an event says of where it happened. */
interface Standing {
  readonly channel_id: string
  readonly guild_id?: string | undefined
  readonly channel_type?: number | undefined
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
  readonly log: DiscordLog
  readonly now: () => number
}

export function createGatewayEvents(deps: EventDeps) {
  const { sink, self, names, places, own, permissions, interactions, answerTo, log, now } = deps
  const known = createKnownMessages()
  const latest = createRecent<string, string>(REMEMBERED_CHANNELS)
  /** Threads without a first message yet: the next message opens them. */
  const fresh = createRecent<string, string>(FRESH_THREADS)
  const working = new Set<Promise<unknown>>()
  const tails = new Map<string, Promise<void>>()

  function track(work: Promise<unknown>): void {
    const settled = work
      .catch((error: unknown) => log.warn({ err: error }, 'Discord: an event could not be handled'))
      .finally(() => working.delete(settled))
    working.add(settled)
  }

  const tell = (event: InboundEvent, responder?: Responder) => track(sink.handle(event, responder))

  /** Events of one channel stay in order although some must first ask where they stand. */
  function inPlace(
    { channel_id: channel, guild_id: guild, channel_type: type }: Standing,
    work: (place: Place) => void,
  ) {
    const before = tails.get(channel)
    const place = before ? undefined : places.cached(channel)
    if (place) {
      work(place)
      return
    }
    const told = { ...(guild ? { guild } : {}), ...(type === undefined ? {} : { type }) }
    const next = (before ?? Promise.resolve())
      .then(async () => work(await places.find(channel, told)))
      .catch((error: unknown) =>
        log.warn({ channel, err: error }, 'Discord: an event of a channel that the bot cannot see'),
      )
      .finally(() => {
        if (tails.get(channel) === next) tails.delete(channel)
      })
    tails.set(channel, next)
    track(next)
  }

  function titleOf(message: GatewayMessage): string | undefined {
    const title = fresh.get(message.channel_id)
    if (title !== undefined) fresh.delete(message.channel_id)
    // The thread was opened on a message that has been told already.
    return isSaid(message) ? title : undefined
  }

  function said(message: GatewayMessage): void {
    latest.set(message.channel_id, message.id)
    known.note(message)
    if (isOwn(message, self())) {
      own.echo(message)
      return
    }
    if (!message.guild_id && message.author) places.rememberDirect(message.channel_id, message.author.id)
    const title = titleOf(message)
    if (!isSaid(message)) return
    inPlace(message, (place) => {
      const event = toMessageEvent(message, { place, self: self(), names, ...(title ? { title } : {}) })
      if (!event) return
      permissions.noteSeen(event.conversation)
      known.told(message.id, fingerprint(event))
      tell(event, event.addressed ? answerTo(event) : undefined)
    })
  }

  /** @param nth the update's number, for those that do not say when */
  function changed(update: GatewayMessage, nth: number): void {
    // Nobody edited: it was pinned, or a link in it got its preview.
    if (isOwn(update, self()) || (!update.edited_timestamp && !known.isReworded(update))) return
    inPlace(update, (place) => {
      const whole = known.completed(update)
      if (whole) return tellChange(whole, place, nth)
      if (update.content === undefined && update.embeds === undefined) return
      const fetched = deps
        .fetchMessage(update.channel_id, update.id)
        .then((message) => tellChange({ ...message, ...update }, place, nth))
        .catch((error: unknown) => log.warn({ err: error }, 'Discord: an edited message could not be read'))
      track(fetched)
    })
  }

  function tellChange(message: GatewayMessage, place: Place, nth: number): void {
    const event = toEditEvent(message, { place, self: self(), names }, nth)
    if (!event || known.isGone(message.id)) return
    const before = known.toldOf(message.id)
    const after = fingerprint(event)
    if (before === after || (before === undefined && event.at < now() - RECENT_EDIT)) return
    known.note(message)
    known.told(message.id, after)
    tell(event)
  }

  function gone(ids: readonly string[], where: Standing): void {
    const news = ids.filter((id) => !own.deleted(id))
    for (const id of ids) known.forget(id)
    if (news.length > 0) inPlace(where, (place) => tell(toDeleteEvent(news, { place }, where.guild_id)))
  }

  function threadOpened(thread: OpenedThread): void {
    places.remember(thread)
    const { name, parent } = placeOfApi(thread)
    // A thread on a message has that message's id, and its title only repeats it; a forum post is known by its first message.
    const stands = SnowflakeUtil.timestampFrom(thread.id) > now() - JUST_NOW && !known.has(thread.id)
    const isPost = isForum(places.cached(parent ?? '')?.type)
    if (thread.newly_created && name && stands && !isPost && thread.owner_id !== self().id) fresh.set(thread.id, name)
  }

  /** A forum post's title is part of its first message, which Discord does not tell of again. */
  function threadChanged(thread: OpenedThread): void {
    const before = places.cached(thread.id)
    channelChanged(thread.id)
    const place = placeOfApi(thread)
    const { name: title, parent } = place
    if (!title || !before?.name || before.name === title || !isForum(places.cached(parent ?? '')?.type)) return
    const told = deps
      .fetchMessage(thread.id, thread.id)
      .then((message) => {
        const event = toTitleEdit(
          { ...message, ...(before.guild ? { guild_id: before.guild } : {}) },
          { place, self: self(), names, title },
        )
        if (!event) return
        known.note(message)
        known.told(message.id, fingerprint(event))
        tell(event)
      })
      .catch((error: unknown) =>
        log.warn({ channel: thread.id, err: error }, 'Discord: a renamed post could not be read'),
      )
    track(told)
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
        track(interactions(data as unknown as APIInteraction))
        break
      case 'THREAD_CREATE':
        threadOpened(data as unknown as OpenedThread)
        break
      case 'THREAD_UPDATE':
        threadChanged(data as unknown as OpenedThread)
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
        dispatch(t, d as Record<string, unknown>, Number(s) || 0)
      } catch (error) {
        log.warn({ event: t, err: error }, 'Discord sent an event that cannot be read')
      }
    },
    /** The last message seen in each channel. */
    latest: () => latest.entries(),
    /** True while something taken is not yet finished. */
    busy: () => working.size > 0,
    /** Resolves when everything that was taken is finished. */
    async idle(): Promise<void> {
      while (working.size > 0) await Promise.all(working)
    },
  }
}

export type GatewayEvents = ReturnType<typeof createGatewayEvents>
