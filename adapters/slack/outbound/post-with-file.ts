/** Posts a message with a file below it; the file as text where Slack does not take it. */
import type { PostOptions } from '../../../src/chat/adapter.ts'
import type { Attachment, Card } from '../../../src/chat/card.ts'
import type { ConversationRef, MessageRef } from '../../../src/chat/event.ts'
import type { Log } from '../../../src/chat/log.ts'
import { forgiving } from '../api/error-words.ts'
import type { Files } from '../api/files.ts'
import { LIMITS } from '../limits.ts'
import { lengthOf } from '../render/graphemes.ts'
import type { Change } from './edit.ts'
import type { Posts } from './post.ts'

export interface PostWithFileDeps {
  readonly posting: Posts
  readonly change: Change
  readonly files: Files
  readonly log: Log
}

/** What is said instead of a file that could not be handed over. */
export function withText(card: Card, attachment: Attachment): Card {
  const room = LIMITS.body / 2
  const shown = lengthOf(attachment.content) > room ? `${attachment.content.slice(0, room)}\n…` : attachment.content
  return { ...card, blocks: [...card.blocks, { kind: 'code', text: shown }] }
}

export type PostWithFile = (
  place: ConversationRef,
  card: Card,
  attachment: Attachment,
  options?: PostOptions,
) => Promise<MessageRef>

export function createPostWithFile({ posting, change, files, log }: PostWithFileDeps): PostWithFile {
  return async (place, card, attachment, options = {}) => {
    const ref = await posting.post(place, card, options)
    const { workspace, channel } = ref.conversation
    try {
      await files.upload(workspace, channel, ref.conversation.thread, attachment)
    } catch (error) {
      forgiving(log, 'a file could not be handed over; sent as text')(error)
      await change.edit(ref, withText(card, attachment))
    }
    return ref
  }
}
