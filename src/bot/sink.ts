/** The door into the bot: claim -> queue -> route -> answer errors politely. */
import { DeliveryError, type Responder, type Sink, type Suggestion } from '../chat/adapter.ts'
import type { Card } from '../chat/card.ts'
import type {
  ActionEvent,
  CommandEvent,
  CommandName,
  DeleteEvent,
  EditEvent,
  InboundEvent,
  MessageEvent,
} from '../chat/event.ts'
import { UserError } from '../chat/user-error.ts'
import type { Claiming } from './claiming.ts'
import type { ConversationQueue } from './conversation-queue.ts'
import { bugCard, busyCard, newReference, refusedCard, unknownCard, userErrorCard } from './errors.ts'
import { eventKeys, queueKey } from './event-keys.ts'
import type { Log } from './log.ts'
import type { BotMetrics, Outcome } from './metrics.ts'
import { watched } from './watched.ts'

export type CommandHandler = (event: CommandEvent, responder: Responder) => Promise<void>
export type ActionHandler = (event: ActionEvent, responder: Responder) => Promise<void>

/** What happens on each event; the features, in one visible place. */
export interface Routes {
  readonly commands: Readonly<Partial<Record<CommandName, CommandHandler>>>
  /** By the action's id. */
  readonly actions: Readonly<Record<string, ActionHandler>>
  readonly message?: (event: MessageEvent, responder?: Responder) => Promise<void>
  readonly edit?: (event: EditEvent) => Promise<void>
  readonly remove?: (event: DeleteEvent) => Promise<void>
  readonly suggest: (typed: string, limit: number) => readonly Suggestion[]
  readonly home: Sink['home']
}

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
}

/** The platform said no for good: trying again changes nothing. */
const isFinal = (error: unknown) => error instanceof DeliveryError && error.reason !== 'unavailable'
/** The platform said no to something that is right in itself, so that its admins can do something about it. */
const isRefused = (error: unknown): error is DeliveryError =>
  error instanceof DeliveryError && (error.reason === 'forbidden' || error.reason === 'gone')

export function createSink({ routes, claiming, queue, log, metrics, now, locale: otherwise }: SinkDeps): BotSink {
  let closed = false
  const localeOf = (event: InboundEvent) => ('locale' in event ? event.locale : undefined) ?? otherwise

  async function route(event: InboundEvent, responder: Responder | undefined): Promise<Outcome> {
    switch (event.kind) {
      case 'message':
        if (!routes.message) return 'ignored'
        await routes.message(event, responder)
        return 'handled'
      case 'edit':
        await routes.edit?.(event)
        return routes.edit ? 'handled' : 'ignored'
      case 'delete':
        await routes.remove?.(event)
        return routes.remove ? 'handled' : 'ignored'
      case 'command':
      case 'action': {
        const handler = event.kind === 'command' ? routes.commands[event.command] : routes.actions[event.action]
        if (!responder) return 'ignored'
        if (!handler) {
          await responder.reply(unknownCard(localeOf(event)))
          return 'ignored'
        }
        // The two kinds differ only in the handler's argument, which the lookup above has matched.
        await (handler as (event: InboundEvent, responder: Responder) => Promise<void>)(event, responder)
        return 'handled'
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
    const { responder, answered } = watched(given)
    // A card of ours that cannot be delivered either must not hide what went wrong.
    const apologize = (card: Card) => responder?.reply(card).catch(() => {})
    try {
      const outcome = await route(event, responder)
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
      try {
        const taken = await queue.run(queueKey(event), async () => {
          worked = await work(event, responder).catch((error: unknown): Worked => {
            log.error({ kind: event.kind, event: event.id, err: error }, 'an event was lost')
            return { outcome: 'failed', done: false }
          })
        })
        if (taken === 'overflow') {
          // Somebody waits for it; a message that nobody addressed to us is let go without a word.
          await responder?.reply(busyCard(localeOf(event))).catch(() => {})
          worked = { outcome: 'overflow', done: responder !== undefined }
        }
        return worked.done
      } finally {
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
    },
  }
}
