/** How much the bot says unasked, whatever happens: a burst must not be answered by another. */
import type { Annotation, ChannelKey } from '../../storage/contract.ts'
import type { AnnotationBook } from './annotation-book.ts'

export interface Budget {
  readonly annotations: number
  readonly windowMs: number
}

export const DEFAULT_BUDGET: Budget = { annotations: 6, windowMs: 10 * 60_000 }

/** What a storm is: many messages in one place, or of one person. A busy forum is none, until it takes this many times as much. */
const FORUM_FACTOR = 10

/** What a budget was used up by. */
export type Share = 'channel' | 'post' | 'person' | 'forum'

export interface Used {
  readonly of: Share
  readonly count: number
  /** The first message too many: one summary may be posted instead. */
  readonly storm: boolean
}

export interface BudgetDeps {
  readonly annotations: Pick<AnnotationBook, 'countSince' | 'recent'>
  readonly budget: Budget
  readonly now: () => number
}

interface Asking {
  /** The post that the message belongs to, if it belongs to one. */
  readonly post?: string | undefined
  /** The author, as annotations keep them. */
  readonly author: string
}

/** @returns the budget that is used up; undefined while there is some left */
export async function usedUp(
  channel: ChannelKey,
  { post, author }: Asking,
  { annotations, budget, now }: BudgetDeps,
): Promise<Used | undefined> {
  const since = now() - budget.windowMs
  const most = budget.annotations
  const recent = annotations.recent(channel, since)
  const count = (matches: (annotation: Annotation) => boolean) => recent.filter(matches).length
  const shares: [Share, number, number][] =
    post === undefined
      ? [['channel', await annotations.countSince(channel, since), most]]
      : [
          ['post', count(({ thread, source }) => (thread ?? source.conversation.thread) === post), most],
          ['person', count((annotation) => annotation.author === author), most],
          ['forum', await annotations.countSince(channel, since), most * FORUM_FACTOR],
        ]
  const [full] = shares.filter(([, used, limit]) => used >= limit)
  return full && { of: full[0], count: full[1], storm: full[1] === full[2] }
}
