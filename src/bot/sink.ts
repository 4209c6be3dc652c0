/** The entry into the bot: queue -> claim -> route, and a polite answer to every error. */
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

export interface SinkDeps {
  readonly routes: Routes
  readonly claiming: Claiming
  readonly queue: ConversationQueue
  readonly log: Log
  readonly metrics: BotMetrics
  readonly now: () => number
  /** Used when the platform does not report the person's language. */
  readonly locale?: string
}

/** A sink that can be drained. */
export interface BotSink extends Sink {
  /** Refuses new events and resolves when all accepted ones are done. */
  drain(): Promise<void>
}

/** What came of one step of an event. */
interface StepResult {
  readonly outcome: Outcome
  /** Delivering the event again would change nothing. */
  readonly done: boolean
  readonly later?: Promise<() => Promise<StepResult>>
}

type Routed = { readonly outcome: Outcome } & Partial<Unfinished>

/** The platform refused for good: retrying changes nothing. */
const isFinal = (error: unknown) => error instanceof DeliveryError && error.reason !== 'unavailable'
/** The platform refused a valid request (permissions, a missing channel), which its admins can fix. */
const isRefused = (error: unknown): error is DeliveryError =>
  error instanceof DeliveryError && (error.reason === 'forbidden' || error.reason === 'gone')

/** Runs the last step of an unfinished event. */
async function finish(outcome: Outcome, go: () => Promise<void>): Promise<Routed> {
  await go()
  return { outcome }
}

export function createSink({ routes, claiming, queue, log, metrics, now, locale: otherwise }: SinkDeps): BotSink {
  let closed = false
  /** Events accepted and not done; some of them wait outside of the queue. */
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
        // An action's id comes from outside and may be `constructor` or the like.
        const pressed = (id: string) => (Object.hasOwn(routes.actions, id) ? routes.actions[id] : undefined)
        const handler = event.kind === 'command' ? routes.commands[event.command] : pressed(event.action)
        if (!responder) return { outcome: 'ignored' }
        if (!handler) {
          await responder.reply(unknownCard(localeOf(event)))
          return { outcome: 'ignored' }
        }
        // The handler's argument is of this event's kind, by the lookup above.
        await (handler as (event: InboundEvent, responder: Responder) => Promise<void>)(event, responder)
        return { outcome: 'handled' }
      }
    }
  }

  /** Logs what went wrong and makes the card for it. A platform's refusal is not a bug: its message says what to do. */
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

  async function work(event: InboundEvent, given: Responder | undefined): Promise<StepResult> {
    const ticket = await claiming.take(eventKeys(event))
    if (!ticket) return { outcome: 'duplicate', done: true }
    const { responder, answered } = notingResponder(given)
    // An apology that cannot be delivered either must not hide the original error.
    const apologize = (card: Card) => responder?.reply(card).catch(() => {})
    const attempt = async (go: () => Promise<Routed>): Promise<StepResult> => {
      try {
        const { outcome, later } = await go()
        // Hold the claim until all is done: if this process dies, the next delivery is handled.
        const rest = later?.then(
          (lastStep) => () => attempt(() => finish(outcome, lastStep)),
          (error: unknown) => () => attempt(() => Promise.reject(error)),
        )
        if (rest) return { outcome, done: false, later: rest }
        await ticket.complete()
        return { outcome, done: true }
      } catch (error) {
        const expected = error instanceof UserError
        const apology = expected ? userErrorCard(error, localeOf(event)) : apologyFor(error, event)
        // Apologize unless something was answered; if nobody could be told, leave the event to its next delivery.
        if (!answered()) await apologize(apology)
        const done = answered() || (expected && !given) || isFinal(error)
        await (done ? ticket.complete() : ticket.release())
        return { outcome: expected ? 'user-error' : 'failed', done }
      }
    }
    return attempt(() => route(event, responder))
  }

  /** Queues a step. @returns undefined when the queue is full and the step did not run */
  async function inTurn(event: InboundEvent, step: () => Promise<StepResult>): Promise<StepResult | undefined> {
    let result: StepResult = { outcome: 'failed', done: false }
    const taken = await queue.run(queueKey(event), async () => {
      result = await step().catch((error: unknown): StepResult => {
        log.error({ kind: event.kind, event: event.id, err: error }, 'an event was lost')
        return { outcome: 'failed', done: false }
      })
    })
    return taken === 'overflow' ? undefined : result
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
      let result: StepResult = { outcome: 'failed', done: false }
      const { promise: inFlight, resolve: end } = Promise.withResolvers<void>()
      unfinished.add(inFlight)
      try {
        result = (await inTurn(event, () => work(event, responder))) ?? { outcome: 'overflow', done: false }
        if (result.outcome === 'overflow') {
          // Tell whoever waits for an answer; a message that was not addressed to us is dropped silently.
          await responder?.reply(busyCard(localeOf(event))).catch(() => {})
          result = { outcome: 'overflow', done: responder !== undefined }
        }
        while (result.later) {
          const step = await result.later
          // What has begun is finished even when the queue is full.
          result = (await inTurn(event, step)) ?? (await step())
        }
        return result.done
      } finally {
        unfinished.delete(inFlight)
        end()
        const { outcome } = result
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
