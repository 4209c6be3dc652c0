/** Retries the first call to Slack: at boot the network may not be up yet, and Slack has outages. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../../../src/chat/log.ts'
import { setupError } from '../api/error-words.ts'
import { type Failure, failureOf } from '../api/failure.ts'
import { backoffMs } from '../api/web-api.ts'

/** Refusals by a proxy, which may pass; Slack's own refusals come with status 200. */
const PROXY_REFUSALS = ['http_403', 'http_407', 'http_408']

/** Any error that is no response from Slack counts as a lost response. */
function startFailure(error: unknown): Failure {
  try {
    const failure = failureOf(error)
    return failure.kind === 'refused' && PROXY_REFUSALS.includes(failure.code) ? { kind: 'broken' } : failure
  } catch {
    return { kind: 'lost' }
  }
}

/**
 * Retries without end while Slack fails, limits us or cannot be reached, and logs each wait.
 * @throws SlackSetupError when Slack refuses, or when `stopping` aborts
 */
export async function retryStart<T>(
  attempt: () => Promise<T>,
  token: 'bot' | 'app',
  log: Log,
  stopping: AbortSignal,
): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await attempt()
    } catch (error) {
      const failure = startFailure(error)
      const problem = setupError(failure, token)
      if (failure.kind === 'refused' || stopping.aborted) throw problem
      const wait = backoffMs(failure, tries)
      log.warn({ tries, wait, reason: failure.kind }, `${problem.message} Trying again in ${wait / 1000} s.`)
      await sleep(wait, undefined, { signal: stopping }).catch(() => {})
      if (stopping.aborted) throw problem
    }
  }
}
