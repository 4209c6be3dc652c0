/** The bot's reply under a message: posted, changed with it, taken away. */
import { type Adapter, DeliveryError } from '../chat/adapter.ts'
import type { Card } from '../chat/card.ts'
import type { ConversationRef, EditEvent, MessageEvent, MessageRef } from '../chat/event.ts'
import type { Catalog } from '../core/catalog.ts'
import type { Annotation } from '../storage/contract.ts'
import { annotationButtons, annotationCard, bannerBlocks, stormCard } from './annotation-card.ts'
import type { AnnotationBook } from './annotation-memory.ts'
import type { EffectiveSettings } from './channel-mode.ts'
import { digestCard } from './digest-card.ts'
import type { TeamBlocks } from './lookup.ts'
import type { HashPerson } from './people.ts'
import type { Language } from './phrases.ts'
import type { Reading } from './read-message.ts'

export interface AnnotationReplyDeps {
  readonly annotations: AnnotationBook
  readonly catalog: Catalog
  readonly hashPerson: HashPerson
  readonly adapterOf: (conversation: ConversationRef) => Adapter
  /** A line per open incident that concerns one of the codes. */
  readonly banners: (
    codes: readonly string[],
    conversation: ConversationRef,
    language: Language,
  ) => Promise<readonly string[]>
  /** What the team says about the codes, in at most one line. */
  readonly teamLine: TeamBlocks
  /** The digest of a file was posted or edited: its card without banners, which nothing else could bring back. */
  readonly onDigest: (reply: MessageRef, card: Card) => void
  readonly onAnnotated: () => void
  readonly now: () => number
}

export type Said = MessageEvent | EditEvent

const threadOf = (event: Said) => event.replyIn?.thread ?? event.conversation.thread
/** The reply belongs where the message stands: in its thread, or in the thread it opens. */
const placeOf = (event: Said) => event.replyIn ?? event.conversation
const sourceOf = (message: MessageRef) => `${message.conversation.channel}/${message.id}`

export function createAnnotationReply(deps: AnnotationReplyDeps) {
  const { annotations, catalog, hashPerson, adapterOf, banners, teamLine, now } = deps

  async function cardOf(codes: readonly string[], reading: Reading, holds: EffectiveSettings, at: ConversationRef) {
    const view = {
      codes,
      language: holds.language,
      mode: holds.mode === 'quiet' ? ('quiet' as const) : ('auto' as const),
      banners: await banners(codes, at, holds.language),
      team: await teamLine(codes, at, holds.language),
    }
    const { file } = reading
    if (!file || view.mode === 'quiet') return { card: annotationCard(view, catalog) }
    const digest: Card = {
      ...digestCard(file.digest, catalog, file.name, view.language),
      actions: annotationButtons(view),
    }
    const plain = { ...digest, blocks: [...view.team, ...digest.blocks] }
    return { card: { ...plain, blocks: [...bannerBlocks(view.banners), ...plain.blocks] }, digest: plain }
  }

  return {
    async post(event: Said, reading: Reading, codes: readonly string[], holds: EffectiveSettings) {
      const place = placeOf(event)
      const { card, digest } = await cardOf(codes, reading, holds, event.conversation)
      const reply = await adapterOf(place).post(place, card, {
        replyTo: event.message,
        key: `annotation ${sourceOf(event.message)}`,
      })
      if (digest) deps.onDigest(reply, digest)
      const thread = threadOf(event)
      await annotations.save({
        source: event.message,
        author: hashPerson(event.by, event.conversation),
        codes,
        reply,
        at: now(),
        ...(thread ? { thread } : {}),
      })
      deps.onAnnotated()
    },

    async postStorm(event: Said, codes: readonly string[], { language }: EffectiveSettings): Promise<void> {
      const reply = await adapterOf(event.conversation).post(placeOf(event), stormCard(codes, language), {
        replyTo: event.message,
        key: `storm ${sourceOf(event.message)}`,
      })
      // Kept like an annotation, so that it counts against the budget and is not posted again.
      const author = hashPerson(event.by, event.conversation)
      await annotations.save({ source: event.message, author, codes: [], reply, at: now() })
    },

    async takeAway(annotation: Annotation): Promise<void> {
      if (annotation.reply) await adapterOf(annotation.reply.conversation).remove(annotation.reply)
      await annotations.update(annotation.id, { state: 'removed' }, now())
    },

    /** Shows other codes; one that somebody took away while we were not looking stays away, like any dismissal. */
    async change(
      { id, reply }: Annotation,
      event: Said,
      reading: Reading,
      codes: readonly string[],
      holds: EffectiveSettings,
    ): Promise<void> {
      try {
        const { card, digest } = await cardOf(codes, reading, holds, event.conversation)
        if (reply) await adapterOf(reply.conversation).edit(reply, card)
        if (reply && digest) deps.onDigest(reply, digest)
        await annotations.update(id, { codes }, now())
      } catch (error) {
        if (!(error instanceof DeliveryError && error.reason === 'gone')) throw error
        await annotations.update(id, { state: 'dismissed' }, now())
      }
    },
  }
}
