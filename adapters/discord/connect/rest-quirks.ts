/** Corrects what discord.js sends, and responses of Discord and of proxies before it that it would misread. */
import { DefaultRestOptions, type RESTOptions } from 'discord.js'

type Request = RESTOptions['makeRequest']
type Init = Parameters<Request>[1]
type Answer = Awaited<ReturnType<Request>>

/**
 * Encodes a form with files to bytes. All copies of undici in a process share one dispatcher, that of the copy loaded first:
 * beside Slack this is undici 7, which takes the forms of discord.js's undici 6 for something else and fails.
 */
async function encoded(init: Init): Promise<Init> {
  if (!(init.body instanceof FormData)) return init
  const form = new Response(init.body)
  const headers = { ...init.headers, 'content-type': form.headers.get('content-type') ?? '' }
  return { ...init, headers, body: new Uint8Array(await form.arrayBuffer()) } as Init
}

/** Seconds to wait when a 429 does not say how long: discord.js would retry at once, for ever. */
const DEFAULT_WAIT = 1
const MIN_WAIT = 0.25

/** Copies the wait from the body into the header: discord.js reads only the header, which proxies drop. */
async function withWait(answer: Answer): Promise<Answer> {
  let told: { readonly retry_after?: unknown; readonly global?: unknown } = {}
  try {
    told = JSON.parse(await answer.text()) ?? {}
  } catch {
    // Not Discord's JSON: a page from a network in between.
  }
  const wait = typeof told.retry_after === 'number' ? Math.max(told.retry_after, MIN_WAIT) : DEFAULT_WAIT
  answer.headers.set('retry-after', String(wait))
  if (told.global === true) answer.headers.set('x-ratelimit-global', 'true')
  return answer
}

interface GatewayInformation {
  readonly url: string
  readonly shards?: number
  readonly session_start_limit?: object
}

/** Assumed when the response does not mention shards and logins. */
const ONE_SHARD = {
  shards: 1,
  session_start_limit: { total: 1000, remaining: 1000, reset_after: 0, max_concurrency: 1 },
}

function gatewayAnswer(answer: Answer, told: GatewayInformation): Answer {
  const { session_start_limit: limit } = told
  // discord.js adds version and encoding itself.
  const url = String(told.url).replace(/[?#].*$/, '')
  const whole = { ...ONE_SHARD, ...told, url, session_start_limit: { ...ONE_SHARD.session_start_limit, ...limit } }
  return new Response(JSON.stringify(whole), { status: answer.status, headers: [...answer.headers] })
}

const GATEWAY_BOT = /\/gateway\/bot$/

/** Wraps discord.js's `makeRequest`. */
export function createMakeRequest(request: Request = DefaultRestOptions.makeRequest): Request {
  return async (url, given) => {
    const init = await encoded(given)
    const answer = await request(url, init)
    if (GATEWAY_BOT.test(url)) {
      if (answer.ok) return gatewayAnswer(answer, (await answer.json()) as GatewayInformation)
      if (answer.status !== 404) return answer
      // A proxy that knows only the public /gateway.
      const address = await request(url.replace(/\/bot$/, ''), init)
      return address.ok ? gatewayAnswer(address, (await address.json()) as GatewayInformation) : answer
    }
    if (answer.status === 429 && !answer.headers.has('retry-after')) return withWait(answer)
    // discord.js would fail to parse an empty body that is declared as JSON.
    if (answer.status === 204 || answer.headers.get('content-length') === '0') answer.headers.delete('content-type')
    return answer
  }
}
