/**
 * Recognises our own messages. Slack sends them back to us as events ("echoes"), which tells whether a post arrived whose
 * response was lost, and keeps the bot from answering itself where an event does not name its author. Without an echo we
 * look into the channel.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'
import { METADATA_TYPE } from '../api/identity.ts'
import { asList, asObject, asText, type Payload } from '../api/payload.ts'
import type { Api } from '../api/web-api.ts'

interface SentMessage {
  readonly channel: string
  readonly thread?: string | undefined
  /** The post's key in its metadata. */
  readonly key: string
  readonly text: string
}

/** Its key is empty when Slack tells no metadata. */
interface Echo extends SentMessage {
  readonly ts: string
}

const MAX_MESSAGES = 1_000
const POLL_MS = 100
/** How far back a lookup goes, unless the message that was answered is known. */
const LOOK_BACK_S = 600
/** How far Slack's clock and ours may differ. */
const CLOCK_DIFFERENCE_S = 60

export function createOwnMessages(api: Api) {
  /** `channel/text` of what we sent. */
  const sentTexts = new LRUCache<string, true>({ max: MAX_MESSAGES })
  /** Echoes that are not matched to a post yet, by `channel/ts`. */
  const echoes = new LRUCache<string, Echo>({ max: MAX_MESSAGES })
  /** `channel/ts` of messages that are matched to a post, and so to no other. */
  const matched = new LRUCache<string, true>({ max: MAX_MESSAGES })
  let echoesArrive = false

  function match(channel: string, ts: string): void {
    echoes.delete(`${channel}/${ts}`)
    matched.set(`${channel}/${ts}`, true)
  }

  /** The oldest echo of the post. */
  function findEcho({ channel, thread = '', key, text }: SentMessage): string | undefined {
    for (const echo of echoes.rvalues()) {
      if (!echo || echo.channel !== channel || echo.thread !== thread) continue
      if (echo.key ? echo.key === key : echo.text === text) return echo.ts
    }
    return undefined
  }

  /** Looks into the channel or thread; see `find`. */
  async function lookUp(team: string, sent: SentMessage, patienceMs: number, after: string | undefined) {
    const { channel, thread, key } = sent
    const nowS = Date.now() / 1000
    const oldest = after ?? String(Math.floor(nowS) - LOOK_BACK_S)
    const range = { channel, oldest, limit: 100, include_all_metadata: true }
    const found = thread
      ? await api.call(team, 'conversations.replies', { ...range, ts: thread }, patienceMs)
      : await api.call(team, 'conversations.history', range, patienceMs)
    // Where Slack tells no metadata, an older message with the same text is another post.
    const began = after ? Number(after) : nowS - CLOCK_DIFFERENCE_S
    const message = asList(found.messages).find(({ metadata, bot_id, text, ts }) => {
      if (metadata === undefined)
        return bot_id !== undefined && text === sent.text && Number(ts) > began && !matched.has(`${channel}/${ts}`)
      const { event_type: type, event_payload: payload } = asObject(metadata)
      return type === METADATA_TYPE && asObject(payload).key === key
    })
    return message && asText(message.ts)
  }

  return {
    /** Call before a message goes out, because its echo may come before the response. */
    sending: (channel: string, text: string): void => void sentTexts.set(`${channel}/${text}`, true),

    /** True for a bot's message with a text that we sent to that channel. */
    hasOurText: (channel: string, { bot_id, subtype, text }: Payload): boolean =>
      (asText(bot_id) !== '' || subtype === 'bot_message') && sentTexts.has(`${channel}/${asText(text)}`),

    /** Takes in an event about a message of ours. */
    noteEcho(channel: string, message: Payload): void {
      echoesArrive = true
      const ts = asText(message.ts)
      if (matched.has(`${channel}/${ts}`)) return
      const metadata = asObject(message.metadata)
      const key = metadata.event_type === METADATA_TYPE ? asText(asObject(metadata.event_payload).key) : ''
      const threadTs = asText(message.thread_ts)
      const thread = threadTs === ts ? '' : threadTs
      echoes.set(`${channel}/${ts}`, { channel, thread, ts, text: asText(message.text), key })
    },

    /** The message is known to be a certain post; it matches no other. */
    match,

    /** True once echoes arrive, so that their absence means something. */
    echoesArrive: (): boolean => echoesArrive,

    /** @returns the timestamp of the message whose echo arrives within so many milliseconds */
    async findEcho(sent: SentMessage, patienceMs: number): Promise<string | undefined> {
      for (const until = Date.now() + patienceMs; ; await sleep(POLL_MS)) {
        const ts = findEcho(sent)
        if (ts) match(sent.channel, ts)
        if (ts || Date.now() >= until) return ts
      }
    },

    /**
     * Looks among the echoes, then in the channel.
     * @param after the message it answers, when an earlier process may have posted it: look at nothing older
     * @returns the timestamp of the message; undefined when it is not there
     * @throws DeliveryError when Slack does not let us look
     */
    async find(team: string, sent: SentMessage, patienceMs: number, after?: string): Promise<string | undefined> {
      const ts = findEcho(sent) ?? (await lookUp(team, sent, patienceMs, after))
      if (ts) match(sent.channel, ts)
      return ts
    },
  }
}

export type OwnMessages = ReturnType<typeof createOwnMessages>
