/** Answers exactly one event, by the nearest way that works. */
import { DeliveryError, type Responder } from '../../../src/chat/adapter.ts'
import type { Attachment, Card } from '../../../src/chat/card.ts'
import type { MessageEvent, MessageRef } from '../../../src/chat/event.ts'
import type { Log } from '../../../src/chat/log.ts'
import { forgiving } from '../api/error-words.ts'
import type { Files } from '../api/files.ts'
import type { Api } from '../api/web-api.ts'
import type { NameOf } from '../render/rich-text.ts'
import type { Change } from './edit.ts'
import type { Posts } from './post.ts'
import { createPostWithFile, withText } from './post-with-file.ts'
import { createWaysToAnswer, type Origin } from './ways-to-answer.ts'

export interface ResponderDeps {
  readonly api: Api
  readonly posting: Posts
  readonly change: Change
  readonly files: Files
  readonly namesIn: (team: string, card: Card) => Promise<NameOf>
  readonly log: Log
}

export function createResponders({ api, posting, change, files, namesIn, log }: ResponderDeps) {
  const postWithFile = createPostWithFile({ posting, change, files, log })
  const ways = createWaysToAnswer({ api, posting, change, postWithFile, namesIn, log })

  /** For a command, a button or a form. */
  function toInteraction(origin: Origin): Responder {
    const alone = origin.viewId !== undefined || origin.triggerId !== undefined
    let modal = alone

    async function reply(
      card: Card,
      visibility: 'private' | 'public' = 'private',
      attachment?: Attachment,
    ): Promise<MessageRef | undefined> {
      const isPublic = visibility === 'public' && !alone
      if (attachment && isPublic) return postWithFile(origin.conversation, card, attachment)
      if (attachment) return void (await ways.privatelyWithFile(origin, card, attachment))
      if (isPublic) return ways.publicly(origin, card)
      // The first answer takes the modal; it must not wipe out one that somebody reads.
      if (modal) {
        modal = false
        if (await ways.inModal(origin, card)) return undefined
      }
      await ways.privately(origin, card)
      return undefined
    }

    return {
      reply,
      async update(card) {
        if (origin.message) {
          try {
            return await change.edit(origin.message, card)
          } catch (error) {
            if (!(error instanceof DeliveryError)) throw error
            if (await ways.byUrl(origin, card, { replace_original: true })) throw error
            return
          }
        }
        if (alone || !origin.url.open()) return void (await reply(card))
        const failure = await ways.byUrl(origin, card, { replace_original: true })
        if (failure) await ways.privately(origin, card)
      },
      async dismiss() {
        if (origin.message) {
          const done = await change
            .remove(origin.message)
            .then(() => true, forgiving(log, 'a message could not be removed'))
          if (done) return
        }
        // Slack takes this word only alone.
        if (origin.url.open()) await origin.url.send({ delete_original: true })
      },
    }
  }

  /** For a message that was meant for the bot: a mention or a direct message. */
  function toMessage(event: MessageEvent): Responder {
    const place = event.replyIn ?? event.conversation
    let answers = 0
    async function reply(
      card: Card,
      visibility: 'private' | 'public' = 'private',
      attachment?: Attachment,
    ): Promise<MessageRef | undefined> {
      if (visibility === 'private' && !place.channel.startsWith('D')) {
        await change.whisper(event.conversation, event.by.id, attachment ? withText(card, attachment) : card)
        return undefined
      }
      // A redelivered question finds its answers; a second answer is another message.
      const options = { replyTo: event.message, key: `answer ${event.message.id} ${answers++}` }
      return attachment ? postWithFile(place, card, attachment, options) : posting.post(place, card, options)
    }
    return {
      reply,
      update: async (card) => void (await reply(card, 'public')),
      dismiss: async () => {},
    }
  }

  return { toInteraction, toMessage, postWithFile }
}

export type Responders = ReturnType<typeof createResponders>
