/** The Web API over HTTP: parses JSON and forms, checks token and scope, runs the method. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { asText, type Call, isJson, type Json, SlackRefusal, type Token } from '../workspace/model.ts'
import { APP_METHODS } from './app-methods.ts'
import { CHAT_METHODS } from './chat-methods.ts'
import { CONVERSATION_METHODS } from './conversation-methods.ts'
import type { Failures } from './failures.ts'
import { FILE_METHODS } from './files.ts'
import { bodyOf, type Method, type Slack, tokenOf } from './method.ts'
import { VIEW_METHODS } from './view-methods.ts'

export const METHODS: Readonly<Record<string, Method>> = {
  ...APP_METHODS,
  ...CHAT_METHODS,
  ...CONVERSATION_METHODS,
  ...FILE_METHODS,
  ...VIEW_METHODS,
}

/** Form fields that hold JSON. */
const JSON_FIELDS = ['blocks', 'attachments', 'view', 'metadata', 'files']

/** @throws SlackRefusal when a JSON field holds none */
function readArgs(body: string, type: string): Json {
  if (type.startsWith('application/json')) {
    const args: unknown = body ? JSON.parse(body) : {}
    if (!isJson(args)) throw new SlackRefusal('json_not_object')
    return args
  }
  const args: Json = Object.fromEntries(new URLSearchParams(body))
  for (const key of JSON_FIELDS) {
    if (typeof args[key] !== 'string') continue
    try {
      args[key] = JSON.parse(args[key])
    } catch {
      throw new SlackRefusal(`invalid_${key === 'blocks' ? 'blocks_format' : 'arguments'}`)
    }
  }
  return args
}

/** @throws SlackRefusal not_authed, invalid_auth, token_revoked, not_allowed_token_type */
function authorize(slack: Slack, method: Method, value: string | undefined): Token {
  if (method.token === 'none') return { value: '', kind: 'bot', team: '', scopes: new Set(), revoked: false }
  if (!value) throw new SlackRefusal('not_authed')
  const token = slack.world.tokens.get(value)
  if (!token) throw new SlackRefusal('invalid_auth')
  if (token.revoked) throw new SlackRefusal('token_revoked')
  if (token.kind !== method.token) throw new SlackRefusal('not_allowed_token_type')
  return token
}

export function createWebApi(slack: Slack, failures: Failures) {
  const { world } = slack
  const lastPost = new Map<string, number>()

  function run(name: string, args: Json, value: string | undefined): { answer: Json; token: Token } {
    const method = METHODS[name]
    if (!method) throw new SlackRefusal('unknown_method', { req_method: name })
    const token = authorize(slack, method, value)
    const asked = { ...slack, args, token }
    const needed = typeof method.scope === 'function' ? method.scope(asked) : method.scope
    if (needed && !token.scopes.has(needed))
      throw new SlackRefusal('missing_scope', { needed, provided: [...token.scopes].join(',') })
    const answer = method.run(asked)
    return { answer: world.answers.get(name)?.(answer) ?? answer, token }
  }

  /** One message per second and channel, when `world.onePerSecond` is set. */
  function tooFast(name: string, args: Json): boolean {
    if (!world.onePerSecond || name !== 'chat.postMessage') return false
    const channel = asText(args.channel)
    const now = world.now()
    if (now - (lastPost.get(channel) ?? 0) < 1_000) return true
    lastPost.set(channel, now)
    return false
  }

  return async function handle(name: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = (await bodyOf(request)).toString('utf8')
    const entry: Call = { method: name, args: {}, token: undefined, at: world.now(), status: 200 }
    world.calls.push(entry)
    const reply = (status: number, answer: Json, headers: Record<string, string> = {}) => {
      entry.status = status
      if (answer.error) entry.error = asText(answer.error)
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
      response.end(JSON.stringify(answer))
    }
    try {
      const args = readArgs(body, request.headers['content-type'] ?? '')
      const basic = /^Basic (\S+)$/.exec(request.headers.authorization ?? '')?.[1]
      if (basic) [args.client_id, args.client_secret] = Buffer.from(basic, 'base64').toString().split(':')
      const value = tokenOf(request) ?? (asText(args.token) || undefined)
      Object.assign(entry, { args, token: value })
      const failure = failures.take(name)
      if (failure?.kind === 'rate-limit' || (!failure && tooFast(name, args)))
        return reply(429, { ok: false, error: 'ratelimited' }, { 'retry-after': '1' })
      if (failure?.kind === 'unavailable') {
        entry.status = 503
        return void response.writeHead(503, { 'content-type': 'text/html' }).end('<html>Service Unavailable</html>')
      }
      if (failure?.kind === 'bare-limit') {
        entry.status = 429
        return void response.writeHead(429).end('Too many requests')
      }
      if (failure?.kind === 'page') return void response.end('<!doctype html><p>Back in a minute</p>')
      if (failure?.kind === 'dropped') return void request.socket.destroy()
      if (failure?.kind === 'refuse') return reply(200, { ok: false, error: failure.error })
      const { answer, token } = run(name, args, value)
      if (failure?.kind === 'cut') return void request.socket.destroy()
      if (failure?.kind === 'hang') return
      reply(200, { ok: true, ...answer }, world.tellsScopes ? { 'x-oauth-scopes': [...token.scopes].join(',') } : {})
    } catch (error) {
      if (!(error instanceof SlackRefusal)) throw error
      if (/^(invalid_|msg_|no_text|too_many|markdown_text)/.test(error.code) && error.code !== 'invalid_auth')
        world.problems.push(`${name} was refused: ${error.code} ${JSON.stringify(error.more)}`)
      reply(200, { ok: false, error: error.code, ...error.more })
    }
  }
}
