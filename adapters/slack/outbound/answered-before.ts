/**
 * Tells whether an earlier process may have answered a message: one that was killed between Slack taking its post and the
 * response. Slack then redelivers the message to us.
 */
import { LRUCache } from 'lru-cache'
import type { MessageRef } from '../../../src/chat/event.ts'
import { messageName } from '../api/places.ts'

/** How far Slack's clock and ours may differ. */
const CLOCK_DIFFERENCE_MS = 60_000
const MAX_REDELIVERED = 2_000

/** @param startedAt when this process began to listen, milliseconds since 1970 */
export function createAnsweredBefore(startedAt: number) {
  const redelivered = new LRUCache<string, true>({ max: MAX_REDELIVERED })
  const nameOf = (message: MessageRef) => `${message.conversation.workspace}/${messageName(message)}`
  return {
    /** Slack redelivered the message, so another process may have had it. */
    noteRedelivery: (message: MessageRef): void => void redelivered.set(nameOf(message), true),

    /** `perhaps`: only if the clocks differ. */
    chanceOf(message: MessageRef): 'likely' | 'perhaps' | 'no' {
      // A message's id is the time at which it was written, in seconds.
      const age = startedAt - Number(message.id) * 1000
      if (age > 0 || redelivered.has(nameOf(message))) return 'likely'
      return age > -CLOCK_DIFFERENCE_MS ? 'perhaps' : 'no'
    },
  }
}

export type AnsweredBefore = ReturnType<typeof createAnsweredBefore>
