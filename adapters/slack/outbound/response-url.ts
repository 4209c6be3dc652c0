/** A payload's response_url: it answers where the bot is no member, five times within thirty minutes. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Failure, failureOfFetch, failureOfStatus } from '../api/failure.ts'
import { asText, isObject, type Payload } from '../api/payload.ts'
import { LIMITS, TIMES } from '../limits.ts'

const MAX_TRIES = 3
const FIRST_WAIT_MS = 1_000

/** Slack's error code, where the response holds one. */
function refusalIn(response: string): string | undefined {
  if (!response.startsWith('{')) return undefined
  try {
    const answer: unknown = JSON.parse(response)
    return isObject(answer) && answer.ok === false ? asText(answer.error) : undefined
  } catch {
    return undefined
  }
}

async function sendOnce(url: string, body: Payload): Promise<Failure | undefined> {
  let response: Response
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json; charset=utf-8' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMES.call),
    })
  } catch (error) {
    return failureOfFetch(error)
  }
  const refusal = refusalIn(await response.text().catch(() => ''))
  const { ok, status } = response
  if (!ok && (status === 429 || status >= 500)) return failureOfStatus(status, response.headers.get('retry-after'))
  // Some refusals come with status 200.
  if (ok && refusal === undefined) return undefined
  return { kind: 'refused', code: refusal ?? `http_${status}`, needed: '' }
}

/** @param url may be empty, for payloads without one */
export function createResponseUrl(url: string) {
  const until = Date.now() + LIMITS.responseMinutes * 60_000
  let uses = 0
  /** False when it is used up or expired. */
  const open = () => url !== '' && uses < LIMITS.responseUses && Date.now() < until
  return {
    open,
    /** Sends with up to three tries. @returns undefined on success, else the last failure */
    async send(body: Payload): Promise<Failure | undefined> {
      let failure: Failure = { kind: 'refused', code: 'used_url', needed: '' }
      for (let tries = 0; tries < MAX_TRIES && open(); tries++) {
        uses++
        const failed = await sendOnce(url, body)
        // A lost response cannot be looked up, and Slack most likely took the message.
        if (!failed || failed.kind === 'lost') return undefined
        failure = failed
        if (failed.kind === 'refused') return failed
        await sleep(failed.kind === 'limited' ? failed.waitMs : FIRST_WAIT_MS * 2 ** tries)
      }
      return failure
    },
  }
}

export type ResponseUrl = ReturnType<typeof createResponseUrl>
