/**
 * Acknowledges an event when its work is done. Slack delivers again what was not acknowledged, so that a process that dies
 * on the way, or a call that failed, loses nothing; Bolt would acknowledge before the work begins. What people wait for
 * (commands, buttons, forms) comes once and is acknowledged at once by its listener.
 */
import type { ReceiverEvent } from '@slack/bolt'
import { asJson } from './json.ts'
import { TIMES } from './limits.ts'
import { type Log, withoutSecrets } from './log.ts'
import { isReadable } from './readable.ts'

type Process = (event: ReceiverEvent) => Promise<void>

export interface LateAck {
  /** Wraps Bolt's way in. Rejects for an event that is to be delivered again, so that its receiver says so. */
  wrap(process: Process): Process
  /** Nothing came of the event with this body: Slack is to deliver it again. */
  undone(body: object): void
}

export function createLateAck(log: Log): LateAck {
  const again = new WeakSet<object>()

  const wrap =
    (process: Process): Process =>
    async (event) => {
      // HTTP has refused it before; on a socket there is nobody to tell.
      if (!isReadable(event.body)) return log.warn({}, 'Slack sent something that cannot be read')
      if (asJson(event.body).type !== 'event_callback') return process(event)
      let sent: Promise<void> | undefined
      const acknowledge = () => {
        sent ??= event.ack().catch((error: unknown) => {
          log.warn({ reason: withoutSecrets(String(error)) }, 'an acknowledgement was lost; Slack will deliver again')
        })
        return sent
      }
      // Slack waits three seconds; what takes longer counts as delivered. Not so what it delivers again: a process may have
      // died of it, this one waits until the dead one's claim ends, and must not lose it by dying too. The next delivery,
      // a minute later, finds it done.
      const patience = event.retryNum ? undefined : setTimeout(acknowledge, TIMES.acknowledge)
      try {
        await process({ ...event, ack: async () => {} })
        if (!sent && again.has(event.body)) throw new Error('nothing came of it; Slack is to deliver it again')
        await acknowledge()
      } finally {
        clearTimeout(patience)
      }
    }

  return { wrap, undone: (body) => void again.add(body) }
}
