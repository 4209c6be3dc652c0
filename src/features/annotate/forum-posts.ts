/**
 * Forum posts, and threads with a title: each is a question of its own. Who reads one has not read the one beside it, so
 * what was explained there is no reason to be silent here.
 */
import type { MessageEvent } from '../../chat/event.ts'
import { createRecent } from '../recent.ts'

type Said = Pick<MessageEvent, 'conversation' | 'replyIn' | 'title'> & Partial<Pick<MessageEvent, 'message'>>

export interface Posts {
  /** Remembers the post that this message opens, if it opens one: its later messages carry no title. */
  note(said: Said): void
  /** The post that a message belongs to, by its thread's id; undefined for any other message. */
  of(said: Said): string | undefined
}

const MAX_REMEMBERED = 5_000

export function createPosts(): Posts {
  const opened = createRecent(MAX_REMEMBERED)
  const threadOf = ({ conversation, replyIn }: Said) => conversation.thread ?? replyIn?.thread
  const nameOf = ({ platform, workspace, channel }: Said['conversation'], thread: string) =>
    [platform, workspace, channel, thread].join('/')
  // A message with the id of the thread that it stands in has opened it.
  const opens = ({ title, conversation, message }: Said) =>
    title !== undefined || (conversation.thread !== undefined && message?.id === conversation.thread)
  return {
    note(said) {
      const thread = threadOf(said)
      if (thread !== undefined && opens(said)) opened.add(nameOf(said.conversation, thread))
    },
    of(said) {
      const thread = threadOf(said)
      if (thread === undefined) return undefined
      return opens(said) || opened.has(nameOf(said.conversation, thread)) ? thread : undefined
    },
  }
}
