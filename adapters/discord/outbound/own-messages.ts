/** Remembers the bot's own messages, to find out whether an uncertain post went through. */
import type { APIMessage } from 'discord.js'
import { LRUCache } from 'lru-cache'
import type { MessageRef } from '../../../src/chat/event.ts'
import { channelIdOf } from '../api/places.ts'
import type { DiscordApi } from '../api/rest-api.ts'
import { TIMES } from '../limits.ts'

const max = 5_000
const MAX_WITHOUT_NONCE = 50
/** Latest messages of a channel that are searched for an uncertain post. */
const LOOK_BACK = 20

type Echo = Partial<APIMessage> & { readonly id: string }

interface Sent {
  readonly embeds?: readonly { readonly title?: string; readonly description?: string }[]
  readonly content?: string
  readonly message_reference?: { readonly message_id?: string }
}

/** What Discord returns unchanged of a message: what it replies to, and the beginning of its text. */
const shapeOf = ({ message_reference: reference, content, embeds }: Sent | Partial<APIMessage>): string =>
  JSON.stringify([
    reference?.message_id ?? '',
    (content ?? '').trim(),
    embeds?.[0]?.title ?? '',
    (embeds?.[0]?.description ?? '').slice(0, 200).trim(),
  ])

export function createOwnMessages(api: DiscordApi, self: () => string) {
  /** Messages by idempotency key, and the keys by message id. */
  const refs = new LRUCache<string, MessageRef>({ max })
  const keys = new LRUCache<string, string>({ max })
  /** Counts the nonces that a key has used. */
  const generations = new LRUCache<string, number>({ max })
  /** Our messages as the gateway echoes them, by nonce. */
  const echoes = new LRUCache<string, Echo>({ max })
  /** Echoes without a nonce, by id, and when they came: they are recognised by what they say. */
  const withoutNonce = new LRUCache<string, { readonly message: Echo; readonly at: number }>({ max: MAX_WITHOUT_NONCE })
  const removed = new LRUCache<string, true>({ max })
  /** When the bot last wrote in a channel. */
  const wrote = new LRUCache<string, number>({ max })

  const generation = (key: string) => generations.get(key) ?? 0
  const renew = (key: string) => generations.set(key, generation(key) + 1)

  /** The message is deleted: its key may be used again, with a nonce that Discord has not seen. */
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
      wrote.set(channelIdOf(ref.conversation), Date.now())
      refs.set(key, ref)
      keys.set(ref.id, key)
    },
    /** The gateway reported one of our messages. */
    echo(message: Echo): void {
      if (message.nonce === undefined) withoutNonce.set(message.id, { message, at: Date.now() })
      else echoes.set(String(message.nonce), { id: message.id })
    },
    /** The bot is about to delete the message itself. */
    removing(id: string): void {
      removed.set(id, true)
      forget(id)
    },
    /** A message was deleted. @returns true when the bot did it itself */
    deleted(id: string): boolean {
      forget(id)
      return removed.delete(id)
    },
    /** Finds the message that an uncertain post created; undefined when there is none, or it cannot be determined. */
    async find(channel: string, nonce: string, body: Sent, since: number): Promise<Echo | undefined> {
      const echoed = echoes.get(nonce)
      if (echoed) return echoed
      const shape = shapeOf(body)
      // The oldest first.
      for (const [id, { message, at }] of [...withoutNonce.entries()].reverse()) {
        if (at < since || message.channel_id !== channel || keys.has(id) || shapeOf(message) !== shape) continue
        withoutNonce.delete(id)
        return message
      }
      try {
        const query = new URLSearchParams({ limit: String(LOOK_BACK) })
        const recent = await api.get<Echo[]>(`/channels/${channel}/messages`, { query, waits: [] })
        return recent.find(
          (message) =>
            message.author?.id === self() &&
            (message.nonce === nonce ||
              (shapeOf(message) === shape && Date.parse(message.timestamp ?? '') >= since - TIMES.clockSkew)),
        )
      } catch {
        // Post again: the nonce prevents a second message.
        return undefined
      }
    },
  }
}

export type OwnMessages = ReturnType<typeof createOwnMessages>
