/**
 * Acknowledges an event when its work is done. Slack delivers again what was not acknowledged, so that a process that dies
 * on the way, or a call that failed, loses nothing; Bolt would acknowledge before the work begins. What people wait for
 * (commands, buttons, forms) comes once and is acknowledged at once by its listener.
 */
import type { ReceiverEvent } from '@slack/bolt'
import type { Log } from '../../../src/chat/log.ts'
import { asObject } from '../api/payload.ts'
import { TIMES } from '../limits.ts'
import { withoutSecrets } from './bolt-logger.ts'
import { isWellFormed } from './well-formed.ts'

type Process = (event: ReceiverEvent) => Promise<void>

export interface LateAck {
  /** Wraps Bolt's way in. Rejects for an event that is to be delivered again, so that its receiver says so. */
  wrap(process: Process): Process
  /** Nothing came of the event with this body: Slack is to deliver it again. */
  undone(body: object): void
}

interface UnderWay {
  /** Resolves with false when nothing came of it. */
  readonly work: Promise<boolean>
  /** Not to be acknowledged before it is done, however long that takes. */
  readonly risky: boolean
}

export function createLateAck(log: Log): LateAck {
  const again = new WeakSet<object>()
  /** By the event's id. */
  const underWay = new Map<unknown, UnderWay>()

  function begin(process: Process, event: ReceiverEvent, id: unknown): UnderWay {
    const work = process({ ...event, ack: async () => {} }).then(() => !again.has(event.body))
    // A process may have died of it, and this one may be waiting until the dead one's claim ends: it must not lose the
    // event by dying too.
    const begun = { work, risky: event.retryNum !== undefined && event.retryNum > 0 }
    const forget = () => void underWay.delete(id)
    if (id) underWay.set(id, begun)
    work.then(forget, forget)
    return begun
  }

  const wrap =
    (process: Process): Process =>
    async (event) => {
      // HTTP has refused it before; on a socket there is nobody to tell.
      if (!isWellFormed(event.body)) return log.warn({}, 'Slack sent something that cannot be read')
      const { type, event_id: id } = asObject(event.body)
      if (type !== 'event_callback') return process(event)
      const acknowledge = () =>
        event.ack().catch((error: unknown) => {
          log.warn({ reason: withoutSecrets(String(error)) }, 'an acknowledgement was lost; Slack will deliver again')
        })
      // A copy, over a new connection perhaps, is as far as the first one is.
      const { work, risky } = underWay.get(id) ?? begin(process, event, id)
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<'late'>((resolve) => {
        timer = setTimeout(resolve, TIMES.acknowledge, 'late')
      })
      const done = await Promise.race([work, late]).finally(() => clearTimeout(timer))
      if (done === 'late') {
        // The next delivery, a minute later, finds it done.
        if (risky) throw new Error('not done yet; Slack is to deliver it again')
        // Slack waits three seconds; what takes longer counts as delivered.
        await acknowledge()
        await work
        return
      }
      if (!done) throw new Error('nothing came of it; Slack is to deliver it again')
      await acknowledge()
    }

  return { wrap, undone: (body) => void again.add(body) }
}
