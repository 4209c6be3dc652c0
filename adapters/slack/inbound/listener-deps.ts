/** What the listeners need of the adapter. */
import type { Sink } from '../../../src/chat/adapter.ts'
import type { CommandSpec } from '../../../src/chat/command.ts'
import type { Log } from '../../../src/chat/log.ts'
import type { Files } from '../api/files.ts'
import type { Identity } from '../api/identity.ts'
import type { People } from '../api/people.ts'
import type { Api } from '../api/web-api.ts'
import type { InFlight } from '../connect/in-flight.ts'
import type { Workspaces } from '../connect/one-workspace.ts'
import type { AnsweredBefore } from '../outbound/answered-before.ts'
import type { Edits } from '../outbound/edit.ts'
import type { OwnMessages } from '../outbound/own-messages.ts'
import type { Posts } from '../outbound/post.ts'
import type { Responders } from '../outbound/responder.ts'

/** What Bolt's authorization found out. */
export interface Context {
  readonly teamId?: string | undefined
  /** How often Slack delivered the event before; undefined or 0 on the first delivery. */
  readonly retryNum?: number | undefined
}

interface CommonDeps {
  readonly sink: Sink
  readonly identityOf: (context: Context) => Promise<Identity>
  readonly api: Api
  readonly people: People
  readonly files: Files
  readonly responders: Responders
  readonly track: InFlight['track']
}

export interface EventDeps extends CommonDeps {
  readonly workspaces: Workspaces
  readonly posts: Posts
  readonly edits: Edits
  readonly ownMessages: OwnMessages
  readonly answeredBefore: AnsweredBefore
  /** Asks Slack to redeliver the event with this body. */
  readonly redeliver: (body: object) => void
}

export interface InteractionDeps extends CommonDeps {
  readonly commands: readonly CommandSpec[]
  readonly log: Log
}
