/** What a platform's adapter provides to the bot, and the sink it delivers events to. */
import type { Attachment, Card } from './card.ts'
import type { CommandSpec } from './command.ts'
import type { ConversationRef, FileRef, InboundEvent, MessageRef, Person } from './event.ts'

/** What a platform can and cannot do; features ask this record, never the platform's name. */
export interface Capabilities {
  /** Replies can hang in a thread of the message. */
  readonly threads: boolean
  /** An answer to a command or a button can be shown to one person only. */
  readonly privateReplies: boolean
  /** A note can be shown to one person in a channel although that person pressed nothing. */
  readonly privateNotes: boolean
  readonly edits: boolean
  readonly files: boolean
}

export interface Suggestion {
  /** What the completion shows, at most 100 characters. */
  readonly label: string
  /** What it stands for: a code. */
  readonly value: string
}

/** Answers exactly one event by the platform's own reply channel, so it works where the bot is no member. */
export interface Responder {
  /**
   * Shows a card to the person who asked.
   * @param visibility `private` by default; `public` posts for the whole conversation.
   * @returns the message, where the platform tells it and it can be edited later.
   */
  reply(card: Card, visibility?: 'private' | 'public', attachment?: Attachment): Promise<MessageRef | undefined>
  /** Replaces the card whose button was pressed; for a command it is the same as `reply`. */
  update(card: Card): Promise<void>
  /** Takes the card whose button was pressed away, where the platform can. */
  dismiss(): Promise<void>
}

/**
 * The only entry into the bot. Adapters acknowledge what a person waits for before they call it, and any other event
 * afterwards, where the platform redelivers what was not acknowledged.
 */
export interface Sink {
  /**
   * Takes an event. Resolves when it is done or dropped as a duplicate; never rejects.
   * @param responder present for commands, actions and addressed messages.
   * @returns false when nothing was said and nothing done, so that another delivery is welcome.
   */
  handle(event: InboundEvent, responder?: Responder): Promise<boolean>
  /** Completions for what has been typed so far; at most `limit`, quick, never rejects. */
  suggest(typed: string, limit: number): readonly Suggestion[]
  /**
   * What a person finds on the bot's own page, where a platform has one (Slack's App Home): how to ask, what is seen most,
   * what holds in this workspace. Never rejects. `conversation.channel` may be the person's own id.
   */
  home(by: Person, conversation: ConversationRef, locale?: string): Promise<Card>
}

/** What a person may do in a conversation. An adapter that cannot tell throws; the bot then denies. */
export interface Rights {
  /** May change the bot's settings here. */
  readonly admin: boolean
  /** May remove other people's messages here. */
  readonly moderator: boolean
  /**
   * Belongs to the organisation whose place this is, as a full member of a company's workspace does; guests, people of
   * other organisations and the members of an open community do not. Absent: no.
   */
  readonly colleague?: boolean
}

/** Somebody asked for what cannot be done. Shown to that person as it is: what happened and what to do next. */
export class UserError extends Error {
  override readonly name = 'UserError'
}

/** The platform refused for a reason that will not go away by itself: no permission, no such channel, archived. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError'
  readonly reason: 'gone' | 'forbidden' | 'invalid' | 'unavailable'
  constructor(reason: 'gone' | 'forbidden' | 'invalid' | 'unavailable', message: string, options?: ErrorOptions) {
    super(message, options)
    this.reason = reason
  }
}

/** The platform refuses to let the bot in. The message tells the admin what to click, and never holds a token. */
export class SetupError extends Error {
  override readonly name: string = 'SetupError'
}

export interface Adapter {
  readonly platform: string
  readonly capabilities: Capabilities
  /** Connects and begins to deliver events. Rejects with a message that says what to do when the platform refuses. */
  start(sink: Sink, commands: readonly CommandSpec[]): Promise<void>
  /** Stops taking events, finishes those in flight, disconnects. */
  stop(): Promise<void>
  /** True while events can arrive; what /readyz reports. */
  ready(): boolean
  /**
   * Posts a card. Pings nobody unless `mention` names somebody.
   * @param mention user or group ids to notify, for on-call only.
   * @throws DeliveryError
   */
  post(conversation: ConversationRef, card: Card, options?: PostOptions): Promise<MessageRef>
  /** @throws DeliveryError with reason `gone` when the message was deleted. */
  edit(message: MessageRef, card: Card): Promise<void>
  /** Removes one of the bot's own messages; quiet when it is gone already. */
  remove(message: MessageRef): Promise<void>
  /** Tells one person something in a way that nobody else sees: a private note, or else a direct message. */
  whisper(conversation: ConversationRef, person: string, card: Card): Promise<void>
  /** @throws when the platform does not tell. */
  rights(person: Person, conversation: ConversationRef): Promise<Rights>
  /** The channel's name, without `#`, for rules by name. Undefined when the platform does not tell. */
  channelName(conversation: ConversationRef): Promise<string | undefined>
  /** True for a channel that other organisations share. Absent where the platform has none. */
  isShared?(conversation: ConversationRef): Promise<boolean>
  /**
   * The content of a file that hung on a message, as a stream of bytes.
   * @throws DeliveryError for a host that is not the platform's, a sign-in page, or more than `maxBytes`.
   */
  openFile(file: FileRef, conversation: ConversationRef, maxBytes: number): Promise<AsyncIterable<Uint8Array>>
  /** A link that people can click to reach the message; undefined where there is none. */
  permalink(message: MessageRef): Promise<string | undefined>
  /**
   * The message that a link points to, with its author; undefined when it is no link of this platform or not readable.
   * @param asked where the question stands
   * @param by who asks: nobody learns by a link what they cannot open themselves
   */
  resolveLink(
    url: string,
    asked: ConversationRef,
    by: Person,
  ): Promise<{ readonly message: MessageRef; readonly text: string; readonly author: Person } | undefined>
}

export interface PostOptions {
  /** The message this one answers, where the platform shows replies. Posted without when that message is gone. */
  readonly replyTo?: MessageRef
  /**
   * The message stands in the thread of this one, one of the bot's own; the thread is opened when there is none. Posted
   * in the channel where the platform has no threads.
   */
  readonly inThreadOf?: MessageRef
  /** Platform ids (users or groups) to notify. */
  readonly mention?: readonly string[]
  readonly attachment?: Attachment
  /** The same key never posts twice while the platform can tell. */
  readonly key?: string
}
