/** imerr on Slack: Socket Mode with an app token, HTTP with a signing secret, several workspaces by OAuth. */
import type { Server } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { App, type Authorize, type HTTPReceiver, type Receiver } from '@slack/bolt'
import type { Adapter, Sink } from '../../src/chat/adapter.ts'
import type { CommandSpec } from '../../src/chat/command.ts'
import type { Log } from '../../src/chat/log.ts'
import { NotInstalledError, SlackSetupError } from './api/error-words.ts'
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
import { createLinks } from './inbound/links.ts'
import { registerListeners } from './inbound/listener-deps.ts'
import { TIMES } from './limits.ts'
import { createAnsweredBefore } from './outbound/answered-before.ts'
import { createChannelQueue } from './outbound/channel-queue.ts'
import { createEdits } from './outbound/edit.ts'
import { createOwnMessages } from './outbound/own-messages.ts'
import { createPosts } from './outbound/post.ts'
import { createResponders } from './outbound/responder.ts'

export interface SlackOptions {
  /** `xoxb-...`; not with `oauth`. */
  readonly botToken?: string | undefined
  /** `xapp-...`: Socket Mode. */
  readonly appToken?: string | undefined
  /** HTTP instead. */
  readonly signingSecret?: string | undefined
  /** Several workspaces, over HTTP. */
  readonly oauth?: OAuth | undefined
  /** Slack's Web API, such as `https://slack.com/api/`. */
  readonly apiUrl: string
  /** Where HTTP listens; not used in Socket Mode. */
  readonly host: string
  readonly port: number
  /** Needed with `oauth`. Values are encrypted outside. */
  readonly installations?: Installations | undefined
  readonly log: Log
}

/**
 * True for an event or a command of a workspace that is not ours. What people press may carry another workspace: in a
 * shared channel people of other organisations see our buttons.
 */
function isForeign(body: Payload, team: string | undefined, own: string): boolean {
  if (!team || team === own || !own.startsWith('T') || body.is_ext_shared_channel === true) return false
  return body.type === 'event_callback' || typeof body.command === 'string'
}

type Receiving =
  | { readonly kind: 'socket'; readonly connection: SocketConnection }
  | { readonly kind: 'http'; readonly receiver: HTTPReceiver }

