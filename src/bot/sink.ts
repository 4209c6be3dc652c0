/** The door into the bot: claim -> queue -> route -> answer errors politely. */
import { DeliveryError, type Responder, type Sink, UserError } from '../chat/adapter.ts'
import type { Card } from '../chat/card.ts'
import type { InboundEvent } from '../chat/event.ts'
import type { Routes, Unfinished } from '../chat/handlers.ts'
import type { Log } from '../chat/log.ts'
import { bugCard, busyCard, newReference, refusedCard, unknownCard, userErrorCard } from './apology-cards.ts'
import type { Claiming } from './claiming.ts'
import type { ConversationQueue } from './conversation-queue.ts'
import { eventKeys, queueKey } from './event-keys.ts'
import type { BotMetrics, Outcome } from './metrics.ts'
import { notingResponder } from './noting-responder.ts'

export type { Routes } from '../chat/handlers.ts'

export interface SinkDeps {
  readonly routes: Routes
  readonly claiming: Claiming
  readonly queue: ConversationQueue
  readonly log: Log
  readonly metrics: BotMetrics
  readonly now: () => number
  /** For people whose platform does not tell their language. */
  readonly locale?: string
}

/** A sink, and a way to wait until everything taken in is finished. */
export interface BotSink extends Sink {
  /** Takes nothing more; resolves when all that was taken is done. */
  drain(): Promise<void>
}

interface Worked {
  readonly outcome: Outcome
  /** Nothing would come of delivering the event again. */
  readonly done: boolean
  readonly later?: Promise<() => Promise<Worked>>
}

type Routed = { readonly outcome: Outcome } & Partial<Unfinished>

/** The platform said no for good: trying again changes nothing. */
const isFinal = (error: unknown) => error instanceof DeliveryError && error.reason !== 'unavailable'
/** The platform said no to something that is right in itself, so that its admins can do something about it. */
const isRefused = (error: unknown): error is DeliveryError =>
  error instanceof DeliveryError && (error.reason === 'forbidden' || error.reason === 'gone')

/** What was left is done; nothing is left any more. */
async function ending(outcome: Outcome, go: () => Promise<void>): Promise<Routed> {
  await go()
  return { outcome }
}

