/** Edits and removes our own messages, and shows notes to one person. */
import { LRUCache } from 'lru-cache'
import { DeliveryError } from '../../../src/chat/adapter.ts'
import type { Card } from '../../../src/chat/card.ts'
import type { ConversationRef, MessageRef } from '../../../src/chat/event.ts'
import { deliveryError } from '../api/error-words.ts'
import { asText, type Payload } from '../api/payload.ts'
import type { People } from '../api/people.ts'
import { conversationOf, isDirectMessage, messageName } from '../api/places.ts'
import { type Api, CallError, withRetries } from '../api/web-api.ts'
import { TIMES } from '../limits.ts'
import type { OwnMessages } from './own-messages.ts'
import { contentOf, LITERAL, type Posts, type Size, shorterAfter } from './post.ts'

/** Refusals after which a direct message may still reach the person. */
const NOT_HERE = new Set([
  'not_in_channel',
  'channel_not_found',
  'user_not_in_channel',
  'is_archived',
  'restricted_action',
  'cannot_reply_to_message',
])

/** True when the message was deleted, or its whole channel. */
const isGone = ({ reason, cause }: DeliveryError) =>
  reason === 'gone' ||
  (cause instanceof CallError && cause.failure.kind === 'refused' && cause.failure.code === 'channel_not_found')

/** Our own removals. Slack reports them to us like those of others. */
const MAX_REMOVED = 500

export function createEdits(api: Api, people: People, ownMessages: OwnMessages, posts: Posts) {
  const removed = new LRUCache<string, true>({ max: MAX_REMOVED })

  /** Sends ever smaller renderings until one is small enough. Only for calls that may run twice. */
  async function sendShrinking(card: Card, team: string, send: (content: Payload) => Promise<unknown>): Promise<void> {
    const nameOf = await people.namesIn(team, card)
    let size: Size = 'full'
    for (;;) {
      try {
        await send(contentOf(card, size, nameOf))
        return
      } catch (error) {
        const cause = error instanceof DeliveryError ? error.cause : error
        const shorter: Size | undefined = cause instanceof CallError ? shorterAfter(cause.failure, size) : undefined
        if (!shorter) throw error
        size = shorter
      }
    }
  }

  /** Shows a note where the person is, in the thread if there is one. @throws CallError */
  async function note({ workspace, channel, thread }: ConversationRef, person: string, card: Card): Promise<void> {
    const place = thread ? { channel, thread_ts: thread } : { channel }
    await sendShrinking(card, workspace, (content) => {
      const args = { ...place, user: person, ...LITERAL, ...content }
      const attempt = () =>
        api.once(workspace, 'chat.postEphemeral', args).catch((error: unknown) => {
          // An ephemeral message cannot be looked up. A missing note is better than the same note twice.
          if (!(error instanceof CallError) || error.failure.kind !== 'lost') throw error
        })
      return withRetries(attempt, TIMES.post)
    })
  }

  return {
    /** @throws DeliveryError */
    async edit({ conversation, id }: MessageRef, card: Card): Promise<void> {
      const { workspace, channel } = conversation
      await sendShrinking(card, workspace, (content) => {
        ownMessages.sending(channel, asText(content.text))
        return api.call(workspace, 'chat.update', { channel, ts: id, ...LITERAL, ...content }, TIMES.post)
      })
    },

    /** Also resolves when the message is gone already. @throws DeliveryError */
    async remove(message: MessageRef): Promise<void> {
      const { workspace, channel } = message.conversation
      removed.set(messageName(message), true)
      try {
        await api.call(workspace, 'chat.delete', { channel, ts: message.id }, TIMES.post)
      } catch (error) {
        if (!(error instanceof DeliveryError) || !isGone(error)) throw error
      }
      posts.forget(message)
    },

    /** True for a message that we removed ourselves. */
    wasRemoved: (message: MessageRef): boolean => removed.has(messageName(message)),

    note,

    /** Shows a private note where the person is, or else sends a direct message. @throws DeliveryError */
    async whisper(conversation: ConversationRef, person: string, card: Card): Promise<void> {
      const { workspace, channel } = conversation
      const directly = async () => void (await posts.post(conversationOf(workspace, person), card))
      // In a direct message, or in a view (its channel is the person's id), the person is alone with the bot.
      if (isDirectMessage(channel)) return void (await posts.post(conversation, card))
      if (/^[UW]/.test(channel)) return directly()
      try {
        await note(conversation, person, card)
      } catch (error) {
        if (!(error instanceof CallError)) throw error
        const { failure } = error
        if (failure.kind !== 'refused' || !NOT_HERE.has(failure.code)) throw deliveryError(failure, error)
        await directly()
      }
    },
  }
}

export type Edits = ReturnType<typeof createEdits>
