/** imerr on Slack: Socket Mode with an app token, HTTP with a signing secret, or several workspaces by OAuth. */
import type { Server } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { App, type Authorize, type HTTPReceiver, type Receiver } from '@slack/bolt'
import type { Adapter, Sink } from '../../src/chat/adapter.ts'
import type { CommandSpec } from '../../src/chat/command.ts'
import type { Log } from '../../src/chat/log.ts'
import { NotInstalledError, reasonOf, SlackSetupError } from './api/error-words.ts'
import { createFiles } from './api/files.ts'
import { asObject, asText, type Payload } from './api/payload.ts'
import { createPeople } from './api/people.ts'
import { PLATFORM } from './api/places.ts'
import { clientOptions, createApi } from './api/web-api.ts'
import { createBoltLogger } from './connect/bolt-logger.ts'
import { createHttpReceiver, type OAuth } from './connect/http-receiver.ts'
import { createInFlight } from './connect/in-flight.ts'
import { createLateAck } from './connect/late-ack.ts'
import { createBoltInstallationStore, type Installations, openOauthWorkspaces } from './connect/oauth-workspaces.ts'
import { openOneWorkspace, type Workspaces } from './connect/one-workspace.ts'
import { createSocketConnection, type SocketConnection } from './connect/socket-connection.ts'
import { listenToEvents } from './inbound/events.ts'
import { listenToInteractions } from './inbound/interactions.ts'
import { createLinks } from './inbound/links.ts'
import type { Context } from './inbound/listener-deps.ts'
import { TIMES } from './limits.ts'
import { createAnsweredBefore } from './outbound/answered-before.ts'
import { createEdits } from './outbound/edit.ts'
import { createOwnMessages } from './outbound/own-messages.ts'
import { createPosts } from './outbound/post.ts'
import { createResponders } from './outbound/responder.ts'

export interface SlackOptions {
  /** `xoxb-...`; not with `oauth`. */
  readonly botToken?: string | undefined
  /** `xapp-...`: Socket Mode. */
  readonly appToken?: string | undefined
  /** HTTP, in place of an app token. */
  readonly signingSecret?: string | undefined
  /** Several workspaces, over HTTP. */
  readonly oauth?: OAuth | undefined
  /** Slack's Web API, such as `https://slack.com/api/`. */
  readonly apiUrl: string
  /** Where HTTP listens; unused in Socket Mode. */
  readonly host: string
  readonly port: number
  /** Needed with `oauth`. It must encrypt the values. */
  readonly installations?: Installations | undefined
  readonly log: Log
}

/**
 * True for an event or a command from a workspace other than ours. Buttons may well come from another one: in a shared
 * channel people of other organisations see them.
 */
function isForeign(body: Payload, team: string | undefined, own: string): boolean {
  if (!team || team === own || !own.startsWith('T') || body.is_ext_shared_channel === true) return false
  return body.type === 'event_callback' || typeof body.command === 'string'
}

type Connection =
  | { readonly kind: 'socket'; readonly socket: SocketConnection }
  | { readonly kind: 'http'; readonly receiver: HTTPReceiver }

