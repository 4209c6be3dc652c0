/** What Discord and the proxies before it answer, made into what discord.js reads right. */
import { DefaultRestOptions, type RESTOptions } from 'discord.js'

type Request = RESTOptions['makeRequest']
type Answer = Awaited<ReturnType<Request>>

/** Seconds to wait where a refusal does not say how long: the library would ask again at once, for ever. */
const UNTOLD_WAIT = 1
const MIN_WAIT = 0.25

/** Discord says how long to wait in a header and in the body; the library reads the header, and proxies drop it. */
async function withWait(answer: Answer): Promise<Answer> {
  let told: { readonly retry_after?: unknown; readonly global?: unknown } = {}
  try {
    told = JSON.parse(await answer.text()) ?? {}
  } catch {
    // A page of the network before Discord.
  }
  const wait = typeof told.retry_after === 'number' ? Math.max(told.retry_after, MIN_WAIT) : UNTOLD_WAIT
  answer.headers.set('retry-after', String(wait))
  if (told.global === true) answer.headers.set('x-ratelimit-global', 'true')
  return answer
}

interface GatewayInformation {
  readonly url: string
  readonly shards?: number
  readonly session_start_limit?: object
}

/** Where nothing is said of shards and logins: one shard, which may log in. */
const ONE_SHARD = {
  shards: 1,
  session_start_limit: { total: 1000, remaining: 1000, reset_after: 0, max_concurrency: 1 },
}

function gatewayAnswer(answer: Answer, told: GatewayInformation): Answer {
  const { session_start_limit: limit } = told
  // The library adds the version and encoding itself.
  const url = String(told.url).replace(/[?#].*$/, '')
  const whole = { ...ONE_SHARD, ...told, url, session_start_limit: { ...ONE_SHARD.session_start_limit, ...limit } }
  return {
    ...{ headers: answer.headers, status: answer.status, statusText: answer.statusText, ok: true, bodyUsed: false },
    json: async () => whole,
    text: async () => JSON.stringify(whole),
    arrayBuffer: async () => new TextEncoder().encode(JSON.stringify(whole)).buffer,
  } as Answer
}

const GATEWAY_BOT = /\/gateway\/bot$/

export function createRequests(request: Request = DefaultRestOptions.makeRequest): Request {
  return async (url, init) => {
    const answer = await request(url, init)
    if (GATEWAY_BOT.test(url)) {
      if (answer.ok) return gatewayAnswer(answer, (await answer.json()) as GatewayInformation)
      if (answer.status !== 404) return answer
      // A proxy that passes only the address on, not what belongs to one bot.
      const address = await request(url.replace(/\/bot$/, ''), init)
      return address.ok ? gatewayAnswer(address, (await address.json()) as GatewayInformation) : answer
    }
    if (answer.status === 429 && !answer.headers.has('retry-after')) return withWait(answer)
    // An empty body that is called JSON would be a failure of a request that succeeded.
    if (answer.status === 204 || answer.headers.get('content-length') === '0') answer.headers.delete('content-type')
    return answer
  }
}
