/**
 * Who and where, in the shape of `chat/event.ts`, so that callers pass theirs: a Person is a Who, a ConversationRef
 * is a PlaceKey, a MessageRef is a MessageKey. Declared again because storage knows no chat.
 */

/** One team on one platform: a Slack team, a Discord guild. Teams never see each other's rows. */
export interface Scope {
  readonly platform: string
  readonly workspace: string
}

export interface ChannelKey extends Scope {
  readonly channel: string
}

/** A channel, or a thread in it. */
export interface PlaceKey extends ChannelKey {
  readonly thread?: string
}

/** One message; its id is unique in its channel. */
export interface MessageKey {
  readonly conversation: PlaceKey
  readonly id: string
}

/** Who changed something; shown in histories. */
export interface Who {
  readonly id: string
  readonly name: string
}

/** Something somebody did, kept for good. */
export interface Change {
  readonly by: Who
  readonly at: number
}
