/** Looks at what comes in over HTTP before Bolt does, which takes some of it so that the process ends. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { parse } from 'node:querystring'
import { verifySlackRequest } from '@slack/bolt'
import type { Log } from '../../../src/chat/log.ts'
import { isWellFormed } from './well-formed.ts'

/** Where Slack sends everything. */
export const EVENTS_PATH = '/slack/events'
const BODY_LIMIT = 1024 * 1024
const MAX_LET_THROUGH = 32 * BODY_LIMIT
/** Slack's own limit for the age of a request; Bolt checks only the past. */
const FRESH_S = 300
/** A request counts as fresh for five minutes before and after its time. */
const REMEMBERED_MS = 2 * FRESH_S * 1000
const MAX_SIGNATURES = 10_000

type Listener = (request: IncomingMessage, response: ServerResponse) => void

const FORM = 'application/x-www-form-urlencoded'
const isForm = ({ headers }: IncomingMessage) => headers['content-type']?.toLowerCase().startsWith(FORM) === true

/** @returns undefined when it is too large; the rest is let through unread, so that the sender gets to see the answer */
function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= BODY_LIMIT) chunks.push(chunk)
      else resolve(undefined)
      if (size > MAX_LET_THROUGH) request.destroy()
    })
    request.once('end', () => resolve(Buffer.concat(chunks)))
    request.once('error', reject)
    request.once('close', () => reject(new Error('the sender hung up')))
  })
}

function holdsWellFormed(body: string, form: boolean): boolean {
  const { payload } = form ? parse(body) : { payload: body }
  if (typeof payload !== 'string') return form
  try {
    return isWellFormed(JSON.parse(payload))
  } catch {
    return false
  }
}

/**
 * Slack sends what people type and press once, as a form. The same signature again is a copy. Events are JSON and do come
 * again; they are known by their ids.
 */
function createReplayGuard() {
  const used = new Map<string, number>()
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const signature = request.headers['x-slack-signature']
    if (typeof signature !== 'string' || !isForm(request)) return false
    for (const [oldest, at] of used) {
      if (used.size < MAX_SIGNATURES && Date.now() - at < REMEMBERED_MS) break
      used.delete(oldest)
    }
    if (used.has(signature)) return true
    used.set(signature, Date.now())
    // Only a request that was taken uses its signature up.
    response.once('close', () => {
      if (response.statusCode >= 300) used.delete(signature)
    })
    return false
  }
}

/** Wraps Bolt's listener: limits, freshness, copies and unreadable bodies are answered here. */
export function guardRequests(listen: Listener, signingSecret: string, log: Log): Listener {
  const isReplay = createReplayGuard()

  const isSigned = ({ headers }: IncomingMessage, body: string) => {
    try {
      const stamp = Number(headers['x-slack-request-timestamp'])
      const signature = String(headers['x-slack-signature'])
      verifySlackRequest({
        ...{ signingSecret, body },
        headers: { 'x-slack-signature': signature, 'x-slack-request-timestamp': stamp },
      })
      return true
    } catch {
      return false
    }
  }

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refuse = (status: number, reason: string) => {
      log.warn({ status, reason }, 'a request was refused')
      response.writeHead(status).end()
    }
    const stamp = request.headers['x-slack-request-timestamp']
    if (stamp !== undefined && Number(stamp) > Date.now() / 1000 + FRESH_S) return refuse(401, 'its time is to come')
    if (isReplay(request, response)) return refuse(401, 'its signature was used before')
    const rawBody = await bodyOf(request)
    if (!rawBody) return refuse(413, 'its body is too large')
    const body = rawBody.toString()
    const form = isForm(request)
    if (!holdsWellFormed(body, form)) {
      if (isSigned(request, body)) return refuse(400, 'its body cannot be read')
      return refuse(401, 'its signature is wrong')
    }
    // Bolt knows a form only by the bare name.
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
      // Whoever sent it hung up.
      log.warn({ reason: error instanceof Error ? error.message : String(error) }, 'a request broke off')
      response.destroy()
    })
  }
}
