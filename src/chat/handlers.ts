/** The features' handlers as the sink calls them, one per kind of event. */
import type { Responder, Sink, Suggestion } from './adapter.ts'
import type { ActionEvent, CommandEvent, CommandName, DeleteEvent, EditEvent, MessageEvent } from './event.ts'

export type CommandHandler = (event: CommandEvent, responder: Responder) => Promise<void>
export type ActionHandler = (event: ActionEvent, responder: Responder) => Promise<void>

/** An event that is answered but not done; its conversation continues meanwhile. */
export interface Unfinished {
  /** Resolves, never rejects, with what is then done in the conversation's turn. */
  readonly later: Promise<() => Promise<void>>
}

/** Every handler of the bot. */
export interface Routes {
  readonly commands: Readonly<Partial<Record<CommandName, CommandHandler>>>
  /** By the action's id. */
  readonly actions: Readonly<Record<string, ActionHandler>>
  readonly message?: (event: MessageEvent, responder?: Responder) => Promise<Unfinished | undefined> | Promise<void>
  readonly edit?: (event: EditEvent) => Promise<Unfinished | undefined> | Promise<void>
  readonly remove?: (event: DeleteEvent) => Promise<void>
  readonly suggest: (typed: string, limit: number) => readonly Suggestion[]
  readonly home: Sink['home']
}
