/** Reports an edit only when a message says something new: Discord also sends updates for pins and link previews. */
import type { InboundEvent } from '../../../src/chat/event.ts'
import type { Place } from '../api/places.ts'
import type { Context } from '../context.ts'
import { TIMES } from '../limits.ts'
import type { InFlight } from './in-flight.ts'
import type { KnownMessages } from './known-messages.ts'
import { fingerprint, type GatewayMessage, isOwn, toEditEvent } from './message-event.ts'

export interface EditContext extends Context {
  readonly known: KnownMessages
  readonly inFlight: InFlight
  readonly tell: (event: InboundEvent) => void
}

export function createMessageEdits({ api, self, names, known, inFlight, tell, log }: EditContext) {
  function tellIfChanged(message: GatewayMessage, place: Place, nth: number, inDoubt: boolean): void {
    const event = toEditEvent(message, { place, self: self(), names }, nth)
    if (!event || known.isDeleted(message.id)) return
    const before = known.handledOf(message.id)
    const after = fingerprint(event)
    const isOld = before === after || (before === undefined && event.at < Date.now() - TIMES.recentEdit)
    if (isOld && !inDoubt) return
    known.note(message)
    known.noteHandled(message.id, after)
    tell(event)
  }

  /**
   * Handles MESSAGE_UPDATE.
   * @param nth the update's sequence number, for updates without a time
   * @param inDoubt an earlier process may have handled the message before it was edited
   */
  return function updated(update: GatewayMessage, nth: number, inDoubt = false): void {
    // Without a new text it was pinned, or a link in it got its preview.
    if (isOwn(update, self()) || (!update.edited_timestamp && !known.isReworded(update))) return
    inFlight.withPlace(update, Date.parse(update.edited_timestamp ?? '') || Date.now(), (place) => {
      const whole = known.completed(update)
      if (whole) return tellIfChanged(whole, place, nth, inDoubt)
      if (update.content === undefined && update.embeds === undefined) return
      const fetched = api
        .get<GatewayMessage>(`/channels/${update.channel_id}/messages/${update.id}`)
        .then((message) => tellIfChanged({ ...message, ...update }, place, nth, inDoubt))
        .catch((error: unknown) => log.warn({ err: error }, 'Discord: an edited message could not be read'))
      void inFlight.track(fetched)
    })
  }
}
