/** The way to Slack's Web API: one client per token, timeouts everywhere, and waiting only where waiting is right. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '@slack/bolt'
import { WebClient, type WebClientOptions } from '@slack/web-api'
import { TIMES } from '../limits.ts'
import { deliveryError } from './error-words.ts'
import { type Failure, failureOf, secondsOf } from './failure.ts'
import { asObject, asText, type Payload } from './payload.ts'
import type { Method } from './scopes.ts'

/** A call that failed, with the failure sorted. */
export class CallError extends Error {
  override readonly name = 'CallError'
  readonly failure: Failure
  /** @param where the channel, for whoever reads the log */
  constructor(method: string, failure: Failure, where = '') {
    super(`${method}${where && ` in ${where}`}: ${failure.kind === 'refused' ? failure.code : failure.kind}`)
    this.failure = failure
  }
}

export interface Api {
  /** Calls once, without waiting and without trying again. @throws CallError */
  once(team: string, method: Method, args: Payload): Promise<Payload>
  /**
   * Calls, and tries again for so long when Slack has a fault or takes no more calls. For methods that may run twice.
   * @throws DeliveryError
   */
  call(team: string, method: Method, args: Payload, patienceMs?: number): Promise<Payload>
}

/** The client takes a 429 without a number of seconds for a fault of its own. */
async function fetchWithWait(...args: Parameters<typeof fetch>): Promise<Response> {
  const response = await fetch(...args)
  const said = response.headers.get('retry-after')
  if (response.status !== 429 || /^\s*\d+\s*$/.test(said ?? '')) return response
  await response.body?.cancel()
  return new Response(null, { status: 429, headers: { 'retry-after': String(secondsOf(said)) } })
}

/**
 * A fresh object each time: Bolt and the Socket Mode client write into theirs, and the clients of several workspaces
 * must not share one.
 */
export const clientOptions = (apiUrl: string, logger: Logger): WebClientOptions => ({
  slackApiUrl: apiUrl,
  logger,
  fetch: fetchWithWait,
  timeout: TIMES.call,
  // A client that waits out a limit holds up everything behind it, a person's modal too.
  rejectRateLimitedCalls: true,
  retryConfig: { retries: 0 },
})

const FIRST_WAIT_MS = 500
const MAX_WAIT_MS = 15_000

/** How long to wait before the next try; Slack's own word counts most. */
export function backoffMs(failure: Failure, tries: number): number {
  if (failure.kind === 'limited') return failure.waitMs
  return Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** tries)
}

/** @param tokenOf the token for a workspace; throws when the app is not installed there */
export function createApi(apiUrl: string, logger: Logger, tokenOf: (team: string) => Promise<string>): Api {
  const clients = new Map<string, WebClient>()

  function clientOf(token: string): WebClient {
    const known = clients.get(token)
    if (known) return known
    const made = new WebClient(token, clientOptions(apiUrl, logger))
    clients.set(token, made)
    return made
  }

  async function once(team: string, method: Method, args: Payload): Promise<Payload> {
    const client = clientOf(await tokenOf(team))
    try {
      return asObject(await client.apiCall(method, { ...args }))
    } catch (error) {
      const channel = asText(args.channel)
      throw new CallError(method, failureOf(error), channel && `${team}/${channel}`)
    }
  }

  return {
    once,
    async call(team, method, args, patienceMs = TIMES.interactive) {
      const deadline = Date.now() + patienceMs
      for (let tries = 0; ; tries++) {
        try {
          return await once(team, method, args)
        } catch (error) {
          if (!(error instanceof CallError)) throw error
          const wait = backoffMs(error.failure, tries)
          if (error.failure.kind === 'refused' || Date.now() + wait > deadline)
            throw deliveryError(error.failure, error)
          await sleep(wait)
        }
      }
    },
  }
}
