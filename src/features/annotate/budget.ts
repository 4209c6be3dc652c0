/** Limits uninvited replies: a burst of messages must not cause a burst of replies. */
import type { Annotation, ChannelKey } from '../../storage/contract.ts'
import type { AnnotationBook } from './annotation-book.ts'

export interface Budget {
  readonly annotations: number
  readonly windowMs: number
}

export const DEFAULT_BUDGET: Budget = { annotations: 6, windowMs: 10 * 60_000 }

/** A whole forum may use this many times the budget of one channel: many posts are not one storm. */
const FORUM_FACTOR = 10

/** Whose budget is used up. */
export type Share = 'channel' | 'post' | 'person' | 'forum'

export interface Used {
  readonly of: Share
  readonly count: number
  /** True for the first message over the budget: one summary may be posted instead. */
  readonly storm: boolean
}

export interface BudgetDeps {
  readonly annotations: Pick<AnnotationBook, 'countSince' | 'recent'>
  readonly budget: Budget
  readonly now: () => number
}

interface Asking {
  /** The forum post that the message belongs to, if any. */
  readonly post?: string | undefined
  /** Hash of the author. */
  readonly author: string
}

/** @returns the budget that is used up; undefined while there is some left */
export async function usedUp(
  channel: ChannelKey,
  { post, author }: Asking,
  { annotations, budget, now }: BudgetDeps,
): Promise<Used | undefined> {
  const since = now() - budget.windowMs
  const max = budget.annotations
  const recent = annotations.recent(channel, since)
  const count = (matches: (annotation: Annotation) => boolean) => recent.filter(matches).length
  const shares: [Share, number, number][] =
    post === undefined
      ? [['channel', await annotations.countSince(channel, since), max]]
      : [
          ['post', count(({ thread, source }) => (thread ?? source.conversation.thread) === post), max],
          ['person', count((annotation) => annotation.author === author), max],
          ['forum', await annotations.countSince(channel, since), max * FORUM_FACTOR],
        ]
  const [full] = shares.filter(([, used, limit]) => used >= limit)
  return full && { of: full[0], count: full[1], storm: full[1] === full[2] }
}
