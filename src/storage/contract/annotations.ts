import type { ChannelKey, MessageKey, Scope } from './keys.ts'

/** `dismissed`: somebody did not want it. `removed`: its message went, or no longer holds a code. */
export type AnnotationState = 'posted' | 'dismissed' | 'removed'

export interface NewAnnotation {
  /** The message that is explained. There is at most one annotation per message, for ever. */
  readonly source: MessageKey
  /** The thread that the explanation belongs to: the reply's thread. Absent where the platform has no threads. */
  readonly thread?: string
  /** Who wrote the source message, as a keyed hash, so that the author can be told from others. */
  readonly author: string
  /** In the order shown; each once. */
  readonly codes: readonly string[]
  /** The bot's message. */
  readonly reply?: MessageKey
  readonly at: number
}

export interface Annotation extends NewAnnotation {
  /** Fits into a button's value. Never used again for another. */
  readonly id: number
  readonly state: AnnotationState
  readonly changedAt: number
}

export interface AnnotationChange {
  readonly codes?: readonly string[]
  readonly reply?: MessageKey
  readonly state?: AnnotationState
}

export interface Annotations {
  /** Keeps a posted annotation. One of the same source is replaced and keeps its id. */
  save(annotation: NewAnnotation): Promise<Annotation>
  /** @returns undefined when there is none with this id. */
  update(id: number, change: AnnotationChange, at: number): Promise<Annotation | undefined>
  get(id: number): Promise<Annotation | undefined>
  bySource(source: MessageKey): Promise<Annotation | undefined>
  byReply(reply: MessageKey): Promise<Annotation | undefined>
  /** Which of these codes were explained in this thread; a dismissed explanation counts, a removed one does not. */
  explainedIn(channel: ChannelKey, thread: string, codes: readonly string[]): Promise<ReadonlySet<string>>
  /** For the cooldown: when each of these codes was last explained in the channel, if at or after `since`. Removed ones do not count. */
  lastExplained(channel: ChannelKey, codes: readonly string[], since: number): Promise<ReadonlyMap<string, number>>
  /** For the budget: how many the channel got at or after `since`, whatever became of them. */
  countSince(channel: ChannelKey, since: number): Promise<number>
  /** Those still posted that name any of these codes, made at or after `since`; newest first. */
  posted(scope: Scope, codes: readonly string[], since: number, limit: number): Promise<readonly Annotation[]>
}

export type FeedbackKind = 'not-helpful' | 'dismissed'

export interface FeedbackCount {
  readonly code: string
  readonly annotations: number
  readonly notHelpful: number
  readonly dismissed: number
}

/** What people thought of annotations. */
export interface Feedback {
  /**
   * @param person a keyed hash.
   * @returns false when the person said so before, or the annotation is gone.
   */
  add(annotation: number, kind: FeedbackKind, person: string, at: number): Promise<boolean>
  /** Per code, for annotations made at or after `since`; most feedback first. */
  byCode(scope: Scope, since: number): Promise<readonly FeedbackCount[]>
}
