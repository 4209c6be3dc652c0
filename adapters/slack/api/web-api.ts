/** Calls Slack's Web API: one client per token, a timeout on each call, and our own retries. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '@slack/bolt'
import { WebClient, type WebClientOptions } from '@slack/web-api'
import { LRUCache } from 'lru-cache'
import { TIMES } from '../limits.ts'
import { deliveryError } from './error-words.ts'
import { type Failure, failureOf, secondsOf } from './failure.ts'
import { asObject, asText, type Payload } from './payload.ts'
import type { Method } from './scopes.ts'

/** Tokens whose client is kept. */
const MAX_CLIENTS = 1_000

/** A failed call, classified. */
export class CallError extends Error {
  override readonly name = 'CallError'
  readonly failure: Failure
  /** @param where workspace and channel, for the log */
  constructor(method: string, failure: Failure, where = '') {
    super(`${method}${where && ` in ${where}`}: ${failure.kind === 'refused' ? failure.code : failure.kind}`)
    this.failure = failure
  }
}

/** The client takes a 429 without whole seconds in Retry-After for its own error, so we fill them in. */
async function fetchWithWait(...args: Parameters<typeof fetch>): Promise<Response> {
  const response = await fetch(...args)
  const retryAfter = response.headers.get('retry-after')
  if (response.status !== 429 || /^\s*\d+\s*$/.test(retryAfter ?? '')) return response
  await response.body?.cancel()
  return new Response(null, { status: 429, headers: { 'retry-after': String(secondsOf(retryAfter)) } })
}

/** Returns a fresh object each time: Bolt and the Socket Mode client write into it, so clients must not share one. */
export const clientOptions = (apiUrl: string, logger: Logger): WebClientOptions => ({
  slackApiUrl: apiUrl,
  logger,
  fetch: fetchWithWait,
  timeout: TIMES.call,
  // A client that waits out a rate limit holds up its whole queue, including a modal that somebody waits for.
  rejectRateLimitedCalls: true,
  retryConfig: { retries: 0 },
})

const FIRST_WAIT_MS = 500
const MAX_WAIT_MS = 15_000

/** Milliseconds before the next try: what Slack's Retry-After says, else exponential. */
export function backoffMs(failure: Failure, tries: number): number {
  if (failure.kind === 'limited') return failure.waitMs
  return Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** tries)
}

/**
 * Retries until the call succeeds, Slack refuses it, or the next wait would exceed `patienceMs`.
 * @throws CallError
 */
export async function withRetries<T>(attempt: () => Promise<T>, patienceMs: number): Promise<T> {
  const deadline = Date.now() + patienceMs
  for (let tries = 0; ; tries++) {
    try {
      return await attempt()
    } catch (error) {
      if (!(error instanceof CallError)) throw error
      const wait = backoffMs(error.failure, tries)
      if (error.failure.kind === 'refused' || Date.now() + wait > deadline) throw error
      await sleep(wait)
    }
  }
}

/** @param tokenOf returns a workspace's token; throws when the app is not installed there */
export function createApi(apiUrl: string, logger: Logger, tokenOf: (team: string) => Promise<string>) {
  // Bounded, because tokens rotate.
  const clients = new LRUCache<string, WebClient>({
    max: MAX_CLIENTS,
    memoMethod: (token) => new WebClient(token, clientOptions(apiUrl, logger)),
  })

  /** Calls once, without retries. @throws CallError */
  async function once(team: string, method: Method, args: Payload): Promise<Payload> {
    const client = clients.memo(await tokenOf(team))
    try {
      return asObject(await client.apiCall(method, { ...args }))
    } catch (error) {
      const channel = asText(args.channel)
      throw new CallError(method, failureOf(error), channel && `${team}/${channel}`)
    }
  }

  /** Calls with retries, so only for methods that may run twice. @throws DeliveryError */
  async function call(
    team: string,
    method: Method,
    args: Payload,
    patienceMs: number = TIMES.interactive,
  ): Promise<Payload> {
    try {
      return await withRetries(() => once(team, method, args), patienceMs)
    } catch (error) {
      throw error instanceof CallError ? deliveryError(error.failure, error) : error
    }
  }

  return { once, call }
}

export type Api = ReturnType<typeof createApi>
