/** A start that waits for Discord: machines come up in any order, and networks and Discord have bad hours. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type DiscordApi, faultOf } from './api.ts'
import type { DiscordOptions } from './options.ts'
import { setupError } from './setup-error.ts'

/** Milliseconds before the first tries again, which nobody needs to hear of. */
const AT_ONCE = [300, 1_000] as const
const SHORTEST_WAIT = 2_000
const LONGEST_WAIT = 60_000
/** Refusals that pass: a block of this address, a request that took too long, too many of them. */
const PASSING = [403, 408, 429]

/** A token or an address that is wrong stays wrong. */
function isFinal(error: unknown): boolean {
  const { status } = faultOf(error)
  return status >= 400 && status < 500 && !PASSING.includes(status)
}

/**
 * Resolves when Discord answers and takes the token. For as long as it cannot be reached or has a fault, each wait is twice
 * the one before, and the log says so.
 * @param stopping ends the waiting
 * @throws what Discord refuses for good, or the last fault when the waiting was ended
 */
export async function reachDiscord(
  api: Pick<DiscordApi, 'get'>,
  options: DiscordOptions,
  stopping: AbortSignal,
): Promise<void> {
  for (let wait = SHORTEST_WAIT; ; wait = Math.min(2 * wait, LONGEST_WAIT)) {
    try {
      // Login asks the same, but gives up at the first failure.
      await api.get('/gateway/bot', { waits: AT_ONCE })
      stopping.throwIfAborted()
      return
    } catch (error) {
      if (stopping.aborted || isFinal(error)) throw error
      options.log.warn({ wait }, `${setupError(error, options).message} Trying again in ${wait / 1000} s.`)
      await sleep(wait, undefined, { signal: stopping })
    }
  }
}
