/**
 * Acknowledges an event after its work is done, where Bolt acknowledges before. Slack redelivers what was not acknowledged,
 * so a crash or a failed call loses nothing. Commands, buttons and forms come only once; their listeners acknowledge at once.
 */
import type { ReceiverEvent } from '@slack/bolt'
import type { Log } from '../../../src/chat/log.ts'
import { reasonOf } from '../api/error-words.ts'
import { asObject } from '../api/payload.ts'
import { TIMES } from '../limits.ts'
import { isWellFormed } from './well-formed.ts'

type Process = (event: ReceiverEvent) => Promise<void>

interface Processing {
  /** Resolves to false when Slack is to redeliver the event. */
  readonly work: Promise<boolean>
  /** Acknowledge only when the work is done, however long it takes. */
  readonly redelivered: boolean
}

export function createLateAck(log: Log) {
  const toRedeliver = new WeakSet<object>()
  /** By event id. */
  const processing = new Map<unknown, Processing>()

  function begin(process: Process, event: ReceiverEvent, id: unknown): Processing {
    const work = process({ ...event, ack: async () => {} }).then(() => !toRedeliver.has(event.body))
    // An earlier process may have crashed on this event, and ours may be waiting for the dead one's claim to expire: if
    // ours dies too, Slack must still redeliver.
    const begun = { work, redelivered: (event.retryNum ?? 0) > 0 }
    const forget = () => void processing.delete(id)
    if (id) processing.set(id, begun)
    work.then(forget, forget)
    return begun
  }

  return {
    /** Wraps Bolt's processEvent. Rejects when Slack is to redeliver the event, so that the receiver does not ack. */
    wrap:
      (process: Process): Process =>
      async (event) => {
        // Over HTTP the guard has refused it before; on a socket there is no way to refuse.
        if (!isWellFormed(event.body)) return log.warn({}, 'Slack sent a malformed payload')
        const { type, event_id: id } = asObject(event.body)
        if (type !== 'event_callback') return process(event)
        const acknowledge = () =>
          event.ack().catch((error: unknown) => {
            log.warn({ reason: reasonOf(error) }, 'an acknowledgement was lost; Slack will redeliver')
          })
        // A copy, perhaps over a new connection, shares the fate of the first delivery.
        const { work, redelivered } = processing.get(id) ?? begin(process, event, id)
        let timer: NodeJS.Timeout | undefined
        const late = new Promise<'late'>((resolve) => {
          timer = setTimeout(resolve, TIMES.acknowledge, 'late')
        })
        const done = await Promise.race([work, late]).finally(() => clearTimeout(timer))
        if (done === 'late') {
          // The next delivery, a minute later, finds the work done.
          if (redelivered) throw new Error('not done in time; Slack is to redeliver')
          // Slack waits only three seconds, so longer work counts as delivered.
          await acknowledge()
          await work
          return
        }
        if (!done) throw new Error('not handled; Slack is to redeliver')
        await acknowledge()
      },

    /** Asks Slack to redeliver the event with this body. */
    redeliver: (body: object): void => void toRedeliver.add(body),
  }
}