/** Not connected until `start`. `address` tells where HTTP listens. */
export function createSlackAdapter(options: SlackOptions): Adapter & { address(): { port: number } | undefined } {
  const { log } = options
  const apiUrl = options.apiUrl.replace(/\/*$/, '/')
  const logger = createBoltLogger(log)
  let workspaces: Workspaces | undefined
  let connection: Connection | undefined
  let server: Server | undefined
  let stopped = false
  const stopping = new AbortController()
  const inFlight = createInFlight(log)

  async function workspaceOf(team: string) {
    if (!workspaces) throw new SlackSetupError('The Slack adapter was not started.')
    return workspaces.of(team)
  }
  const tokenOf = async (team: string) => (await workspaceOf(team)).token
  const identityOf = async ({ teamId }: Context) => (await workspaceOf(teamId ?? '')).identity

  const api = createApi(apiUrl, logger, tokenOf)
  const people = createPeople(api)
  const files = createFiles(api, apiUrl, tokenOf)
  const links = createLinks(api, people)
  const ownMessages = createOwnMessages(api)
  const answeredBefore = createAnsweredBefore(Date.now())
  const posts = createPosts({ api, people, ownMessages, answeredBefore, log })
  const edits = createEdits(api, people, ownMessages, posts)
  const responders = createResponders({ api, people, posts, edits, files, log })

  /** Runs before the acknowledgement, so it must be quick. */
  const authorize: Authorize<boolean> = async ({ teamId }, body) => {
    const { token, identity } = await workspaceOf(teamId ?? '')
    if (!options.oauth && isForeign(asObject(body), teamId, identity.team)) throw new NotInstalledError()
    return { botToken: token, botId: identity.bot, botUserId: identity.botUser, teamId: identity.team }
  }

  /** Checks the options and the token; opens no connection yet. */
  async function prepare(): Promise<[Workspaces, Connection]> {
    const { oauth, botToken, appToken, signingSecret, installations } = options
    if (oauth) {
      if (!signingSecret || !installations)
        throw new SlackSetupError('SLACK_SIGNING_SECRET: it is missing; several workspaces are served over HTTP.')
      const store = createBoltInstallationStore(installations)
      const receiver = createHttpReceiver({ signingSecret, apiUrl, log, oauth, store })
      if (!receiver.installer)
        throw new SlackSetupError('SLACK_CLIENT_ID, SLACK_CLIENT_SECRET, SLACK_STATE_SECRET: one is empty.')
      return [openOauthWorkspaces(receiver.installer, store, log), { kind: 'http', receiver }]
    }
    if (!botToken) throw new SlackSetupError('SLACK_BOT_TOKEN: it is missing.')
    const workspace = await openOneWorkspace(botToken, apiUrl, log, stopping.signal)
    if (appToken) return [workspace, { kind: 'socket', socket: createSocketConnection(appToken, apiUrl, log) }]
    if (!signingSecret) throw new SlackSetupError('SLACK_APP_TOKEN or SLACK_SIGNING_SECRET: set one of them.')
    return [workspace, { kind: 'http', receiver: createHttpReceiver({ signingSecret, apiUrl, log }) }]
  }

  async function start(sink: Sink, commands: readonly CommandSpec[]): Promise<void> {
    const [served, opened] = await prepare()
    workspaces = served
    connection = opened
    const bolt = opened.kind === 'socket' ? opened.socket.receiver : opened.receiver
    const { wrap, redeliver } = createLateAck(log)
    const { track } = inFlight
    // Bolt would authorize by the receiver's installer if it saw one, so it gets a receiver that only forwards events.
    const receiver: Receiver = {
      // `processEvent` is all that a receiver uses of the app.
      init: (app) => bolt.init({ processEvent: wrap((event) => app.processEvent(event)) } as App),
      start: async () => {},
      stop: async () => {},
    }
    const app = new App({
      receiver,
      authorize,
      logger,
      convoStore: false,
      ignoreSelf: false,
      clientOptions: clientOptions(apiUrl, logger),
    })
    const common = { sink, identityOf, api, people, files, responders, track }
    listenToEvents(app, { ...common, workspaces, posts, edits, ownMessages, answeredBefore, redeliver })
    listenToInteractions(app, { ...common, commands, log })
    if (opened.kind === 'socket') return opened.socket.open()
    const { host, port } = options
    server = await opened.receiver.start({ host, port }).catch((error: unknown) => {
      const code = asText(asObject(error).code) || reasonOf(error)
      const message = `PORT: cannot listen on ${host}:${port} (${code}). Choose a free port.`
      throw new SlackSetupError(message, { cause: error })
    })
    log.info({ host, port }, 'listening for Slack at /slack/events')
  }

  async function stop(): Promise<void> {
    if (stopped) return
    stopped = true
    stopping.abort()
    if (connection?.kind === 'socket') await connection.socket.close()
    if (server) {
      const closed = new Promise<void>((resolve) => server?.close(() => resolve()))
      server.closeIdleConnections()
      await Promise.race([closed, sleep(TIMES.stop, undefined, { ref: false })])
      server.closeAllConnections()
    }
    await Promise.race([inFlight.idle(), sleep(TIMES.stop, undefined, { ref: false })])
  }

  return {
    platform: PLATFORM,
    capabilities: { threads: true, privateReplies: true, privateNotes: true, edits: true, files: true },
    start,
    stop,
    ready() {
      if (stopped || !workspaces?.usable()) return false
      return connection?.kind === 'socket' ? connection.socket.connected() : server?.listening === true
    },
    address() {
      const bound = server?.address()
      return typeof bound === 'object' && bound ? { port: bound.port } : undefined
    },
    async post(conversation, card, post = {}) {
      const { attachment, ...rest } = post
      return attachment
        ? responders.postWithFile(conversation, card, attachment, rest)
        : posts.post(conversation, card, rest)
    },
    edit: edits.edit,
    remove: edits.remove,
    whisper: edits.whisper,
    rights: people.rights,
    channelName: people.channelName,
    isShared: people.isShared,
    openFile: files.open,
    permalink: links.permalink,
    resolveLink: links.resolveLink,
  }
}
