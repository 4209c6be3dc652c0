/** chat.postMessage so that a message is neither lost nor doubled, however Slack or the network fails. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { DeliveryError, type PostOptions } from '../../../src/chat/adapter.ts'
import type { Card } from '../../../src/chat/card.ts'
import type { ConversationRef, MessageRef } from '../../../src/chat/event.ts'
import type { Log } from '../../../src/chat/log.ts'
import { deliveryError } from '../api/error-words.ts'
import type { Failure } from '../api/failure.ts'
import { METADATA_TYPE } from '../api/identity.ts'
import { asText, type Payload } from '../api/payload.ts'
import { conversationOf } from '../api/places.ts'
import { type Api, backoffMs, CallError } from '../api/web-api.ts'
import { TIMES } from '../limits.ts'
import { renderCard } from '../render/card.ts'
import type { NameOf } from '../render/rich-text.ts'
import type { AnsweredBefore } from './answered-before.ts'
import type { ChannelQueue } from './channel-queue.ts'
import { createFindPost } from './find-post.ts'
import type { OwnMessages } from './own-messages.ts'

export interface PostDeps {
  readonly api: Api
  readonly queue: ChannelQueue
  readonly own: OwnMessages
  readonly earlier: AnsweredBefore
  readonly namesIn: (team: string, card: Card) => Promise<NameOf>
  readonly log: Log
}

/** What no message of ours does: unfurl links, or turn words into mentions. */
export const QUIET = { unfurl_links: false, unfurl_media: false, mrkdwn: false, parse: 'none', link_names: false }

const MAX_KEYS = 2_000
/** Slack tells of a message within a second or two. */
const TOLD_WITHIN_MS = 4_000

export type Size = 'full' | 'short' | 'words'
const SHORTER: Readonly<Record<string, Partial<Record<Size, Size>>>> = {
  msg_blocks_too_long: { full: 'short', short: 'words' },
  msg_too_long: { full: 'short', short: 'words' },
  invalid_blocks: { full: 'words', short: 'words' },
  invalid_blocks_format: { full: 'words', short: 'words' },
}

/** The smaller rendering to try after this refusal, if there is one. */
export const shorterAfter = (failure: Failure, size: Size): Size | undefined =>
  failure.kind === 'refused' ? SHORTER[failure.code]?.[size] : undefined

export function contentOf(card: Card, size: Size, nameOf: NameOf, mention: readonly string[] = []): Payload {
  const { text, blocks } = renderCard(card, { size: size === 'full' ? 'full' : 'short', nameOf, mention })
  return size === 'words' ? { text } : { text, blocks }
}

/** The thread that a new message belongs to. */
function threadOf(conversation: ConversationRef, { replyTo, inThreadOf }: PostOptions): string | undefined {
  if (conversation.thread) return conversation.thread
  if (inThreadOf) return inThreadOf.conversation.thread ?? inThreadOf.id
  if (!replyTo) return undefined
  // In a direct message there is nobody to disturb: answers stand below each other.
  if (conversation.channel.startsWith('D')) return replyTo.conversation.thread
  return replyTo.conversation.thread ?? replyTo.id
}

