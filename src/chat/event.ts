/** What happens on a platform, in the words every platform shares. */

/** The name of an adapter: `slack`, `discord`, `console`. */
export type Platform = string

/**
 * A place where messages stand in one order: a channel, or a thread in it.
 * JSON-safe: features store it and post to it after a restart.
 */
export interface ConversationRef {
  readonly platform: Platform
  /** The Slack team or the Discord guild; the user's id for direct messages. */
  readonly workspace: string
  /** The channel's id: settings and cooldowns belong to it. For a thread, the channel it hangs in. */
  readonly channel: string
  /** The thread's id, where the message stands in one. */
  readonly thread?: string
}

/** One message for ever: posted, edited and removed through it. JSON-safe. */
export interface MessageRef {
  readonly conversation: ConversationRef
  readonly id: string
}

/** Who wrote or pressed. */
export interface Person {
  readonly id: string
  /** For logs of who changed a setting; never for lookups. */
  readonly name: string
  /** True for bots, webhooks and integrations; alerting tools are bots. */
  readonly bot: boolean
}

/** A file that hangs on a message. Its content is opened through the adapter, which alone knows host and token. */
export interface FileRef {
  readonly name: string
  /** Bytes, as the platform says. */
  readonly size: number
  readonly mediaType: string
  /** The platform's own address of the content; only the adapter that made it may open it. */
  readonly url: string
}

interface Occurred {
  /** The platform's own id, stable over redelivery, never invented. */
  readonly id: string
  readonly conversation: ConversationRef
  /** When it happened by the platform's clock, milliseconds since 1970. */
  readonly at: number
  readonly by: Person
}

/** What a message says, new or changed. */
interface Said extends Occurred {
  readonly message: MessageRef
  /** The whole text that people see, with attachments' and blocks' text of alerting tools, newest platform markup undone. */
  readonly text: string
  /** The title of the thread or forum post that this message opens. */
  readonly title?: string
  readonly files: readonly FileRef[]
  /** The thread that a reply should go to; absent where the platform has no threads. */
  readonly replyIn?: ConversationRef
  /** The channel is shared with other organisations. */
  readonly external?: boolean
}

/** Somebody said something: a message, or the title and first message of a new thread or forum post. */
export interface MessageEvent extends Said {
  readonly kind: 'message'
  /** The person's words are meant for the bot: a direct message or a mention of it. Answered like a command. */
  readonly addressed?: boolean
}

/** The text of a message changed; never sent when only an unfurl or a pin did. */
export interface EditEvent extends Said {
  readonly kind: 'edit'
}

export interface DeleteEvent extends Occurred {
  readonly kind: 'delete'
  readonly messages: readonly MessageRef[]
}

export type CommandName = 'imerr' | 'imtriage' | 'imconfig'

/** A command as typed, or a shortcut, a context menu or a pasted form that stands for one. */
export interface CommandEvent extends Occurred {
  readonly kind: 'command'
  readonly command: CommandName
  /** The words after the command, as one line of text: `10010`, `top 24h`, `mode auto`. */
  readonly text: string
  /** The person's language as the platform tells it, such as `en-US` or `zh-CN`. */
  readonly locale?: string
  /** `explain`: the text is a message that somebody asked to have explained, read at the asked threshold. */
  readonly intent?: 'explain'
  /** The message that an `explain` reads. */
  readonly target?: MessageRef
  /** The files attached to that message. Only the feature that answers opens them. */
  readonly files?: readonly FileRef[]
}

/** A button was pressed. */
export interface ActionEvent extends Occurred {
  readonly kind: 'action'
  readonly action: string
  readonly value: string
  readonly locale?: string
  /** The message that carries the button; absent where the platform does not say (an ephemeral answer). */
  readonly message?: MessageRef
}

export type InboundEvent = MessageEvent | EditEvent | DeleteEvent | CommandEvent | ActionEvent
