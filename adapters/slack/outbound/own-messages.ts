/**
 * Our own messages as Slack tells them back. That says whether a post whose answer was lost arrived, and it keeps the bot
 * from reading itself where Slack does not name the author.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { METADATA_TYPE } from '../api/identity.ts'
import { asObject, asText, type Payload } from '../api/payload.ts'

export interface Sent {
  readonly channel: string
  readonly thread?: string | undefined
  /** Our own name for the post, in its metadata. */
  readonly mark: string
  readonly text: string
}

export interface OwnMessages {
  /** Before it goes out, because Slack may tell of it before it answers. */
  sending(channel: string, text: string): void
  /** True for a bot's message in words that we sent there. */
  hasOurWords(channel: string, message: Payload): boolean
  /** Slack told of a message of ours. */
  seen(channel: string, message: Payload): void
  /** The message is known as this one; it stands for no other. */
  taken(channel: string, ts: string): void
  isTaken(channel: string, ts: string): boolean
  /** @returns the message, when Slack told of it within so many milliseconds */
  find(sent: Sent, patienceMs?: number): Promise<string | undefined>
  /** True when Slack tells of our messages, so that silence means something. */
  isTold(): boolean
}

interface Seen {
  readonly channel: string
  readonly thread: string
  readonly ts: string
  readonly text: string
  readonly mark: string
}

const MOST = 1_000
const BETWEEN_LOOKS_MS = 100

function keepMost<T>(all: Map<string, T>): void {
  const [oldest] = all.keys()
  if (all.size > MOST && oldest !== undefined) all.delete(oldest)
}

export function createOwnMessages(): OwnMessages {
  const words = new Map<string, true>()
  /** Seen and not yet known as a certain post. */
  const loose = new Map<string, Seen>()
  const settled = new Map<string, true>()
  let told = false

  function look({ channel, thread = '', mark, text }: Sent): string | undefined {
    for (const [name, post] of loose) {
      if (post.channel !== channel || post.thread !== thread) continue
      if (post.mark ? post.mark !== mark : post.text !== text) continue
      loose.delete(name)
      settled.set(name, true)
      keepMost(settled)
      return post.ts
    }
    return undefined
  }

  return {
    sending(channel, text) {
      words.delete(`${channel}/${text}`)
      words.set(`${channel}/${text}`, true)
      keepMost(words)
    },
    hasOurWords: (channel, { bot_id, subtype, text }) =>
      (asText(bot_id) !== '' || subtype === 'bot_message') && words.has(`${channel}/${asText(text)}`),
    seen(channel, message) {
      told = true
      const ts = asText(message.ts)
      const name = `${channel}/${ts}`
      if (settled.has(name)) return
      const metadata = asObject(message.metadata)
      const mark = metadata.event_type === METADATA_TYPE ? asText(asObject(metadata.event_payload).key) : ''
      const thread = asText(message.thread_ts)
      loose.set(name, { channel, thread: thread === ts ? '' : thread, ts, text: asText(message.text), mark })
      keepMost(loose)
    },
    taken(channel, ts) {
      loose.delete(`${channel}/${ts}`)
      settled.set(`${channel}/${ts}`, true)
      keepMost(settled)
    },
    isTaken: (channel, ts) => settled.has(`${channel}/${ts}`),
    async find(sent, patienceMs = 0) {
      for (const until = Date.now() + patienceMs; ; ) {
        const ts = look(sent)
        if (ts || Date.now() >= until) return ts
        await sleep(BETWEEN_LOOKS_MS)
      }
    },
    isTold: () => told,
  }
}