export function createPosts({ api, queue, own, earlier, namesIn, log }: PostDeps) {
  const findPost = createFindPost(api, own)
  /** What was posted under a key, so that the same key never posts twice. */
  const byKey = new Map<string, Promise<MessageRef>>()
  /** The key that a message stands under. */
  const keyOf = new Map<string, string>()
  /** Keys of posts that may stand there although nobody could tell. */
  const uncertain = new Set<string>()
  const refName = ({ conversation, id }: MessageRef) => `${conversation.channel}/${id}`

  async function deliver(conversation: ConversationRef, card: Card, options: PostOptions): Promise<MessageRef> {
    const { workspace: team } = conversation
    const mark = options.key ?? randomUUID()
    const nameOf = await namesIn(team, card)
    const where = threadOf(conversation, options)
    const common: Payload = {
      channel: conversation.channel,
      ...(where ? { thread_ts: where } : {}),
      ...QUIET,
      metadata: { event_type: METADATA_TYPE, event_payload: { key: mark } },
    }
    const refOf = (channel: string, ts: string): MessageRef => ({
      conversation: conversationOf(team, channel || conversation.channel, where),
      id: ts,
    })
    const { channel } = conversation
    // Without a key nobody could have posted the same before.
    const source = options.key === undefined ? undefined : options.replyTo
    const chance = source ? earlier.answered(source) : 'no'
    const answered = chance === 'no' ? undefined : source?.id
    const find = async (content: Payload, patienceMs: number) => {
      const sent = { channel, thread: where, mark, text: asText(content.text) }
      return (await own.find(sent)) ?? (await findPost(team, { ...sent, after: answered }, patienceMs))
    }
    if (answered || uncertain.has(mark)) {
      const isLikely = chance === 'likely'
      const patience = isLikely ? TIMES.post : TIMES.interactive
      const ts = await find(contentOf(card, 'full', nameOf, options.mention), patience).catch((unknown: unknown) => {
        // Delivered once more, it can be looked up again.
        if (isLikely && unknown instanceof DeliveryError && unknown.reason === 'unavailable') throw unknown
        return undefined
      })
      if (ts) {
        own.taken(channel, ts)
        return refOf(channel, ts)
      }
    }
    const deadline = Date.now() + TIMES.post
    let size: Size = 'full'
    for (let tries = 0; ; tries++) {
      const content = contentOf(card, size, nameOf, options.mention)
      const text = asText(content.text)
      try {
        own.sending(channel, text)
        const posted = await api.once(team, 'chat.postMessage', { ...common, ...content })
        own.taken(channel, asText(posted.ts))
        return refOf(asText(posted.channel), asText(posted.ts))
      } catch (error) {
        if (!(error instanceof CallError)) throw error
        const { failure } = error
        const shorter = shorterAfter(failure, size)
        if (shorter) {
          log.warn({ team, channel: conversation.channel, reason: error.message }, 'a message was posted shorter')
          size = shorter
          continue
        }
        const wait = backoffMs(failure, tries)
        if (failure.kind === 'refused' || Date.now() + wait > deadline) throw deliveryError(failure, error)
        await sleep(wait)
        if (failure.kind !== 'broken' && failure.kind !== 'cut') continue
        // Slack may have taken it: post again only when it is not there.
        const ts = await find(content, deadline - Date.now()).catch(async (unknown: unknown) => {
          // It cannot be looked up; but Slack tells of every message, ours too.
          const told = await own.find({ channel, thread: where, mark, text }, own.isTold() ? TOLD_WITHIN_MS : 0)
          if (told || own.isTold() || failure.kind === 'broken') return told
          // A fault of Slack's counts as not posted, a lost answer as posted.
          uncertain.add(mark)
          throw unknown instanceof DeliveryError && unknown.reason === 'forbidden'
            ? unknown
            : deliveryError(failure, unknown)
        })
        if (ts) return refOf(channel, ts)
      }
    }
  }

  return {
    /** @throws DeliveryError */
    async post(conversation: ConversationRef, card: Card, options: PostOptions = {}): Promise<MessageRef> {
      const place = `${conversation.workspace}/${conversation.channel}`
      const send = () => queue.run(place, () => deliver(conversation, card, options))
      if (!options.key) return send()
      const name = `${place}/${options.key}`
      const known = byKey.get(name)
      if (known) return known
      const sent = send()
      byKey.set(name, sent)
      // What was refused may be tried again; nothing stands there.
      sent.then(
        (ref) => keyOf.set(refName(ref), name),
        () => byKey.delete(name),
      )
      const [oldest] = byKey.keys()
      if (byKey.size > MAX_KEYS && oldest !== undefined) byKey.delete(oldest)
      const [oldestUncertain] = uncertain
      if (uncertain.size > MAX_KEYS && oldestUncertain !== undefined) uncertain.delete(oldestUncertain)
      const [oldestRef] = keyOf.keys()
      if (keyOf.size > MAX_KEYS && oldestRef !== undefined) keyOf.delete(oldestRef)
      return sent
    },

    /** The message is gone: what stood under its key may be posted again. */
    forget(ref: MessageRef): void {
      const name = keyOf.get(refName(ref))
      if (name === undefined) return
      byKey.delete(name)
      keyOf.delete(refName(ref))
    },
  }
}

export type Posts = ReturnType<typeof createPosts>
