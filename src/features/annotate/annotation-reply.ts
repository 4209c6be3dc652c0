/** The bot's reply under a message: posted, changed with it, taken away. */
import { type Adapter, DeliveryError } from '../../chat/adapter.ts'
import type { Card } from '../../chat/card.ts'
import type { ConversationRef, EditEvent, MessageEvent, MessageRef } from '../../chat/event.ts'
import type { Catalog } from '../../core/catalog/catalog.ts'
import type { Annotation } from '../../storage/contract.ts'
import type { Language } from '../language/phrases.ts'
import { digestCard } from '../lookup/digest-card.ts'
import type { TeamBlocks } from '../lookup/lookup.ts'
import { fileNotes } from '../reading/file-notes.ts'
import type { FileDigest, Reading } from '../reading/read-message.ts'
import type { EffectiveSettings } from '../settings/effective-settings.ts'
import type { HashPerson } from '../sightings/hash-person.ts'
import type { AnnotationBook } from './annotation-book.ts'
import { annotationButtons, annotationCard, bannerBlocks, stormCard } from './annotation-card.ts'
import { certainCodes } from './gates.ts'

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
  /** What files say was posted or edited: its card without banners, which nothing else could bring back. */
  readonly onDigest: (reply: MessageRef, card: Card) => void
  readonly onAnnotated: () => void
  readonly now: () => number
}

export type Said = MessageEvent | EditEvent

const threadOf = (event: Said) => event.replyIn?.thread ?? event.conversation.thread
/** The reply belongs where the message stands: in its thread, or in the thread it opens. */
const placeOf = (event: Said) => event.replyIn ?? event.conversation
const sourceOf = (message: MessageRef) => `${message.conversation.channel}/${message.id}`

/** Which file a code stands in, for those that are not in the text: the first that holds it. */
function fileOf({ inText, files }: Reading): ReadonlyMap<string, FileDigest> {
  const found = new Map<string, FileDigest>()
  for (const file of files) for (const { code } of file.digest.codes) if (!found.has(code)) found.set(code, file)
  for (const code of certainCodes(inText)) found.delete(code)
  return found
}

export function createAnnotationReply(deps: AnnotationReplyDeps) {
  const { annotations, catalog, hashPerson, adapterOf, banners, teamLine, now } = deps

  async function cardOf(codes: readonly string[], reading: Reading, holds: EffectiveSettings, at: ConversationRef) {
    const { language } = holds
    const team = await teamLine(codes, at, language)
    const view = {
      ...{ codes, language, team },
      mode: holds.mode === 'quiet' ? ('quiet' as const) : ('auto' as const),
      banners: await banners(codes, at, language),
    }
    const { files, unread, pending } = reading
    if (view.mode === 'quiet' || files.length + unread.length + pending.length === 0)
      return { card: annotationCard(view, catalog) }
    const found = fileOf(reading)
    const [file, ...others] = new Set(codes.map((code) => found.get(code)))
    if (!file || others.length > 0) {
      const names = new Map([...found].map(([code, { name }]) => [code, name] as const))
      const seen = { ...view, fileOf: names, notes: fileNotes(reading, language) }
      return { card: annotationCard(seen, catalog), digest: annotationCard({ ...seen, banners: [] }, catalog) }
    }
    // All of them stand in one file, whose digest says more than a line each.
    const digest: Card = {
      ...digestCard(file.digest, catalog, file.name, language, fileNotes(reading, language, [file.name])),
      actions: annotationButtons(view),
    }
    const plain = { ...digest, blocks: [...team, ...digest.blocks] }
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
