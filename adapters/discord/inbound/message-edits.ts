/** Tells of an edit only when a message says something else than before: Discord also sends updates for pins and previews. */
import type { InboundEvent } from '../../../src/chat/event.ts'
import type { Log } from '../../../src/chat/log.ts'
import type { Place } from '../api/places.ts'
import { TIMES } from '../limits.ts'
import type { EventWork } from './in-flight.ts'
import { fingerprint, type KnownMessages } from './known-messages.ts'
import { type GatewayMessage, isOwn, type Self, toEditEvent } from './message-event.ts'
import type { Names } from './message-text.ts'

export interface EditDeps {
  readonly self: () => Self
  readonly names: Names
  readonly known: KnownMessages
  readonly work: EventWork
  readonly fetchMessage: (channel: string, id: string) => Promise<GatewayMessage>
  readonly tell: (event: InboundEvent) => void
  readonly log: Log
  readonly now: () => number
}

export function createMessageEdits({ self, names, known, work, fetchMessage, tell, log, now }: EditDeps) {
  function tellChange(message: GatewayMessage, place: Place, nth: number, inDoubt: boolean): void {
    const event = toEditEvent(message, { place, self: self(), names }, nth)
    if (!event || known.isGone(message.id)) return
    const before = known.toldOf(message.id)
    const after = fingerprint(event)
    const isOld = before === after || (before === undefined && event.at < now() - TIMES.recentEdit)
    if (isOld && !inDoubt) return
    known.note(message)
    known.told(message.id, after)
    tell(event)
  }

  /**
   * @param nth the update's number, for those that do not say when
   * @param inDoubt the bot may have been told of it already by an earlier process, before the change
   */
  return function changed(update: GatewayMessage, nth: number, inDoubt = false): void {
    // Nobody edited: it was pinned, or a link in it got its preview.
    if (isOwn(update, self()) || (!update.edited_timestamp && !known.isReworded(update))) return
    work.inPlace(update, Date.parse(update.edited_timestamp ?? '') || now(), (place) => {
      const whole = known.completed(update)
      if (whole) return tellChange(whole, place, nth, inDoubt)
      if (update.content === undefined && update.embeds === undefined) return
      const fetched = fetchMessage(update.channel_id, update.id)
        .then((message) => tellChange({ ...message, ...update }, place, nth, inDoubt))
        .catch((error: unknown) => log.warn({ err: error }, 'Discord: an edited message could not be read'))
      void work.track(fetched)
    })
  }
}
