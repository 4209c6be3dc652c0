/** Calls to Discord's REST API that come through: waits out outages, and fails with errors that are safe to log. */
import { DiscordAPIError, HTTPError, type RawFile, type REST, type RouteLike } from 'discord.js'
import { DeliveryError } from '../../../src/chat/adapter.ts'
import { CODES, TIMES } from '../limits.ts'
import type { Wait } from '../options.ts'

/** Discord refused, or could not be reached. Holds neither address nor body: both contain tokens and people's words. */
export class ApiFault extends Error {
  override readonly name = 'ApiFault'
  /** Discord's own code, 0 when there is none. */
  readonly code: number
  /** The HTTP status, 0 when no answer came: then nobody knows whether it was done. */
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
  /** Interactions are answered by their own token. */
  readonly auth?: boolean
  /** Doing it twice does harm, so it is repeated only when Discord surely did not do it. */
  readonly once?: boolean
  /** Looks, before a repetition whose first try may have worked, for what it did. */
  readonly done?: () => Promise<unknown>
  /** Milliseconds before each repetition; patient when not given. */
  readonly waits?: readonly number[]
}

export interface DiscordApi {
  get<T>(path: string, options?: CallOptions): Promise<T>
  post<T>(path: string, options?: CallOptions): Promise<T>
  patch<T>(path: string, options?: CallOptions): Promise<T>
  put<T>(path: string, options?: CallOptions): Promise<T>
  delete(path: string, options?: CallOptions): Promise<void>
}

/** What the library says once the client is stopped, or its token was refused: no waiting helps. */
const WITHOUT_TOKEN = /Expected token to be set/
/** Network errors of a connection that was never there. */
const NEVER_SENT = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT/

/** True when Discord cannot have done it: there was no connection to ask by. */
export const neverSent = ({ status, message }: ApiFault): boolean => status === 0 && NEVER_SENT.test(message)

function codeOf(error: unknown): string {
  const { code, cause, message } = error as { code?: unknown; cause?: unknown; message?: unknown }
  const said = [message, cause ? codeOf(cause) : ''].filter((part) => typeof part === 'string' && part !== '').join(' ')
  return typeof code === 'string' && !said.includes(code) ? `${code} ${said}`.trim() : said
}

/** The library keeps the body, the address and the person's token of the interaction in its errors; we keep the reason. */
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

/** What a feature may know about a refusal. */
export function deliveryError(error: unknown, doing: string): DeliveryError {
  if (error instanceof DeliveryError) return error
  const fault = faultOf(error)
  const reason = (): DeliveryError['reason'] => {
    switch (fault.code) {
      case CODES.unknownMessage:
      case CODES.unknownChannel:
      case CODES.unknownGuild:
      case CODES.unknownWebhook:
        return 'gone'
      case CODES.editsOfOldMessages:
        return 'unavailable'
    }
    if (fault.status === 403 || fault.status === 401) return 'forbidden'
    if (fault.status === 404) return 'gone'
    return fault.status >= 400 && fault.status < 500 && fault.status !== 429 ? 'invalid' : 'unavailable'
  }
  return new DeliveryError(reason(), `${doing}: ${fault.message}`, { cause: fault })
}

/**
 * @param onUnauthorized told when Discord no longer takes the token; the library has forgotten it by then
 * @param wait rejects when nothing is to be tried any more
 */
export function createApi(rest: REST, onUnauthorized: () => void, wait: Wait): DiscordApi {
  type Method = 'get' | 'post' | 'patch' | 'put' | 'delete'

  async function call<T>(method: Method, path: string, options: CallOptions = {}): Promise<T> {
    const { waits = TIMES.patient, done, once = false, ...request } = options
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
        const found = neverDone ? undefined : await done?.()
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
