/** Changing and removing our own messages, and notes that one person sees. */
import { setTimeout as sleep } from 'node:timers/promises'
import { DeliveryError } from '../../../src/chat/adapter.ts'
import type { Card } from '../../../src/chat/card.ts'
import type { ConversationRef, MessageRef } from '../../../src/chat/event.ts'
import { deliveryError } from '../api/error-words.ts'
import { asText, type Payload } from '../api/payload.ts'
import { type Api, backoffMs, CallError } from '../api/web-api.ts'
import { TIMES } from '../limits.ts'
import type { NameOf } from '../render/rich-text.ts'
import type { OwnMessages } from './own-messages.ts'
import { contentOf, type Posts, QUIET, type Size, shorterAfter } from './post.ts'

export interface EditDeps {
  readonly api: Api
  readonly posting: Posts
  readonly own: OwnMessages
  readonly namesIn: (team: string, card: Card) => Promise<NameOf>
}

/** Refusals that mean: the person cannot be reached in this channel, but perhaps directly. */
const NOT_HERE = new Set([
  'not_in_channel',
  'channel_not_found',
  'user_not_in_channel',
  'is_archived',
  'restricted_action',
  'cannot_reply_to_message',
])
/** With the message, or with its whole channel. */
const isGone = ({ reason, cause }: DeliveryError) =>
  reason === 'gone' ||
  (cause instanceof CallError && cause.failure.kind === 'refused' && cause.failure.code === 'channel_not_found')

/** Our own removals, whose echo is no news. */
const MAX_REMOVED = 500

export function createEdits({ api, posting, own, namesIn }: EditDeps) {
  const removed = new Set<string>()

  /** Sends with ever smaller renderings. Only for calls that may run twice. */
  async function shrinking(card: Card, team: string, send: (content: Payload) => Promise<void>): Promise<void> {
    const nameOf = await namesIn(team, card)
    let size: Size = 'full'
    for (;;) {
      try {
        return await send(contentOf(card, size, nameOf))
      } catch (error) {
        const cause = error instanceof DeliveryError ? error.cause : error
        const shorter: Size | undefined = cause instanceof CallError ? shorterAfter(cause.failure, size) : undefined
        if (!shorter) throw error
        size = shorter
      }
    }
  }

  /** @throws CallError when Slack refuses; an answer that was lost counts as given. */
  async function ephemeral(team: string, args: Payload): Promise<void> {
    const deadline = Date.now() + TIMES.post
    for (let tries = 0; ; tries++) {
      try {
        await api.once(team, 'chat.postEphemeral', args)
        return
      } catch (error) {
        if (!(error instanceof CallError)) throw error
        // It cannot be looked up; twice the same note is worse than trusting that a sent one arrived.
        if (error.failure.kind === 'cut') return
        const wait = backoffMs(error.failure, tries)
        if (error.failure.kind === 'refused' || Date.now() + wait > deadline) throw error
        await sleep(wait)
      }
    }
  }

  /** A note where the person is, in the thread when there is one. @throws CallError when Slack refuses */
  async function note({ workspace, channel, thread }: ConversationRef, person: string, card: Card): Promise<void> {
    await shrinking(card, workspace, async (content) => {
      const { parse, link_names } = QUIET
      const place = thread ? { channel, thread_ts: thread } : { channel }
      await ephemeral(workspace, { ...place, user: person, parse, link_names, ...content })
    })
  }

  return {
    async edit({ conversation, id }: MessageRef, card: Card): Promise<void> {
      const { workspace, channel } = conversation
      await shrinking(card, workspace, async (content) => {
        const { parse, link_names } = QUIET
        const args = { channel, ts: id, parse, link_names, ...content }
        own.sending(channel, asText(content.text))
        await api.call(workspace, 'chat.update', args, TIMES.post)
      })
    },

    async remove({ conversation, id }: MessageRef): Promise<void> {
      const { workspace, channel } = conversation
      removed.add(`${channel}/${id}`)
      const [oldest] = removed
      if (removed.size > MAX_REMOVED && oldest !== undefined) removed.delete(oldest)
      try {
        await api.call(workspace, 'chat.delete', { channel, ts: id }, TIMES.post)
      } catch (error) {
        if (!(error instanceof DeliveryError) || !isGone(error)) throw error
      }
      posting.forget({ conversation, id })
    },

    /** True for a message that we removed ourselves. */
    wasRemoved: ({ conversation, id }: MessageRef): boolean => removed.has(`${conversation.channel}/${id}`),

    note,

    /** A private note where the person is; else a direct message. */
    async whisper(conversation: ConversationRef, person: string, card: Card): Promise<void> {
      const { workspace, channel } = conversation
      const directly = () => posting.post({ platform: conversation.platform, workspace, channel: person }, card)
      // In a direct message, and on a page of their own, people are alone with the bot.
      if (channel.startsWith('D')) return void (await posting.post(conversation, card))
      if (/^[UW]/.test(channel)) return void (await directly())
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

export type Change = ReturnType<typeof createEdits>
