/** Sends private notes as direct messages, because Discord has no private notes in channels. */
import { LRUCache } from 'lru-cache'
import { type Card, link, text } from '../../../src/chat/card.ts'
import type { ConversationRef } from '../../../src/chat/event.ts'
import { PLATFORM } from '../api/places.ts'
import { deliveryError } from '../api/rest-api.ts'
import type { Context } from '../context.ts'
import type { Poster } from './post.ts'

const MAX_CHANNELS = 1_000

export function createDirectMessages({ api, places }: Context, poster: Poster) {
  /** The direct channel by person. */
  const channels = new LRUCache<string, string>({ max: MAX_CHANNELS })

  async function directChannel(person: string): Promise<string> {
    const known = channels.get(person)
    if (known) return known
    const { id } = await api.post<{ id: string }>('/users/@me/channels', { body: { recipient_id: person } })
    channels.set(person, id)
    places.rememberDirect(id, person)
    return id
  }

  /** Adds a link to the channel that the note is about. */
  function withChannelLink(card: Card, conversation: ConversationRef): Card {
    const name = places.cached(conversation.channel)?.name
    if (!name) return card
    const place = `https://discord.com/channels/${conversation.workspace}/${conversation.thread ?? conversation.channel}`
    return {
      ...card,
      blocks: [{ kind: 'text', text: [text('About your message in '), link(`#${name}`, place)] }, ...card.blocks],
    }
  }

  return async function whisper(conversation: ConversationRef, person: string, card: Card): Promise<void> {
    if (conversation.workspace === person) return void (await poster.post(conversation, card, {}, true))
    try {
      const channel = await directChannel(person)
      await poster.post(
        { platform: PLATFORM, workspace: person, channel },
        withChannelLink(card, conversation),
        {},
        true,
      )
    } catch (error) {
      throw deliveryError(error, 'cannot send a direct message')
    }
  }
}

export type DirectMessages = ReturnType<typeof createDirectMessages>
