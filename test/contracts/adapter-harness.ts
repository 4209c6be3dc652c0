/** What the adapter contract needs from a platform; the harnesses under test/adapters implement it. */
import type { Adapter, Capabilities, Responder } from '../../src/chat/adapter.ts'
import type { CommandName, ConversationRef, InboundEvent } from '../../src/chat/event.ts'

export interface Received {
  readonly event: InboundEvent
  readonly responder: Responder | undefined
}

/** A message as people see it on the platform. */
export interface Shown {
  readonly id: string
  /** All visible text: title, text, fields, footer. */
  readonly text: string
  readonly buttons: readonly { readonly id: string; readonly value: string; readonly label: string }[]
  /** The message it replies to, or whose thread it is in. */
  readonly replyTo?: string
  /** Ids of people, groups or "everyone" that the platform notified. */
  readonly pinged: readonly string[]
}

export interface SayOptions {
  readonly person?: string
  readonly bot?: boolean
  /** Posted in the thread of this message. */
  readonly inThreadOf?: string
  readonly files?: readonly { readonly name: string; readonly content: Uint8Array }[]
}

/** A fresh adapter, connected to a fresh local platform, whose sink collects what arrives. */
export interface AdapterHarness {
  readonly adapter: Adapter
  readonly capabilities: Capabilities
  /** Everything the sink got, in order. */
  readonly received: readonly Received[]
  /** A channel that the bot is in. */
  readonly channel: ConversationRef
  /** Makes the sink throw or wait for the next event. */
  onNext(work: (received: Received) => Promise<void>): void
  /** Somebody writes. @returns the message's id */
  say(text: string, options?: SayOptions): Promise<string>
  change(message: string, text: string): Promise<void>
  /** Updates a message without an edit: an unfurl, an embed, a pin. */
  touch(message: string): Promise<void>
  erase(message: string): Promise<void>
  command(name: CommandName, text: string): Promise<void>
  /** Presses a button of a shown message, or of the private answer when `message` is `private`. */
  press(message: string, button: { readonly id: string; readonly value: string }): Promise<void>
  /** Redelivers the last event. */
  redeliver(): Promise<void>
  /** The bot's messages in the channel and its threads, oldest first. */
  shown(): Promise<readonly Shown[]>
  /** What only this person sees, oldest first. */
  privately(person?: string): Promise<readonly Shown[]>
  /** Makes the next posting calls fail: 429 with a wait, 503, or accepted with the connection cut before the answer. */
  failNext(kind: 'rate-limit' | 'unavailable' | 'cut', times: number): void
  /** Rule violations in what the adapter sent; must stay empty. */
  problems(): readonly string[]
  stop(): Promise<void>
}
