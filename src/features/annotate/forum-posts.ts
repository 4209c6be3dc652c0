/**
 * Tracks forum posts and titled threads. Each is a question of its own: its readers have not read the other posts, so a code
 * explained there is explained here again.
 */
import { LRUCache } from 'lru-cache'
import type { MessageEvent } from '../../chat/event.ts'

type Said = Pick<MessageEvent, 'conversation' | 'replyIn' | 'title'> & Partial<Pick<MessageEvent, 'message'>>

export interface ForumPosts {
  /** Notes the post that this message opens, if any: its later messages carry no title. */
  note(said: Said): void
  /** @returns the thread id of the post that a message belongs to; undefined outside of posts */
  of(said: Said): string | undefined
}

const MAX_REMEMBERED = 5_000

export function createForumPosts(): ForumPosts {
  const opened = new LRUCache<string, true>({ max: MAX_REMEMBERED })
  const threadOf = ({ conversation, replyIn }: Said) => conversation.thread ?? replyIn?.thread
  const nameOf = ({ platform, workspace, channel }: Said['conversation'], thread: string) =>
    [platform, workspace, channel, thread].join('/')
  // The first message of a thread has the thread's id.
  const opens = ({ title, conversation, message }: Said) =>
    title !== undefined || (conversation.thread !== undefined && message?.id === conversation.thread)
  return {
    note(said) {
      const thread = threadOf(said)
      if (thread !== undefined && opens(said)) opened.set(nameOf(said.conversation, thread), true)
    },
    of(said) {
      const thread = threadOf(said)
      if (thread === undefined) return undefined
      return opens(said) || opened.has(nameOf(said.conversation, thread)) ? thread : undefined
    },
  }
}
