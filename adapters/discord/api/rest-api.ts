/** Calls Discord's REST API: retries through outages, and throws errors that are safe to log. */
import { DiscordAPIError, HTTPError, type RawFile, type REST, type RouteLike } from 'discord.js'
import { DeliveryError } from '../../../src/chat/adapter.ts'
import { ERROR_CODES, TIMES } from '../limits.ts'
import type { Wait } from '../options.ts'

/** Discord refused, or could not be reached. Has neither URL nor body: both may contain tokens and people's words. */
export class ApiFault extends Error {
  override readonly name = 'ApiFault'
  /** Discord's JSON error code, 0 when there is none. */
  readonly code: number
  /** The HTTP status, 0 when no answer came: then we cannot know whether Discord did it. */
  readonly status: number
  constructor(code: number, status: number, message: string) {
    super(message)
    this.code = code
    this.status = status
  }
}

export interface CallOptions {
  readonly body?: unknown
  readonly query?: URLSearchParams
  readonly files?: RawFile[]
  /** False for interactions: their own token is in the path. */
  readonly auth?: boolean
  /** Not idempotent: retried only when Discord certainly did not do it. */
  readonly once?: boolean
  /** Called before a retry when an earlier try may have worked; resolves with its result, if it can be found. */
  readonly findDone?: () => Promise<unknown>
  /** Milliseconds before each retry; `TIMES.patient` by default. */
  readonly waits?: readonly number[]
}

export interface DiscordApi {
  get<T>(path: string, options?: CallOptions): Promise<T>
  post<T>(path: string, options?: CallOptions): Promise<T>
  patch<T>(path: string, options?: CallOptions): Promise<T>
  put<T>(path: string, options?: CallOptions): Promise<T>
  delete(path: string, options?: CallOptions): Promise<void>
}

/** discord.js's error once the client is stopped or its token was refused: retrying cannot help. */
const WITHOUT_TOKEN = /Expected token to be set/
/** Network errors from before the connection was made. */
const NEVER_SENT = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT/

/** True when the request certainly did not reach Discord. */
export const neverSent = ({ status, message }: ApiFault): boolean => status === 0 && NEVER_SENT.test(message)

function codeOf(error: unknown): string {
  const { code, cause, message } = error as { code?: unknown; cause?: unknown; message?: unknown }
  const said = [message, cause ? codeOf(cause) : ''].filter((part) => typeof part === 'string' && part !== '').join(' ')
  return typeof code === 'string' && !said.includes(code) ? `${code} ${said}`.trim() : said
}

/** discord.js's errors contain the body, the URL and the interaction's token; this keeps only the reason. */
export function faultOf(error: unknown): ApiFault {
  if (error instanceof ApiFault) return error
  if (error instanceof DiscordAPIError)
    return new ApiFault(
      Number(error.code) || 0,
      error.status,
      `Discord refused (${error.status}, code ${error.code}): ${error.message}`,
    )
  if (error instanceof HTTPError) return new ApiFault(0, error.status, `Discord failed (${error.status})`)
  const reason = error instanceof Error ? codeOf(error) || error.name : String(error)
  return new ApiFault(0, 0, `no answer from Discord: ${reason}`)
}

export const isFault = (error: unknown, ...codes: number[]): error is ApiFault =>
  error instanceof ApiFault && codes.includes(error.code)

/** Maps Discord's refusal to the reason that features see. */
export function deliveryError(error: unknown, doing: string): DeliveryError {
  if (error instanceof DeliveryError) return error
  const fault = faultOf(error)
  const reason = (): DeliveryError['reason'] => {
    switch (fault.code) {
      case ERROR_CODES.unknownMessage:
      case ERROR_CODES.unknownChannel:
      case ERROR_CODES.unknownGuild:
      case ERROR_CODES.unknownWebhook:
        return 'gone'
      case ERROR_CODES.editsOfOldMessages:
        return 'unavailable'
    }
    if (fault.status === 403 || fault.status === 401) return 'forbidden'
    if (fault.status === 404) return 'gone'
    return fault.status >= 400 && fault.status < 500 && fault.status !== 429 ? 'invalid' : 'unavailable'
  }
  return new DeliveryError(reason(), `${doing}: ${fault.message}`, { cause: fault })
}

/**
 * Our retry loop, because the waits are fixed tables, tests and a stop shorten them, and a retry first looks for what was done.
 * @param onUnauthorized called when Discord no longer accepts the token
 * @param wait rejects once the bot stops
 */
export function createRestApi(rest: REST, onUnauthorized: () => void, wait: Wait): DiscordApi {
  type Method = 'get' | 'post' | 'patch' | 'put' | 'delete'

  async function call<T>(method: Method, path: string, options: CallOptions = {}): Promise<T> {
    const { waits = TIMES.patient, findDone, once = false, ...request } = options
    for (let attempt = 0; ; attempt++) {
      try {
        return (await rest[method](path as RouteLike, request)) as T
      } catch (error) {
        const fault = faultOf(error)
        if (fault.status === 401 && request.auth !== false) onUnauthorized()
        const neverDone = fault.status === 503 || neverSent(fault)
        const unknown = fault.status === 0 || fault.status >= 500
        const pause = waits[attempt]
        if (pause === undefined || WITHOUT_TOKEN.test(fault.message) || !(neverDone || (unknown && !once))) throw fault
        await wait(pause).catch(() => {
          throw fault
        })
        const found = neverDone ? undefined : await findDone?.()
        if (found !== undefined) return found as T
      }
    }
  }

  return {
    get: (path, options) => call('get', path, options),
    post: (path, options) => call('post', path, options),
    patch: (path, options) => call('patch', path, options),
    put: (path, options) => call('put', path, options),
    delete: (path, options) => call('delete', path, options),
  }
}