export function createSink({ routes, claiming, queue, log, metrics, now, locale: otherwise }: SinkDeps): BotSink {
  let closed = false
  /** Events that are taken and not done; some of them wait for something outside of the queue. */
  const unfinished = new Set<Promise<void>>()
  const localeOf = (event: InboundEvent) => ('locale' in event ? event.locale : undefined) ?? otherwise

  async function route(event: InboundEvent, responder: Responder | undefined): Promise<Routed> {
    switch (event.kind) {
      case 'message':
        if (!routes.message) return { outcome: 'ignored' }
        return { outcome: 'handled', ...(await routes.message(event, responder)) }
      case 'edit':
        if (!routes.edit) return { outcome: 'ignored' }
        return { outcome: 'handled', ...(await routes.edit(event)) }
      case 'delete':
        await routes.remove?.(event)
        return { outcome: routes.remove ? 'handled' : 'ignored' }
      case 'command':
      case 'action': {
        // An action's id comes from outside, and may be a word that every object knows.
        const pressed = (id: string) => (Object.hasOwn(routes.actions, id) ? routes.actions[id] : undefined)
        const handler = event.kind === 'command' ? routes.commands[event.command] : pressed(event.action)
        if (!responder) return { outcome: 'ignored' }
        if (!handler) {
          await responder.reply(unknownCard(localeOf(event)))
          return { outcome: 'ignored' }
        }
        // The two kinds differ only in the handler's argument, which the lookup above has matched.
        await (handler as (event: InboundEvent, responder: Responder) => Promise<void>)(event, responder)
        return { outcome: 'handled' }
      }
    }
  }

  /** Writes what went wrong into the log. A platform's refusal is nobody's bug: the words say what an admin can do. */
  function apologyFor(error: unknown, event: InboundEvent): Card {
    const { platform, workspace, channel } = event.conversation
    const fields = { kind: event.kind, platform, workspace, channel, event: event.id }
    if (isRefused(error)) {
      log.warn({ ...fields, reason: error.message }, 'the platform refused an answer')
      return refusedCard(error, localeOf(event))
    }
    const reference = newReference()
    log.error({ ...fields, ref: reference, err: error }, 'an event failed')
    return bugCard(reference, localeOf(event))
  }

  async function work(event: InboundEvent, given: Responder | undefined): Promise<Worked> {
    const ticket = await claiming.take(eventKeys(event))
    if (!ticket) return { outcome: 'duplicate', done: true }
    const { responder, answered } = notingResponder(given)
    // A card of ours that cannot be delivered either must not hide what went wrong.
    const apologize = (card: Card) => responder?.reply(card).catch(() => {})
    const attempt = async (go: () => Promise<Routed>): Promise<Worked> => {
      try {
        const { outcome, later } = await go()
        // The claim is held until all is done: if this process dies, the next delivery is taken again.
        const rest = later?.then(
          (end) => () => attempt(() => ending(outcome, end)),
          (error: unknown) => () => attempt(() => Promise.reject(error)),
        )
        if (rest) return { outcome, done: false, later: rest }
        await ticket.complete()
        return { outcome, done: true }
      } catch (error) {
        const expected = error instanceof UserError
        const apology = expected ? userErrorCard(error, localeOf(event)) : apologyFor(error, event)
        // Nothing was said yet: tell the person, or else leave the event to its next delivery.
        if (!answered()) await apologize(apology)
        const done = answered() || (expected && !given) || isFinal(error)
        await (done ? ticket.complete() : ticket.release())
        return { outcome: expected ? 'user-error' : 'failed', done }
      }
    }
    return attempt(() => route(event, responder))
  }

  /** @returns undefined when the queue is full and nothing was done */
  async function inTurn(event: InboundEvent, step: () => Promise<Worked>): Promise<Worked | undefined> {
    let worked: Worked = { outcome: 'failed', done: false }
    const taken = await queue.run(queueKey(event), async () => {
      worked = await step().catch((error: unknown): Worked => {
        log.error({ kind: event.kind, event: event.id, err: error }, 'an event was lost')
        return { outcome: 'failed', done: false }
      })
    })
    return taken === 'overflow' ? undefined : worked
  }

  return {
    suggest: (typed, limit) => {
      try {
        return routes.suggest(typed, limit)
      } catch (error) {
        log.error({ err: error }, 'suggestions failed')
        return []
      }
    },
    async home(by, conversation, locale) {
      try {
        return await routes.home(by, conversation, locale)
      } catch (error) {
        const reference = newReference()
        log.error({ ref: reference, platform: conversation.platform, err: error }, 'the home page failed')
        return bugCard(reference, locale ?? otherwise)
      }
    },
    async handle(event, responder) {
      if (closed) return false
      const started = now()
      let worked: Worked = { outcome: 'failed', done: false }
      const { promise: underWay, resolve: end } = Promise.withResolvers<void>()
      unfinished.add(underWay)
      try {
        worked = (await inTurn(event, () => work(event, responder))) ?? { outcome: 'overflow', done: false }
        if (worked.outcome === 'overflow') {
          // Somebody waits for it; a message that nobody addressed to us is let go without a word.
          await responder?.reply(busyCard(localeOf(event))).catch(() => {})
          worked = { outcome: 'overflow', done: responder !== undefined }
        }
        while (worked.later) {
          const step = await worked.later
          // What was begun is not dropped because others wait.
          worked = (await inTurn(event, step)) ?? (await step())
        }
        return worked.done
      } finally {
        unfinished.delete(underWay)
        end()
        const { outcome } = worked
        const { platform, workspace, channel } = event.conversation
        const seconds = (now() - started) / 1000
        metrics.event(event.kind, platform, outcome, seconds)
        const fields = { kind: event.kind, outcome, platform, workspace, channel, event: event.id, seconds }
        if (outcome === 'overflow') log.warn(fields, 'too many events are waiting; this one was dropped')
        else log.info(fields, 'event')
      }
    },
    async drain() {
      closed = true
      await queue.idle()
      await Promise.all(unfinished)
    },
  }
}
