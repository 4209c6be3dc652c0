/** A start that waits for Slack: a company's machines come up in any order, and Slack has bad minutes. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../../../src/chat/log.ts'
import { setupError } from '../api/error-words.ts'
import { type Failure, failureOf } from '../api/failure.ts'
import { backoffMs } from '../api/web-api.ts'

export interface Patience {
  readonly token: 'bot' | 'app'
  readonly log: Log
  /** Ends the waiting. */
  readonly stopping: AbortSignal
}

/** Refusals of whoever stands between Slack and us, which pass; Slack's own come with status 200. */
const PASSING = ['http_403', 'http_407', 'http_408']

/** Anything that is no answer of Slack's counts as a lost one. */
function sorted(error: unknown): Failure {
  try {
    const failure = failureOf(error)
    return failure.kind === 'refused' && PASSING.includes(failure.code) ? { kind: 'broken' } : failure
  } catch {
    return { kind: 'cut' }
  }
}

/**
 * Tries until it works, for as long as Slack has a fault, takes no more calls or cannot be reached; the log says so.
 * @throws SlackSetupError at once when Slack refuses, or when the waiting was ended
 */
export async function retryStart<T>(attempt: () => Promise<T>, { token, log, stopping }: Patience): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await attempt()
    } catch (error) {
      const failure = sorted(error)
      const problem = setupError(failure, token)
      if (failure.kind === 'refused' || stopping.aborted) throw problem
      const wait = backoffMs(failure, tries)
      log.warn({ tries, wait, reason: failure.kind }, `${problem.message} Trying again in ${wait / 1000} s.`)
      await sleep(wait, undefined, { signal: stopping }).catch(() => {})
      if (stopping.aborted) throw problem
    }
  }
}
