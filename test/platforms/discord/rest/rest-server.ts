/** The HTTP server: parses, authenticates, rate-limits, fails on demand, routes, records. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { signatureOf } from '../world/payloads.ts'
import { record } from '../world/protocol.ts'
import type { World } from '../world/world.ts'
import { ApiError, notFound, unauthorized } from './api-error.ts'
import { createRateLimits, type RateLimitOptions } from './rate-limits.ts'
import { type Asked, type Call, type Route, readBody } from './request.ts'

export type Failure = 'rate-limit' | 'global-rate-limit' | 'unavailable' | 'cut'

export interface Answer {
  readonly status: number
  readonly body: unknown
  readonly headers: Readonly<Record<string, string>>
}

const PREFIX = '/api/v10'
const CDN = '/cdn'
/** Statuses that count towards Discord's ban of 10,000 invalid requests in 10 minutes. */
const INVALID = [401, 403, 429]

export function createRestServer(world: World, routes: () => readonly Route[], options: RateLimitOptions = {}) {
  const calls: Call[] = []
  const limits = createRateLimits(options)
  let failures: { kind: Failure; strikes: (call: Call) => boolean }[] = []
  const state = {
    invalidRequests: 0,
    /** Awaited before a call is handled, so that a test can delay it. */
    intercept: undefined as ((call: Call) => Promise<void> | void) | undefined,
    /** Overrides parts of an answer, as a proxy or a server with fewer fields would. */
    answer: undefined as ((call: Call, answer: Answer) => Partial<Answer> | undefined) | undefined,
  }

  const server = createServer((request, response) => {
    request.on('error', () => {})
    answer(request, response).catch((error: unknown) => {
      world.problems.push(`the local Discord itself failed: ${error instanceof Error ? error.stack : String(error)}`)
      response.destroy()
    })
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://local')
    if (url.pathname.startsWith(CDN)) return serveFile(url, response)
    const method = request.method ?? 'GET'
    const where = decodeURIComponent(url.pathname.startsWith(PREFIX) ? url.pathname.slice(PREFIX.length) : '')
    const call: Call = { method, path: where, body: undefined, files: [], at: Date.now(), status: 0 }
    calls.push(call)
    const send = (given: number, said: unknown, told: Readonly<Record<string, string>> = {}) => {
      const plain = { status: given, body: said, headers: told }
      const { status, body, headers } = { ...plain, ...state.answer?.(call, plain) }
      call.status = status
      if (INVALID.includes(status) && headers['x-ratelimit-scope'] !== 'shared') state.invalidRequests++
      // A 204 with a content type makes clients parse the empty body.
      const type = body === undefined ? {} : { 'content-type': 'application/json' }
      response.writeHead(status, { ...headers, ...type })
      response.end(body === undefined ? undefined : JSON.stringify(body))
    }
    try {
      const read = await readBody(request)
      Object.assign(call, read)
      if (JSON.stringify(read.body ?? '').includes(world.token))
        world.problems.push(`${method} ${where}: holds the token`)
      if (!/^DiscordBot \(.+, .+\)/.test(request.headers['user-agent'] ?? ''))
        world.problems.push(`${method} ${where}: a User-Agent that Discord turns away`)
      await state.intercept?.(call)
      const route = routes().find((candidate) => candidate.method === method && candidate.path.test(where))
      if (!route) throw notFound()
      if (!route.open && request.headers.authorization !== `Bot ${world.token}`) throw unauthorized()
      const asked = asking(route, call, url)
      const taken = limits.take(`${method} ${route.path.source} ${asked.params[0] ?? ''}`, !route.open)
      const failure = strike(route, call)
      if (failure === 'unavailable') return send(503, { message: '503: Service Unavailable', code: 0 })
      const forced = failure?.endsWith('rate-limit') && { retryAfter: 1, global: failure === 'global-rate-limit' }
      const refused = forced || taken.refused
      if (refused)
        return send(
          429,
          { message: 'You are being rate limited.', retry_after: refused.retryAfter, global: refused.global },
          {
            ...taken.headers,
            'retry-after': String(Math.ceil(refused.retryAfter)),
            'x-ratelimit-scope': refused.global ? 'global' : 'user',
            ...(refused.global ? { 'x-ratelimit-global': 'true' } : { 'x-ratelimit-remaining': '0' }),
            ...(forced ? { 'x-ratelimit-reset-after': '1' } : {}),
          },
        )
      const body = route.handle(asked)
      if (failure === 'cut') return void request.socket.destroy()
      send(body === undefined ? 204 : (route.status ?? 200), body, taken.headers)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      send(error.status, error.body)
    }
  }

  function asking(route: Route, call: Call, url: URL): Asked {
    const params = [...(route.path.exec(call.path) ?? [])].slice(1)
    const name = `${call.method} ${call.path.replace(/\/[\w-]{40,}/, '/<token>')}`
    return { params, query: url.searchParams, body: record(call.body), rawBody: call.body, files: call.files, name }
  }

  function strike(route: Route, call: Call): Failure | undefined {
    const found = failures.find(({ strikes }) => strikes(call) && (route.posts || strikes !== onPosts))
    failures = failures.filter((failure) => failure !== found)
    return found?.kind
  }
  const onPosts = () => true

  function serveFile(url: URL, response: ServerResponse): void {
    const where = url.pathname.slice(CDN.length)
    const file = world.files.get(where)
    if (!file || url.searchParams.get('hm') !== signatureOf(where)) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('This content is no longer available.')
      return
    }
    response.writeHead(200, { 'content-type': file.type, 'content-length': file.content.length }).end(file.content)
  }

  const origin = () => {
    const address = server.address()
    return typeof address === 'object' && address ? `127.0.0.1:${address.port}` : ''
  }

  return {
    server,
    calls,
    state,
    apiUrl: () => `http://${origin()}/api`,
    gatewayUrl: () => `ws://${origin()}`,
    cdn: () => `http://${origin()}${CDN}`,
    /** @param strikes selects the calls that fail; by default those that create a message */
    failNext(kind: Failure, times: number, strikes: (call: Call) => boolean = onPosts): void {
      for (let i = 0; i < times; i++) failures.push({ kind, strikes })
    },
    listen: (port = 0) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve)),
    async stop(): Promise<void> {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
