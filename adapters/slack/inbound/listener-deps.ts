/** Everything that we listen to, and what the listeners need. */
import type { App } from '@slack/bolt'
import type { Sink } from '../../../src/chat/adapter.ts'
import type { CommandSpec } from '../../../src/chat/command.ts'
import type { Log } from '../../../src/chat/log.ts'
import type { Files } from '../api/files.ts'
import type { Identity } from '../api/identity.ts'
import type { People } from '../api/people.ts'
import type { Api } from '../api/web-api.ts'
import type { UnderWay } from '../connect/in-flight.ts'
import type { Workspaces } from '../connect/one-workspace.ts'
import type { AnsweredBefore } from '../outbound/answered-before.ts'
import type { Change } from '../outbound/edit.ts'
import type { OwnMessages } from '../outbound/own-messages.ts'
import type { Posts } from '../outbound/post.ts'
import type { Responders } from '../outbound/responder.ts'
import { listenToEvents } from './events.ts'
import { listenToInteractions } from './interactions.ts'

export interface ListenerDeps {
  readonly sink: Sink
  readonly commands: readonly CommandSpec[]
  readonly workspaces: Workspaces
  readonly identityOf: (context: Context) => Promise<Identity>
  readonly api: Api
  readonly people: People
  readonly files: Files
  readonly change: Change
  readonly posting: Posts
  readonly own: OwnMessages
  readonly earlier: AnsweredBefore
  readonly responders: Responders
  readonly log: Log
  readonly track: UnderWay['track']
  /** Has the event with this body delivered again. */
  readonly undone: (body: object) => void
}

/** What Bolt's authorization found out. */
export interface Context {
  readonly teamId?: string | undefined
  /** How often Slack delivered it before; absent or 0 at first. */
  readonly retryNum?: number | undefined
}

export function registerListeners(app: App, deps: ListenerDeps): void {
  listenToEvents(app, deps)
  listenToInteractions(app, deps)
}
