/** Posts a message with a file in its thread or channel, or with the file's text where Slack refuses the file. */
import type { PostOptions } from '../../../src/chat/adapter.ts'
import type { Attachment, Card } from '../../../src/chat/card.ts'
import type { ConversationRef, MessageRef } from '../../../src/chat/event.ts'
import type { Log } from '../../../src/chat/log.ts'
import { warnOfFailure } from '../api/error-words.ts'
import type { Files } from '../api/files.ts'
import { LIMITS } from '../limits.ts'
import { lengthOf } from '../render/graphemes.ts'
import type { Edits } from './edit.ts'
import type { Posts } from './post.ts'

/** The card with the file's text, cut to what a message takes, for when the file itself cannot be uploaded. */
export function withText(card: Card, { content }: Attachment): Card {
  const room = LIMITS.body / 2
  const text = lengthOf(content) > room ? `${content.slice(0, room)}\n…` : content
  return { ...card, blocks: [...card.blocks, { kind: 'code', text }] }
}

export function createPostWithFile(posts: Posts, edits: Edits, files: Files, log: Log) {
  return async (
    place: ConversationRef,
    card: Card,
    attachment: Attachment,
    options: PostOptions = {},
  ): Promise<MessageRef> => {
    const ref = await posts.post(place, card, options)
    const { workspace, channel, thread } = ref.conversation
    try {
      await files.upload(workspace, channel, thread, attachment)
    } catch (error) {
      warnOfFailure(log, 'a file could not be uploaded; sent as text')(error)
      await edits.edit(ref, withText(card, attachment))
    }
    return ref
  }
}
