/** Retries the start until Discord can be reached: the network may come up after us, and Discord has outages. */
import { type DiscordApi, faultOf } from '../api/rest-api.ts'
import { TIMES } from '../limits.ts'
import { type DiscordOptions, waitInTime } from '../options.ts'
import { setupError } from './setup-error.ts'

/** Refusals that may pass: blocked address, request timeout, rate limit. */
const TEMPORARY = [403, 408, 429]

/** A wrong token or URL stays wrong. */
function isFinal(error: unknown): boolean {
  const { status } = faultOf(error)
  return status >= 400 && status < 500 && !TEMPORARY.includes(status)
}

/**
 * Resolves when Discord answers and accepts the token. Logs each failure and retries with exponential backoff.
 * @param stopping ends the wait
 * @throws the refusal when it is final, or the last fault when `stopping` is aborted
 */
export async function retryStart(
  api: Pick<DiscordApi, 'get'>,
  options: DiscordOptions,
  stopping: AbortSignal,
): Promise<void> {
  for (let wait: number = TIMES.minStartWait; ; wait = Math.min(2 * wait, TIMES.maxStartWait)) {
    try {
      // discord.js asks the same at login, but gives up at the first failure.
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
