/** Answers one interaction by its own token, which works for 15 minutes and where the bot is no member. */
import { type APIMessage, MessageFlags } from 'discord.js'
import type { Responder } from '../../../src/chat/adapter.ts'
import type { Attachment, Card } from '../../../src/chat/card.ts'
import type { ConversationRef, MessageRef } from '../../../src/chat/event.ts'
import type { Log } from '../../../src/chat/log.ts'
import { channelIdOf } from '../api/places.ts'
import { type DiscordApi, deliveryError, faultOf, neverSent } from '../api/rest-api.ts'
import { CODES, TIMES } from '../limits.ts'
import { renderMessage } from '../render/card.ts'
import { filesOf } from './post.ts'

export interface Interaction {
  readonly id: string
  readonly token: string
  readonly application: string
  readonly conversation: ConversationRef
  /**
   * What the acknowledgement was: a place for the answer, seen by one person or by all, or (`button`) nothing, so that
   * the original is the message whose button was pressed.
   */
  readonly acknowledged: 'private' | 'public' | 'button'
  /** The message whose button was pressed, unless only one person sees it. */
  readonly message?: MessageRef
}

const EXPIRED: readonly number[] = [
  CODES.unknownInteraction,
  CODES.unknownWebhook,
  CODES.invalidToken,
  CODES.unknownMessage,
]

/** Answered by the interaction's own token, while somebody waits. */
const BY_TOKEN = { auth: false, waits: TIMES.answer } as const

export function createReplies(api: DiscordApi, log: Log) {
  return ({ id, token, application, conversation, acknowledged, message }: Interaction): Responder => {
    const webhook = `/webhooks/${application}/${token}`
    const original = `${webhook}/messages/@original`
    /** The place that the acknowledgement made is still empty. */
    let waiting = acknowledged !== 'button'

    /** The person has gone, or looked away for 15 minutes: worth a line, not an error. */
    async function unlessExpired<T>(work: () => Promise<T>): Promise<T | undefined> {
      try {
        return await work()
      } catch (error) {
        const fault = faultOf(error)
        if (!EXPIRED.includes(fault.code) && fault.status !== 404 && fault.status !== 401)
          throw deliveryError(error, 'cannot answer')
        log.warn({ interaction: id, code: fault.code }, 'Discord: an interaction expired before it was answered')
        return undefined
      }
    }

    /** How the message can be found again; those seen by one person cannot. */
    const refOf = (message: APIMessage | undefined, visibility: 'private' | 'public'): MessageRef | undefined =>
      message && visibility === 'public' ? { conversation, id: message.id } : undefined

    /** Unlike the original it cannot be sent twice. When only the answer to it was lost, it was most likely shown. */
    async function followUp(request: object): Promise<APIMessage | undefined> {
      try {
        const query = new URLSearchParams({ wait: 'true' })
        return await api.post<APIMessage>(webhook, { ...request, query, once: true })
      } catch (error) {
        const fault = faultOf(error)
        if (fault.status !== 0 || neverSent(fault)) throw error
        log.warn({ interaction: id, err: fault }, 'Discord: not known whether an answer was shown')
        return undefined
      }
    }

    async function reply(card: Card, visibility: 'private' | 'public' = 'private', attachment?: Attachment) {
      const { flags: _, ...body } = renderMessage(card)
      const files = filesOf(attachment)
      const request = files.length > 0 ? { body, files, ...BY_TOKEN } : { body, ...BY_TOKEN }
      return unlessExpired(async () => {
        if (waiting && visibility === acknowledged) {
          const message = await api.patch<APIMessage>(original, request)
          waiting = false
          return refOf(message, visibility)
        }
        // Who sees an answer was decided by the acknowledgement, also for the first message after it: this one needs a
        // message of its own, so the first is made and taken away again.
        const placeholder = waiting
        if (placeholder)
          await api.patch(original, { body: { content: '…', allowed_mentions: { parse: [] } }, ...BY_TOKEN })
        waiting = false
        const flags = visibility === 'private' ? MessageFlags.Ephemeral : 0
        const message = await followUp({ ...request, body: { ...body, flags } })
        if (placeholder) await api.delete(original, { ...BY_TOKEN }).catch(() => {})
        return refOf(message, visibility)
      })
    }

    return {
      reply,
      async update(card) {
        if (acknowledged !== 'button') return void (await reply(card, acknowledged))
        const { flags: _, ...body } = renderMessage(card)
        await unlessExpired(() => api.patch(original, { body, ...BY_TOKEN }))
      },
      async dismiss() {
        waiting = false
        await unlessExpired(async () => {
          try {
            await api.delete(original, { ...BY_TOKEN })
          } catch (error) {
            const { code, status } = faultOf(error)
            // A proxy that takes no deletions here; the message itself can go like any other of ours.
            if (!message || code !== 0 || (status !== 404 && status !== 405)) throw error
            await api.delete(`/channels/${channelIdOf(message.conversation)}/messages/${message.id}`, {
              waits: TIMES.answer,
            })
          }
        })
      },
    }
  }
}

export type Replies = ReturnType<typeof createReplies>
