/** Answers a message that is addressed to the bot: by a public reply, or by a direct message. */
import type { Responder } from '../../../src/chat/adapter.ts'
import type { MessageEvent, MessageRef } from '../../../src/chat/event.ts'
import type { DirectMessages } from './direct-messages.ts'
import type { Poster } from './post.ts'

export const createMessageResponders =
  (poster: Poster, whisper: DirectMessages) =>
  (event: MessageEvent): Responder => {
    const place = event.replyIn ?? event.conversation
    let last: MessageRef | undefined
    let count = 0
    const responder: Responder = {
      async reply(card, visibility = 'private', attachment) {
        const direct = place.workspace === event.by.id
        if (visibility === 'private' && !direct) return void (await whisper(place, event.by.id, card))
        const key = `answer ${event.message.id} ${count++}`
        last = await poster.post(place, card, { replyTo: event.message, key, ...(attachment ? { attachment } : {}) })
        return last
      },
      update: async (card) => (last ? poster.edit(last, card) : void (await responder.reply(card, 'public'))),
      dismiss: async () => (last ? poster.remove(last) : undefined),
    }
    return responder
  }
