/** Checks HTTP requests before Bolt gets them: some malformed ones would end the process. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { parse } from 'node:querystring'
import { isValidSlackRequest } from '@slack/bolt'
import { LRUCache } from 'lru-cache'
import type { Log } from '../../../src/chat/log.ts'
import { reasonOf } from '../api/error-words.ts'
import { isWellFormed } from './well-formed.ts'

/** The path of every request from Slack. */
export const EVENTS_PATH = '/slack/events'
const MAX_BODY = 1024 * 1024
/** Bytes of a too large body that we still read, so that the sender gets to see our response. */
const MAX_DRAINED = 32 * MAX_BODY
/** Slack's limit for a request's age. Bolt checks only the past, so we refuse timestamps from the future. */
const MAX_SKEW_S = 300
/** A request is accepted from five minutes before until five minutes after its timestamp. */
const SIGNATURE_LIFE_MS = 2 * MAX_SKEW_S * 1000
const MAX_SIGNATURES = 10_000

type Listener = (request: IncomingMessage, response: ServerResponse) => void

const FORM = 'application/x-www-form-urlencoded'
const isForm = ({ headers }: IncomingMessage) => headers['content-type']?.toLowerCase().startsWith(FORM) === true

/** @returns undefined when the body is too large */
function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= MAX_BODY) chunks.push(chunk)
      else resolve(undefined)
      if (size > MAX_DRAINED) request.destroy()
    })
    request.once('end', () => resolve(Buffer.concat(chunks)))
    request.once('error', reject)
    request.once('close', () => reject(new Error('the sender hung up')))
  })
}

function hasWellFormedPayload(body: string, form: boolean): boolean {
  const { payload } = form ? parse(body) : { payload: body }
  if (typeof payload !== 'string') return form
  try {
    return isWellFormed(JSON.parse(payload))
  } catch {
    return false
  }
}

/**
 * Recognises a replayed form. Slack sends commands and interactions once, as forms, so a signature seen before is a replay.
 * Events are JSON and may be redelivered; they are deduplicated by event id.
 */
function createReplayGuard() {
  const used = new LRUCache<string, true>({ max: MAX_SIGNATURES, ttl: SIGNATURE_LIFE_MS })
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const signature = request.headers['x-slack-signature']
    if (typeof signature !== 'string' || !isForm(request)) return false
    if (used.has(signature)) return true
    used.set(signature, true)
    // A request that failed may be sent again.
    response.once('close', () => {
      if (response.statusCode >= 300) used.delete(signature)
    })
    return false
  }
}

/** Wraps Bolt's request listener: refuses requests that are too large, from the future, replayed or malformed. */
export function guardRequests(listen: Listener, signingSecret: string, log: Log): Listener {
  const isReplay = createReplayGuard()

  const isSigned = ({ headers }: IncomingMessage, body: string) =>
    isValidSlackRequest({
      signingSecret,
      body,
      headers: {
        'x-slack-signature': String(headers['x-slack-signature']),
        'x-slack-request-timestamp': Number(headers['x-slack-request-timestamp']),
      },
    })

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refuse = (status: number, reason: string) => {
      log.warn({ status, reason }, 'a request was refused')
      response.writeHead(status).end()
    }
    const stamp = request.headers['x-slack-request-timestamp']
    if (stamp !== undefined && Number(stamp) > Date.now() / 1000 + MAX_SKEW_S)
      return refuse(401, 'its timestamp is in the future')
    if (isReplay(request, response)) return refuse(401, 'its signature was used before')
    const rawBody = await bodyOf(request)
    if (!rawBody) return refuse(413, 'its body is too large')
    const body = rawBody.toString()
    const form = isForm(request)
    if (!hasWellFormedPayload(body, form)) {
      if (isSigned(request, body)) return refuse(400, 'its body cannot be read')
      return refuse(401, 'its signature is wrong')
    }
    // Bolt recognises a form only by the bare media type, without a charset.
    if (form) request.headers['content-type'] = FORM
    listen(Object.assign(request, { rawBody }), response)
  }

  return (request, response) => {
    if (!URL.canParse(request.url ?? '', 'http://localhost')) {
      response.writeHead(400).end()
      return
    }
    if (request.method !== 'POST' || request.url?.split('?')[0] !== EVENTS_PATH) return listen(request, response)
    take(request, response).catch((error: unknown) => {
      // The sender hung up.
      log.warn({ reason: reasonOf(error) }, 'a request broke off')
      response.destroy()
    })
  }
}
