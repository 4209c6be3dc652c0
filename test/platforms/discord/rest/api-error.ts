/** Discord's refusals: an HTTP status, an error code, and for an invalid body a tree of errors by path. */
import type { Json } from '../world/protocol.ts'

export interface FormError {
  /** Where in the body, segments joined with dots: `embeds.0.title`. */
  readonly path: string
  readonly code: string
  readonly message: string
}

const KNOWN = {
  10003: [404, 'Unknown Channel'],
  10004: [404, 'Unknown Guild'],
  10007: [404, 'Unknown Member'],
  10008: [404, 'Unknown Message'],
  10011: [404, 'Unknown Role'],
  10013: [404, 'Unknown User'],
  10015: [404, 'Unknown Webhook'],
  10062: [404, 'Unknown interaction'],
  10063: [404, 'Unknown application command'],
  40005: [413, 'Request entity too large'],
  40058: [403, 'Cannot message this thread until after the post author has sent an initial message.'],
  40060: [400, 'Interaction has already been acknowledged.'],
  40094: [403, 'This interaction has reached the maximum number of follow-up messages'],
  50001: [403, 'Missing Access'],
  50003: [403, 'Cannot execute action on a DM channel'],
  50005: [403, 'Cannot edit a message authored by another user'],
  50006: [400, 'Cannot send an empty message'],
  50007: [403, 'Cannot send messages to this user'],
  50008: [400, 'Cannot send messages in a non-text channel'],
  50013: [403, 'Missing Permissions'],
  50024: [400, 'Cannot execute action on this channel type'],
  50027: [401, 'Invalid Webhook Token'],
  50034: [400, 'You can only bulk delete messages that are under 14 days old.'],
  50035: [400, 'Invalid Form Body'],
  50083: [400, 'Thread is archived'],
  50109: [400, 'The request body contains invalid JSON.'],
  160002: [400, 'Cannot reply without permission to read message history'],
  160004: [400, 'A thread has already been created for this message'],
  160005: [403, 'Thread is locked'],
} as const satisfies Record<number, readonly [number, string]>

export class ApiError extends Error {
  readonly status: number
  readonly body: Json
  constructor(status: number, body: Json) {
    super(String(body.message))
    this.status = status
    this.body = body
  }
}

export const refuse = (code: keyof typeof KNOWN): ApiError => {
  const [status, message] = KNOWN[code]
  return new ApiError(status, { message, code })
}

export const unauthorized = () => new ApiError(401, { message: '401: Unauthorized', code: 0 })
export const notFound = () => new ApiError(404, { message: '404: Not Found', code: 0 })

/** 50035 with its tree, as discord.js prints it. */
export function invalidForm(found: readonly FormError[]): ApiError {
  const errors: Record<string, unknown> = {}
  for (const { path, code, message } of found) {
    let node = errors
    for (const segment of path.split('.').filter(Boolean)) {
      node[segment] ??= {}
      node = node[segment] as Record<string, unknown>
    }
    node._errors = [...((node._errors as unknown[]) ?? []), { code, message }]
  }
  return new ApiError(400, { message: 'Invalid Form Body', code: 50035, errors })
}
