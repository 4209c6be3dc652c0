/** Slack's own way back to whoever asked: it works where the bot is no member, five times in thirty minutes. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Failure, failureOfFetch, failureOfStatus } from '../api/failure.ts'
import { asText, isObject, type Payload } from '../api/payload.ts'
import { LIMITS, TIMES } from '../limits.ts'

export interface ResponseUrl {
  /** False when it is used up or too old. */
  open(): boolean
  /** @returns undefined when it is done, else why Slack refused */
  send(body: Payload): Promise<Failure | undefined>
}

const TRIES = 3
const BETWEEN_TRIES_MS = 1_000

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
  const said = await response.text().catch(() => '')
  const refusal = refusalIn(said)
  if (!response.ok && response.status !== 429 && response.status < 500)
    return { kind: 'refused', code: refusal ?? `http_${response.status}`, needed: '' }
  if (!response.ok) return failureOfStatus(response.status, response.headers.get('retry-after'))
  // Some refusals come with status 200.
  return refusal === undefined ? undefined : { kind: 'refused', code: refusal, needed: '' }
}

/** Slack's error code, where the answer is one. */
function refusalIn(said: string): string | undefined {
  if (!said.startsWith('{')) return undefined
  try {
    const answer: unknown = JSON.parse(said)
    return isObject(answer) && answer.ok === false ? asText(answer.error) : undefined
  } catch {
    return undefined
  }
}

/** @param url of the payload; without one it is never open */
export function createResponseUrl(url: string): ResponseUrl {
  const until = Date.now() + LIMITS.responseMinutes * 60_000
  let uses = 0
  const open = () => url !== '' && uses < LIMITS.responseUses && Date.now() < until
  return {
    open,
    async send(body) {
      let failure: Failure = { kind: 'refused', code: 'used_url', needed: '' }
      for (let tries = 0; tries < TRIES && open(); tries++) {
        uses++
        const failed = await sendOnce(url, body)
        // A lost answer cannot be looked up, and was most likely taken.
        if (!failed || failed.kind === 'cut') return undefined
        failure = failed
        if (failed.kind === 'refused') return failed
        await sleep(failed.kind === 'limited' ? failed.waitMs : BETWEEN_TRIES_MS * 2 ** tries)
      }
      return failure
    },
  }
}
