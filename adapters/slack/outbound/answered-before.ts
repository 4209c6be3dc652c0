/**
 * Messages that an earlier process may have answered: killed after Slack took its post and before the answer came, it
 * could tell nobody, and Slack delivers the message again.
 */
import type { MessageRef } from '../../../src/chat/event.ts'

export interface AnsweredBefore {
  /** Slack delivers the message again; another process may have had it. */
  redelivered(message: MessageRef): void
  /** `perhaps`: only if the clocks differ. */
  answered(message: MessageRef): 'likely' | 'perhaps' | 'no'
}

/** Slack's clock and ours differ. */
const CLOCK_DIFFERENCE_MS = 60_000
const MAX_REDELIVERED = 2_000

/** @param startedAt when this process began to listen, milliseconds since 1970 */
export function createAnsweredBefore(startedAt: number): AnsweredBefore {
  const again = new Set<string>()
  const nameOf = ({ conversation, id }: MessageRef) => `${conversation.workspace}/${conversation.channel}/${id}`
  return {
    redelivered(message) {
      again.add(nameOf(message))
      const [oldest] = again
      if (again.size > MAX_REDELIVERED && oldest !== undefined) again.delete(oldest)
    },
    answered(message) {
      // A message's id is the time at which it was written.
      const age = startedAt - Number(message.id) * 1000
      if (age > 0 || again.has(nameOf(message))) return 'likely'
      return age > -CLOCK_DIFFERENCE_MS ? 'perhaps' : 'no'
    },
  }
}
