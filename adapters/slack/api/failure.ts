/** Classifies failed calls by what decides the next step: did Slack act on the call or not? */
import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api'
import { asText } from './payload.ts'

export type Failure =
  /** Rate-limited; nothing happened. */
  | { readonly kind: 'limited'; readonly waitMs: number }
  /** It never reached Slack; nothing happened. */
  | { readonly kind: 'unsent' }
  /** Slack had an internal error; it may have happened. */
  | { readonly kind: 'broken' }
  /** The response was lost; it probably happened. */
  | { readonly kind: 'lost' }
  /** Slack refused with an error code; `needed` is the missing scope, if any. */
  | { readonly kind: 'refused'; readonly code: string; readonly needed: string }

/** Slack's internal errors, which arrive in the same form as refusals. */
const TRANSIENT = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
  'accesslimited',
  'server_error',
  'timeout',
])

const NEVER_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return ''
  const own = 'code' in error ? asText(error.code) : ''
  return own && own !== 'slack_webapi_request_error' ? own : 'cause' in error ? codeOf(error.cause) : ''
}

/** Classifies an error thrown by `fetch`. */
export const failureOfFetch = (error: unknown): Failure =>
  NEVER_CONNECTED.has(codeOf(error)) ? { kind: 'unsent' } : { kind: 'lost' }

/** @returns whole seconds, at least one: Slack sends seconds, a proxy may send a date or nothing */
export function secondsOf(retryAfter: string | null): number {
  const said = (retryAfter ?? '').trim()
  const seconds = /^\d+$/.test(said) ? Number(said) : (Date.parse(said) - Date.now()) / 1000
  return Math.max(1, Math.ceil(seconds) || 1)
}

/** Classifies an HTTP status other than success. */
export function failureOfStatus(status: number, retryAfter: string | null): Failure {
  if (status === 429) return { kind: 'limited', waitMs: secondsOf(retryAfter) * 1000 }
  if (status >= 500) return { kind: 'broken' }
  return { kind: 'refused', code: `http_${status}`, needed: '' }
}

/** @throws any error that is no failed call, such as a bug of ours */
export function failureOf(error: unknown): Failure {
  if (error instanceof WebAPIRateLimitedError) return { kind: 'limited', waitMs: Math.max(1, error.retryAfter) * 1000 }
  if (error instanceof WebAPIHTTPError) return failureOfStatus(error.statusCode, null)
  if (error instanceof WebAPIRequestError) return failureOfFetch(error.original)
  if (error instanceof WebAPIPlatformError) {
    const code = error.data.error
    // The client passes on a proxy's page or an empty response as if it were a code.
    if (!/^[a-z][\w:.-]*$/i.test(code) || TRANSIENT.has(code)) return { kind: 'broken' }
    if (code === 'ratelimited' || code === 'rate_limited') return { kind: 'limited', waitMs: 1000 }
    return { kind: 'refused', code, needed: 'needed' in error.data ? asText(error.data.needed) : '' }
  }
  throw error
}
