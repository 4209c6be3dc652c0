/** Posts messages so that none is lost or doubled, however Slack or the network fails. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'
import { DeliveryError, type PostOptions } from '../../../src/chat/adapter.ts'
import type { Card } from '../../../src/chat/card.ts'
import type { ConversationRef, MessageRef } from '../../../src/chat/event.ts'
import type { Log } from '../../../src/chat/log.ts'
import { deliveryError } from '../api/error-words.ts'
import type { Failure } from '../api/failure.ts'
import { METADATA_TYPE } from '../api/identity.ts'
import { asText, type Payload } from '../api/payload.ts'
import type { People } from '../api/people.ts'
import { conversationOf, isDirectMessage, messageName } from '../api/places.ts'
import { type Api, backoffMs, CallError } from '../api/web-api.ts'
import { TIMES } from '../limits.ts'
import { renderCard } from '../render/card.ts'
import type { NameOf } from '../render/rich-text.ts'
import type { AnsweredBefore } from './answered-before.ts'
import { createChannelQueue } from './channel-queue.ts'
import type { OwnMessages } from './own-messages.ts'

interface PostDeps {
  readonly api: Api
  readonly people: People
  readonly ownMessages: OwnMessages
  readonly answeredBefore: AnsweredBefore
  readonly log: Log
}

/** Keeps words from becoming mentions or links, in every message of ours. */
export const LITERAL = { parse: 'none', link_names: false }
const QUIET = { ...LITERAL, unfurl_links: false, unfurl_media: false, mrkdwn: false }

const MAX_KEYS = 2_000
/** Slack echoes a message within a second or two. */
const ECHO_WITHIN_MS = 4_000

/** How much of a card is sent: all blocks, fewer, or the text alone. */
export type Size = 'full' | 'short' | 'words'
const SHORTER: Readonly<Record<string, Partial<Record<Size, Size>>>> = {
  msg_blocks_too_long: { full: 'short', short: 'words' },
  msg_too_long: { full: 'short', short: 'words' },
  invalid_blocks: { full: 'words', short: 'words' },
  invalid_blocks_format: { full: 'words', short: 'words' },
}

/** The smaller size to try after this refusal, if there is one. */
export const shorterAfter = (failure: Failure, size: Size): Size | undefined =>
  failure.kind === 'refused' ? SHORTER[failure.code]?.[size] : undefined

/** The card as arguments of chat.postMessage and its like. */
export function contentOf(card: Card, size: Size, nameOf: NameOf, mention: readonly string[] = []): Payload {
  const { text, blocks } = renderCard(card, { size: size === 'full' ? 'full' : 'short', nameOf, mention })
  return size === 'words' ? { text } : { text, blocks }
}

/** The thread that a new message belongs to. */
function threadOf(conversation: ConversationRef, { replyTo, inThreadOf }: PostOptions): string | undefined {
  if (conversation.thread) return conversation.thread
  if (inThreadOf) return inThreadOf.conversation.thread ?? inThreadOf.id
  if (!replyTo) return undefined
  // In a direct message a thread would spare nobody, so answers stand below each other.
  if (isDirectMessage(conversation.channel)) return replyTo.conversation.thread
  return replyTo.conversation.thread ?? replyTo.id
}

export function createPosts({ api, people, ownMessages, answeredBefore, log }: PostDeps) {
  const queue = createChannelQueue(TIMES.betweenPosts)
  /** What was posted under a key, so that a key never posts twice. */
  const byKey = new LRUCache<string, Promise<MessageRef>>({ max: MAX_KEYS })
  /** The key of a message. */
  const keyOf = new LRUCache<string, string>({ max: MAX_KEYS })
  /** Keys of posts that may have arrived although we could not find out. */
  const uncertain = new LRUCache<string, true>({ max: MAX_KEYS })

  async function deliver(conversation: ConversationRef, card: Card, options: PostOptions): Promise<MessageRef> {
    const { workspace: team, channel } = conversation
    const key = options.key ?? randomUUID()
    const thread = threadOf(conversation, options)
    const nameOf = await people.namesIn(team, card)
    const refOf = (ts: string, postedIn = channel): MessageRef => ({
      conversation: conversationOf(team, postedIn, thread),
      id: ts,
    })
    const sentAs = (content: Payload) => ({ channel, thread, key, text: asText(content.text) })

    // A post without a key cannot have been posted before.
    const source = options.key === undefined ? undefined : options.replyTo
    const chance = source ? answeredBefore.chanceOf(source) : 'no'
    const answered = chance === 'no' ? undefined : source?.id
    if (answered || uncertain.has(key)) {
      const isLikely = chance === 'likely'
      const sent = sentAs(contentOf(card, 'full', nameOf, options.mention))
      const patience = isLikely ? TIMES.post : TIMES.interactive
      const ts = await ownMessages.find(team, sent, patience, answered).catch((error: unknown) => {
        // Give up: Slack redelivers the message, and then we can look again.
        if (isLikely && error instanceof DeliveryError && error.reason === 'unavailable') throw error
        return undefined
      })
      if (ts) return refOf(ts)
    }

    const deadline = Date.now() + TIMES.post
    const metadata = { event_type: METADATA_TYPE, event_payload: { key } }
    const common = { channel, ...(thread ? { thread_ts: thread } : {}), ...QUIET, metadata }
    let size: Size = 'full'
    for (let tries = 0; ; tries++) {
      const content = contentOf(card, size, nameOf, options.mention)
      const sent = sentAs(content)
      try {
        ownMessages.sending(channel, sent.text)
        const posted = await api.once(team, 'chat.postMessage', { ...common, ...content })
        ownMessages.match(channel, asText(posted.ts))
        return refOf(asText(posted.ts), asText(posted.channel) || channel)
      } catch (error) {
        if (!(error instanceof CallError)) throw error
        const { failure } = error
        const shorter = shorterAfter(failure, size)
        if (shorter) {
          log.warn({ team, channel, reason: error.message }, 'a message was posted shorter')
          size = shorter
          continue
        }
        const wait = backoffMs(failure, tries)
        if (failure.kind === 'refused' || Date.now() + wait > deadline) throw deliveryError(failure, error)
        await sleep(wait)
        if (failure.kind !== 'broken' && failure.kind !== 'lost') continue
        // Slack may have taken the message, so post again only when it is not there.
        const remaining = deadline - Date.now()
        const ts = await ownMessages.find(team, sent, remaining, answered).catch(async (unknown: unknown) => {
          // Slack does not let us look, but its echo may come.
          const echoed = await ownMessages.findEcho(sent, ownMessages.echoesArrive() ? ECHO_WITHIN_MS : 0)
          if (echoed || ownMessages.echoesArrive() || failure.kind === 'broken') return echoed
          // Nobody can tell: an error of Slack's counts as not posted, a lost response as posted.
          uncertain.set(key, true)
          throw unknown instanceof DeliveryError && unknown.reason === 'forbidden'
            ? unknown
            : deliveryError(failure, unknown)
        })
        if (ts) return refOf(ts)
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
      // A failed post may be tried again under its key.
      sent.then(
        (ref) => keyOf.set(messageName(ref), name),
        () => byKey.delete(name),
      )
      return sent
    },

    /** The message was deleted, so its key may be posted again. */
    forget(ref: MessageRef): void {
      const name = keyOf.get(messageName(ref))
      if (name === undefined) return
      byKey.delete(name)
      keyOf.delete(messageName(ref))
    },
  }
}

export type Posts = ReturnType<typeof createPosts>
