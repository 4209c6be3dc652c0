/** A local Slack: Web API, Socket Mode, HTTP events and OAuth on 127.0.0.1, with Slack's limits and refusals. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createDelivery, type Delivery } from './delivery/delivery.ts'
import { createHttpEvents, type HttpEvents } from './delivery/http-events.ts'
import { createInteractions, type Interactions } from './delivery/interactions.ts'
import { createResponseUrls } from './delivery/response-url.ts'
import { createSocketMode, type SocketMode } from './delivery/socket-mode.ts'
import { CLIENT_ID, CLIENT_SECRET, grantCode, revoke } from './web-api/app-methods.ts'
import { createFailures, type Failures } from './web-api/failures.ts'
import { createFileServer } from './web-api/files.ts'
import { createWebApi } from './web-api/web-api.ts'
import { APP, type Call, type Message, type OpenView } from './workspace/model.ts'
import { createPeople, type People } from './workspace/people.ts'
import { createPosting } from './workspace/posting.ts'
import { BOT_SCOPES, createWorld, type World } from './workspace/world.ts'

export interface LocalSlack extends People, Interactions, Failures {
  /** For the app: `slackApiUrl`, with a slash at the end. */
  readonly apiUrl: string
  readonly botToken: string
  readonly appToken: string
  readonly signingSecret: string
  readonly oauth: { readonly clientId: string; readonly clientSecret: string; readonly authorizeUrl: string }
  /** The state; tests may read and change it. */
  readonly world: World
  readonly sockets: SocketMode
  readonly delivery: Delivery
  readonly problems: string[]
  readonly calls: readonly Call[]
  /** Every notification the app caused. */
  readonly pings: World['pings']
  /** Delivers over HTTP to this URL from now on. */
  useHttp(url: string): HttpEvents
  /** The app's messages in a channel, or in one thread of it, oldest first. */
  shown(channel: string, thread?: string): readonly Message[]
  /** Ephemeral messages to a person and the app's direct messages, oldest first. */
  privately(person: string): readonly Message[]
  /** A person's open modals, topmost last. */
  viewsOf(person: string): readonly OpenView[]
  /** A person's Home, once published. */
  homeOf(person: string): OpenView | undefined
  callsOf(method: string): readonly Call[]
  /** Uninstalls the app: revokes its token and sends the events. */
  uninstall(): Promise<void>
  revokeToken(): Promise<void>
  stop(): Promise<void>
}

export async function createLocalSlack(): Promise<LocalSlack> {
  const world = createWorld()
  const delivery = createDelivery(world)
  const sockets = createSocketMode(world)
  delivery.transport = sockets.transport
  const posting = createPosting(world, delivery)
  const slack = { world, posting, delivery, sockets }
  const failures = createFailures()
  const api = createWebApi(slack, failures)
  const responses = createResponseUrls(slack, failures)
  const files = createFileServer(slack)
  const bot = world.addToken('bot', 'xoxb-local-bot-token', BOT_SCOPES)
  const app = world.addToken('app', 'xapp-1-A0IMERR-local', ['connections:write'])

  /** The OAuth consent page; always allows. */
  function authorize(url: URL, response: ServerResponse) {
    const redirect = new URL(url.searchParams.get('redirect_uri') ?? 'http://127.0.0.1/')
    const scopes = (url.searchParams.get('scope') ?? '').split(/[ ,]+/).filter(Boolean)
    redirect.searchParams.set('code', grantCode(slack, scopes))
    redirect.searchParams.set('state', url.searchParams.get('state') ?? '')
    response.writeHead(302, { location: redirect.href }).end()
  }

  async function route(request: IncomingMessage, response: ServerResponse) {
    const url = new URL(request.url ?? '/', 'http://local')
    const [, first = '', ...rest] = url.pathname.split('/')
    if (first === 'api') return api(rest.join('/'), request, response)
    if (first === 'response') return responses(rest.join('/'), request, response)
    if (first === 'files-pri') return files.download(url.pathname, request, response)
    if (first === 'upload') return files.upload(rest.at(-1) ?? '', request, response)
    if (url.pathname === '/oauth/v2/authorize') return authorize(url, response)
    response.writeHead(404).end()
  }

  const server = createServer((request, response) => {
    route(request, response).catch((error: unknown) => {
      world.problems.push(`the local Slack failed: ${String(error)}`)
      response.destroy()
    })
  })
  server.on('upgrade', sockets.upgrade)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  world.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const signingSecret = 'local-signing-secret'

  return {
    ...createPeople(slack),
    ...createInteractions(slack),
    ...failures,
    apiUrl: `${world.origin}/api/`,
    botToken: bot.value,
    appToken: app.value,
    signingSecret,
    oauth: { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, authorizeUrl: `${world.origin}/oauth/v2/authorize` },
    world,
    sockets,
    delivery,
    problems: world.problems,
    calls: world.calls,
    pings: world.pings,
    useHttp(url) {
      const http = createHttpEvents(world, url, signingSecret)
      delivery.transport = http.transport
      return http
    },
    shown: (channel, thread) =>
      world.messages.filter(
        (message) =>
          message.channel === channel &&
          message.appId === APP &&
          !message.ephemeralTo &&
          (thread === undefined || message.threadTs === thread),
      ),
    privately(person) {
      const direct = world.directMessage(person).id
      return world.messages.filter(
        (message) =>
          message.appId === APP &&
          (message.ephemeralTo === person || (message.channel === direct && !message.ephemeralTo)),
      )
    },
    viewsOf: (person) => [...world.views.values()].filter((view) => view.user === person),
    homeOf: (person) => world.homes.get(person),
    callsOf: (method) => world.calls.filter((call) => call.method === method),
    uninstall: () => revoke(slack, true),
    revokeToken: () => revoke(slack, false),
    async stop() {
      sockets.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
