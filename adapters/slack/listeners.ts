/** Everything that we listen to, and what the listeners need. */
import type { App } from '@slack/bolt'
import type { Sink } from '../../src/chat/adapter.ts'
import type { CommandSpec } from '../../src/chat/command.ts'
import type { Api } from './api.ts'
import type { Change } from './change.ts'
import type { EarlierAnswers } from './earlier-answers.ts'
import type { Files } from './files.ts'
import type { Identity } from './identity.ts'
import { listenToEvents } from './listen-events.ts'
import { listenToInteractions } from './listen-interactions.ts'
import type { Log } from './log.ts'
import type { OwnPosts } from './own-posts.ts'
import type { People } from './people.ts'
import type { Posting } from './post.ts'
import type { Responders } from './responder.ts'
import type { UnderWay } from './under-way.ts'
import type { Workspaces } from './workspaces.ts'

export interface ListenerDeps {
  readonly sink: Sink
  readonly commands: readonly CommandSpec[]
  readonly workspaces: Workspaces
  readonly identityOf: (context: Context) => Promise<Identity>
  readonly api: Api
  readonly people: People
  readonly files: Files
  readonly change: Change
  readonly posting: Posting
  readonly own: OwnPosts
  readonly earlier: EarlierAnswers
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
