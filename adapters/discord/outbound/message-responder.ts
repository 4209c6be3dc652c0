/** Answers a message that speaks to the bot: by a reply that all see, or by a direct message. */
import type { Responder } from '../../../src/chat/adapter.ts'
import type { MessageEvent, MessageRef } from '../../../src/chat/event.ts'
import type { Whisper } from './direct-messages.ts'
import type { Posting } from './post.ts'

export const createAnswers =
  (posting: Posting, whisper: Whisper) =>
  (event: MessageEvent): Responder => {
    const place = event.replyIn ?? event.conversation
    let last: MessageRef | undefined
    let count = 0
    const responder: Responder = {
      async reply(card, visibility = 'private', attachment) {
        const direct = place.workspace === event.by.id
        if (visibility === 'private' && !direct) return void (await whisper(place, event.by.id, card))
        const key = `answer ${event.message.id} ${count++}`
        last = await posting.post(place, card, { replyTo: event.message, key, ...(attachment ? { attachment } : {}) })
        return last
      },
      update: async (card) => (last ? posting.edit(last, card) : void (await responder.reply(card, 'public'))),
      dismiss: async () => (last ? posting.remove(last) : undefined),
    }
    return responder
  }
