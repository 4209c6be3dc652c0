/** The HTTP transport: signed requests to the app's URL. */
import { createHmac } from 'node:crypto'
import { isJson, type Json } from '../workspace/model.ts'
import type { World } from '../workspace/world.ts'
import { ACK_MS, type Acknowledgement, type Envelope, type Transport, within } from './delivery.ts'

export interface Forgery {
  /** Signs with this secret instead of the app's. */
  readonly secret?: string
  /** How old the timestamp is, in seconds. */
  readonly age?: number
  /** The timestamp itself, in seconds since 1970, to repeat a request exactly. */
  readonly stamp?: number
  /** Sends no signature. */
  readonly unsigned?: boolean
}

export interface HttpEvents {
  readonly transport: Transport
  /** Posts a body, signed. @returns the app's response */
  request(body: string, contentType: string, forgery?: Forgery, headers?: Record<string, string>): Promise<Response>
  /** The url_verification handshake. @returns true when the app echoed the challenge */
  verifyUrl(): Promise<boolean>
}

const form = (fields: Json) =>
  new URLSearchParams(Object.entries(fields).map(([key, value]): [string, string] => [key, String(value)])).toString()

const encode = ({ kind, payload }: Envelope): { body: string; type: string } => {
  if (kind === 'events_api') return { body: JSON.stringify(payload), type: 'application/json' }
  const body = form(kind === 'slash_commands' ? payload : { payload: JSON.stringify(payload) })
  return { body, type: 'application/x-www-form-urlencoded' }
}

/** @param url the app's request URL, such as `http://127.0.0.1:3000/slack/events` */
export function createHttpEvents(world: World, url: string, signingSecret: string): HttpEvents {
  const events: HttpEvents = {
    request(body, contentType, { secret = signingSecret, age = 0, stamp: given, unsigned = false } = {}, headers = {}) {
      const stamp = String(given ?? Math.floor(world.now() / 1000) - age)
      const signature = `v0=${createHmac('sha256', secret).update(`v0:${stamp}:${body}`).digest('hex')}`
      const signed = unsigned ? {} : { 'x-slack-signature': signature, 'x-slack-request-timestamp': stamp }
      return fetch(url, { method: 'POST', body, headers: { 'content-type': contentType, ...signed, ...headers } })
    },
    async verifyUrl() {
      const challenge = world.fresh('challenge')
      const body = JSON.stringify({ type: 'url_verification', token: 'legacy', challenge })
      const response = await events.request(body, 'application/json')
      return response.ok && (await response.text()).includes(challenge)
    },
    async transport(envelope) {
      const { body, type } = encode(envelope)
      const retry: Record<string, string> = envelope.attempt
        ? { 'x-slack-retry-num': String(envelope.attempt), 'x-slack-retry-reason': envelope.reason ?? 'http_timeout' }
        : {}
      // A stopping app closes its connections, possibly with requests in flight; Slack would retry.
      const gone = () => 'gone' as const
      const response = await within(events.request(body, type, {}, retry).catch(gone), ACK_MS)
      if (response === 'gone') return { acked: false, status: 0 }
      if (!response) return { acked: false }
      const text = await response.text()
      let answer: Json | string = text
      try {
        const parsed: unknown = JSON.parse(text)
        if (isJson(parsed)) answer = parsed
      } catch {
        // A command may be answered with plain text.
      }
      const acknowledgement: Acknowledgement = { acked: response.ok, status: response.status }
      return text && envelope.answers ? { ...acknowledgement, answer } : acknowledgement
    },
  }
  return events
}
