/** A start that waits for Discord: machines come up in any order, and networks and Discord have bad hours. */
import { type DiscordApi, faultOf } from '../api/rest-api.ts'
import { TIMES } from '../limits.ts'
import { type DiscordOptions, waitInTime } from '../options.ts'
import { setupError } from './setup-error.ts'

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
  for (let wait: number = TIMES.minStartWait; ; wait = Math.min(2 * wait, TIMES.maxStartWait)) {
    try {
      // Login asks the same, but gives up at the first failure.
      await api.get('/gateway/bot', { waits: TIMES.start })
      stopping.throwIfAborted()
      return
    } catch (error) {
      if (stopping.aborted || isFinal(error)) throw error
      options.log.warn({ wait }, `${setupError(error, options).message} Trying again in ${wait / 1000} s.`)
      await (options.wait ?? waitInTime)(wait, stopping)
    }
  }
}