export function createSlackAdapter(options: SlackOptions): Adapter & { address(): { port: number } | undefined } {
  const { log } = options
  const apiUrl = options.apiUrl.replace(/\/*$/, '/')
  const logger = createBoltLogger(log)
  let workspaces: Workspaces | undefined
  let receiving: Receiving | undefined
  let server: Server | undefined
  let stopped = false
  const stopping = new AbortController()
  const underWay = createInFlight(log)

  async function workspaceOf(team: string) {
    if (!workspaces) throw new SlackSetupError('The Slack adapter was not started.')
    return workspaces.of(team)
  }
  const tokenOf = async (team: string) => (await workspaceOf(team)).token
  const identityOf = async ({ teamId }: { readonly teamId?: string | undefined }) =>
    (await workspaceOf(teamId ?? '')).identity

  const api = createApi(apiUrl, logger, tokenOf)
  const queue = createChannelQueue(TIMES.betweenPosts)
  const people = createPeople(api)
  const own = createOwnMessages()
  const earlier = createAnsweredBefore(Date.now())
  const posting = createPosts({ api, queue, own, earlier, namesIn: people.namesIn, log })
  const change = createEdits({ api, posting, own, namesIn: people.namesIn })
  const files = createFiles({ api, apiUrl, tokenOf })
  const links = createLinks(api, people)
  const responders = createResponders({ api, posting, change, files, namesIn: people.namesIn, log })

  /** Runs before Slack is answered: it must be quick. */
  const authorize: Authorize<boolean> = async ({ teamId }, body) => {
    const { token, identity } = await workspaceOf(teamId ?? '')
    if (!options.oauth && isForeign(asObject(body), teamId, identity.team)) throw new NotInstalledError()
    return { botToken: token, botId: identity.bot, botUserId: identity.botUser, teamId: identity.team }
  }

  async function openReceiving(): Promise<Receiving> {
    const { oauth, botToken, appToken, signingSecret, installations } = options
    if (oauth) {
      if (!signingSecret || !installations)
        throw new SlackSetupError('SLACK_SIGNING_SECRET: it is missing; several workspaces are served over HTTP.')
      const store = createBoltInstallationStore(installations)
      const receiver = createHttpReceiver({ signingSecret, apiUrl, log, oauth, store })
      if (!receiver.installer)
        throw new SlackSetupError('SLACK_CLIENT_ID, SLACK_CLIENT_SECRET, SLACK_STATE_SECRET: one is empty.')
      workspaces = openOauthWorkspaces(receiver.installer, store, log)
      return { kind: 'http', receiver }
    }
    if (!botToken) throw new SlackSetupError('SLACK_BOT_TOKEN: it is missing.')
    workspaces = await openOneWorkspace(botToken, apiUrl, log, stopping.signal)
    if (appToken) return { kind: 'socket', connection: createSocketConnection(appToken, apiUrl, log) }
    if (!signingSecret) throw new SlackSetupError('SLACK_APP_TOKEN or SLACK_SIGNING_SECRET: set one of them.')
    return { kind: 'http', receiver: createHttpReceiver({ signingSecret, apiUrl, log }) }
  }

  async function start(sink: Sink, commands: readonly CommandSpec[]): Promise<void> {
    receiving = await openReceiving()
    if (!workspaces) return
    const bolt = receiving.kind === 'socket' ? receiving.connection.receiver : receiving.receiver
    const lateAck = createLateAck(log)
    // Bolt takes an installer on a receiver as the word to authorize by it; who belongs where is decided here.
    const receiver: Receiver = {
      // A receiver hands events to the app by this one method.
      init: (app) => bolt.init({ processEvent: lateAck.wrap((event) => app.processEvent(event)) } as App),
      start: async () => {},
      stop: async () => {},
    }
    const app = new App({
      ...{ receiver, authorize, logger, convoStore: false, ignoreSelf: false },
      clientOptions: clientOptions(apiUrl, logger),
    })
    const found = { sink, commands, workspaces, api, people, files, change, posting, own, earlier, responders, log }
    registerListeners(app, { ...found, identityOf, track: underWay.track, undone: lateAck.undone })
    if (receiving.kind === 'socket') return receiving.connection.open()
    const { host, port } = options
    server = await receiving.receiver.start({ host, port }).catch((error: unknown) => {
      const code = asText(asObject(error).code) || (error instanceof Error ? error.message : '')
      throw new SlackSetupError(`PORT: cannot listen on ${host}:${port} (${code}). Choose a free port.`, {
        cause: error,
      })
    })
    log.info({ host, port }, 'listening for Slack at /slack/events')
  }

  async function stop(): Promise<void> {
    if (stopped) return
    stopped = true
    stopping.abort()
    if (receiving?.kind === 'socket') await receiving.connection.close()
    if (server) {
      const closed = new Promise<void>((resolve) => server?.close(() => resolve()))
      server.closeIdleConnections()
      await Promise.race([closed, sleep(TIMES.stop, undefined, { ref: false })])
      server.closeAllConnections()
    }
    await Promise.race([underWay.idle(), sleep(TIMES.stop, undefined, { ref: false })])
  }

  return {
    platform: PLATFORM,
    capabilities: { threads: true, privateReplies: true, privateNotes: true, edits: true, files: true },
    start,
    stop,
    ready() {
      if (stopped || !workspaces?.usable()) return false
      return receiving?.kind === 'socket' ? receiving.connection.connected() : server?.listening === true
    },
    address() {
      const found = server?.address()
      return typeof found === 'object' && found ? { port: found.port } : undefined
    },
    async post(conversation, card, post = {}) {
      const { attachment, ...rest } = post
      return attachment
        ? responders.postWithFile(conversation, card, attachment, rest)
        : posting.post(conversation, card, rest)
    },
    edit: change.edit,
    remove: change.remove,
    whisper: change.whisper,
    rights: people.rights,
    channelName: people.channelName,
    isShared: people.isShared,
    openFile: files.open,
    permalink: links.permalink,
    resolveLink: links.resolveLink,
  }
}
