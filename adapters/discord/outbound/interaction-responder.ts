/** Answers an interaction by its token, which is valid for 15 minutes and works where the bot is not a member. */
import { type APIMessage, MessageFlags } from 'discord.js'
import type { Responder } from '../../../src/chat/adapter.ts'
import type { Attachment, Card } from '../../../src/chat/card.ts'
import type { ConversationRef, MessageRef } from '../../../src/chat/event.ts'
import type { Log } from '../../../src/chat/log.ts'
import { channelIdOf } from '../api/places.ts'
import { type DiscordApi, deliveryError, faultOf, neverSent } from '../api/rest-api.ts'
import { ERROR_CODES, TIMES } from '../limits.ts'
import { renderMessage } from '../render/card.ts'
import { toRawFiles } from './post.ts'

export interface Interaction {
  readonly id: string
  readonly token: string
  readonly application: string
  readonly conversation: ConversationRef
  /**
   * How it was acknowledged: with a placeholder that one person or everybody sees, or (`button`) without one, so that
   * `@original` is the message whose button was pressed.
   */
  readonly acknowledged: 'private' | 'public' | 'button'
  /** The message whose button was pressed, unless it is ephemeral. */
  readonly message?: MessageRef
}

const EXPIRED: readonly number[] = [
  ERROR_CODES.unknownInteraction,
  ERROR_CODES.unknownWebhook,
  ERROR_CODES.invalidToken,
  ERROR_CODES.unknownMessage,
]

const BY_TOKEN = { auth: false, waits: TIMES.answer } as const

export function createInteractionResponders(api: DiscordApi, log: Log) {
  return ({ id, token, application, conversation, acknowledged, message }: Interaction): Responder => {
    const webhook = `/webhooks/${application}/${token}`
    const original = `${webhook}/messages/@original`
    /** The placeholder of the acknowledgement is still empty. */
    let isPending = acknowledged !== 'button'

    /** Logs an expired interaction or a deleted answer instead of throwing. */
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

    /** Ephemeral messages cannot be edited or found later, so they have no MessageRef. */
    const refOf = (message: APIMessage | undefined, visibility: 'private' | 'public'): MessageRef | undefined =>
      message && visibility === 'public' ? { conversation, id: message.id } : undefined

    /** A follow-up is not idempotent, so it is not retried when the response was lost: most likely it was shown. */
    async function followUp(request: object): Promise<APIMessage | undefined> {
      try {
        const query = new URLSearchParams({ wait: 'true' })
        return await api.post<APIMessage>(webhook, { ...request, query, once: true })
      } catch (error) {
        const fault = faultOf(error)
        if (fault.status !== 0 || neverSent(fault)) throw error
        log.warn({ interaction: id, err: fault }, 'Discord: unknown whether an answer was shown')
        return undefined
      }
    }

    async function reply(card: Card, visibility: 'private' | 'public' = 'private', attachment?: Attachment) {
      const { flags: _, ...body } = renderMessage(card)
      const files = toRawFiles(attachment)
      const request = files.length > 0 ? { body, files, ...BY_TOKEN } : { body, ...BY_TOKEN }
      return unlessExpired(async () => {
        if (isPending && visibility === acknowledged) {
          const message = await api.patch<APIMessage>(original, request)
          isPending = false
          return refOf(message, visibility)
        }
        // The first message after an acknowledgement has the visibility of the acknowledgement, whatever its flags. For
        // another visibility we fill the placeholder, send a follow-up, and delete the placeholder.
        const hasPlaceholder = isPending
        if (hasPlaceholder)
          await api.patch(original, { body: { content: '…', allowed_mentions: { parse: [] } }, ...BY_TOKEN })
        isPending = false
        const flags = visibility === 'private' ? MessageFlags.Ephemeral : 0
        const message = await followUp({ ...request, body: { ...body, flags } })
        if (hasPlaceholder) await api.delete(original, { ...BY_TOKEN }).catch(() => {})
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
        isPending = false
        await unlessExpired(async () => {
          try {
            await api.delete(original, { ...BY_TOKEN })
          } catch (error) {
            const { code, status } = faultOf(error)
            // A proxy may not support this route; delete it as an ordinary message of ours.
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
