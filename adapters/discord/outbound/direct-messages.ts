/** Tells one person something by a direct message, because Discord has no private notes in channels. */
import { type Card, link, text } from '../../../src/chat/card.ts'
import type { ConversationRef } from '../../../src/chat/event.ts'
import { createRecent } from '../../../src/chat/recent.ts'
import { PLATFORM, type Places } from '../api/places.ts'
import { type DiscordApi, deliveryError } from '../api/rest-api.ts'
import type { Posting } from './post.ts'

const DIRECT_CHANNELS = 1_000

export function createWhispers(api: DiscordApi, places: Places, posting: Posting) {
  const directs = createRecent<string, string>(DIRECT_CHANNELS)

  async function directChannel(person: string): Promise<string> {
    const known = directs.get(person)
    if (known) return known
    const { id } = await api.post<{ id: string }>('/users/@me/channels', { body: { recipient_id: person } })
    directs.set(person, id)
    places.rememberDirect(id, person)
    return id
  }

  /** A note by direct message stands far from what it is about, so it says where that was. */
  function located(card: Card, conversation: ConversationRef): Card {
    const name = places.cached(conversation.channel)?.name
    if (!name) return card
    const place = `https://discord.com/channels/${conversation.workspace}/${conversation.thread ?? conversation.channel}`
    return {
      ...card,
      blocks: [{ kind: 'text', text: [text('About your message in '), link(`#${name}`, place)] }, ...card.blocks],
    }
  }

  return async function whisper(conversation: ConversationRef, person: string, card: Card): Promise<void> {
    if (conversation.workspace === person) return void (await posting.post(conversation, card, {}, true))
    try {
      const channel = await directChannel(person)
      await posting.post({ platform: PLATFORM, workspace: person, channel }, located(card, conversation), {}, true)
    } catch (error) {
      throw deliveryError(error, 'cannot send a direct message')
    }
  }
}

export type Whisper = ReturnType<typeof createWhispers>
