/** A start that waits for Slack: a company's machines come up in any order, and Slack has bad minutes. */
import { setTimeout as sleep } from 'node:timers/promises'
import { waitFor } from './api.ts'
import { setupError } from './errors.ts'
import { type Failure, failureOf } from './failure.ts'
import { TIMES } from './limits.ts'
import type { Log } from './log.ts'

export interface Patience {
  readonly token: 'bot' | 'app'
  readonly log: Log
  /** Ends the waiting. */
  readonly stopping: AbortSignal
}

/** Anything that is no answer of Slack's counts as a lost one. */
function sorted(error: unknown): Failure {
  try {
    return failureOf(error)
  } catch {
    return { kind: 'cut' }
  }
}

/**
 * Tries until it works, for as long as Slack has a fault, takes no more calls or cannot be reached.
 * @throws SlackSetupError at once when Slack refuses, or when two minutes were not enough
 */
export async function startPatiently<T>(attempt: () => Promise<T>, { token, log, stopping }: Patience): Promise<T> {
  const deadline = Date.now() + TIMES.start
  for (let tries = 0; ; tries++) {
    try {
      return await attempt()
    } catch (error) {
      const failure = sorted(error)
      const wait = waitFor(failure, tries)
      if (failure.kind === 'refused' || stopping.aborted || Date.now() + wait > deadline)
        throw setupError(failure, token)
      log.warn({ tries, wait, reason: failure.kind }, 'not connected to Slack yet; trying again')
      await sleep(wait, undefined, { signal: stopping }).catch(() => {})
    }
  }
}
