/** What is known of the bot's own messages: enough to tell whether an uncertain posting went through. */
import type { APIMessage } from 'discord.js'
import type { MessageRef } from '../../../src/chat/event.ts'
import { createRecent } from '../../../src/chat/recent.ts'
import { channelIdOf } from '../api/places.ts'
import type { DiscordApi } from '../api/rest-api.ts'
import { TIMES } from '../limits.ts'

const REMEMBERED = 5_000
const NAMELESS = 50
/** Messages looked through for one whose posting is uncertain. */
const LOOK_BACK = 20

type Echo = Partial<APIMessage> & { readonly id: string }

interface Sent {
  readonly embeds?: readonly { readonly title?: string; readonly description?: string }[]
  readonly content?: string
  readonly message_reference?: { readonly message_id?: string }
}

/** Compares what Discord leaves as it is: the beginning of the text, and what it answers. */
const looksLike = (found: Partial<APIMessage>, sent: Sent): boolean =>
  (found.message_reference?.message_id ?? '') === (sent.message_reference?.message_id ?? '') &&
  (found.content ?? '').trim() === (sent.content ?? '').trim() &&
  (found.embeds?.[0]?.title ?? '') === (sent.embeds?.[0]?.title ?? '') &&
  (found.embeds?.[0]?.description ?? '').slice(0, 200).trim() ===
    (sent.embeds?.[0]?.description ?? '').slice(0, 200).trim()

export function createOwnMessages(api: DiscordApi, self: () => string, now: () => number = Date.now) {
  const refs = createRecent<string, MessageRef>(REMEMBERED)
  const keys = createRecent<string, string>(REMEMBERED)
  const generations = createRecent<string, number>(REMEMBERED)
  /** Our messages as the gateway echoes them, by nonce. */
  const echoes = createRecent<string, Echo>(REMEMBERED)
  /** Those that came back without a nonce, by id, with when: only what they say tells them apart. */
  const nameless = createRecent<string, { readonly message: Echo; readonly at: number }>(NAMELESS)
  const removed = createRecent<string, true>(REMEMBERED)
  /** When the bot last wrote in a channel. */
  const wrote = createRecent<string, number>(REMEMBERED)

  const generation = (key: string) => generations.get(key) ?? 0
  const renew = (key: string) => generations.set(key, generation(key) + 1)

  /** The message is gone: its key may be used again, under a nonce that Discord has not seen. */
  function forget(id: string): void {
    const key = keys.get(id)
    if (key === undefined) return
    keys.delete(id)
    refs.delete(key)
    renew(key)
  }

  return {
    generation,
    renew,
    postedUnder: (key: string) => refs.get(key),
    wroteIn: (channel: string) => wrote.get(channel),
    remember(key: string, ref: MessageRef): void {
      wrote.set(channelIdOf(ref.conversation), now())
      refs.set(key, ref)
      keys.set(ref.id, key)
    },
    /** The gateway told of one of our messages. */
    echo(message: Echo): void {
      if (message.nonce === undefined) nameless.set(message.id, { message, at: now() })
      else echoes.set(String(message.nonce), { id: message.id })
    },
    /** The bot itself takes the message away, so that its deletion is no news. */
    removing(id: string): void {
      removed.set(id, true)
      forget(id)
    },
    /** A message was deleted. @returns true when the bot did it itself */
    deleted(id: string): boolean {
      forget(id)
      const ours = removed.has(id)
      removed.delete(id)
      return ours
    },
    /** The message that an interrupted posting left, or undefined when it left none (or nobody can tell). */
    async find(channel: string, nonce: string, body: Sent, since: number) {
      const echoed = echoes.get(nonce)
      if (echoed) return echoed
      for (const [id, { message, at }] of nameless.entries()) {
        if (at < since || message.channel_id !== channel || keys.has(id) || !looksLike(message, body)) continue
        nameless.delete(id)
        return message
      }
      try {
        const query = new URLSearchParams({ limit: String(LOOK_BACK) })
        const recent = await api.get<Partial<APIMessage>[]>(`/channels/${channel}/messages`, { query, waits: [] })
        return recent.find(
          (message) =>
            message.author?.id === self() &&
            (message.nonce === nonce ||
              (looksLike(message, body) && Date.parse(message.timestamp ?? '') >= since - TIMES.clocks)),
        )
      } catch {
        // Without a look the nonce decides.
        return undefined
      }
    },
  }
}

export type OwnMessages = ReturnType<typeof createOwnMessages>
