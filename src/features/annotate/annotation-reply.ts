/** Posts, edits and removes the bot's reply under a message. */
import { type Adapter, DeliveryError } from '../../chat/adapter.ts'
import type { Card } from '../../chat/card.ts'
import type { ConversationRef, EditEvent, MessageEvent, MessageRef } from '../../chat/event.ts'
import type { Catalog } from '../../core/catalog/catalog.ts'
import type { Annotation } from '../../storage/contract.ts'
import type { Language } from '../language/language.ts'
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
  /** Called with the card of a file's digest, without banners: it cannot be rebuilt later. */
  readonly onDigest: (reply: MessageRef, card: Card) => void
  readonly onAnnotated: () => void
  readonly now: () => number
}

export type Said = MessageEvent | EditEvent

const threadOf = (event: Said) => event.replyIn?.thread ?? event.conversation.thread
/** Where the reply goes: the message's thread, or the thread it opens. */
const placeOf = (event: Said) => event.replyIn ?? event.conversation
const sourceOf = (message: MessageRef) => `${message.conversation.channel}/${message.id}`

/** The first file that holds each code, for codes that are not in the text. */
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
      codes,
      language,
      team,
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
    // All codes are in one file, and its digest says more than a line each.
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
      // Stored like an annotation, so that it counts against the budget and is not posted twice.
      const author = hashPerson(event.by, event.conversation)
      await annotations.save({ source: event.message, author, codes: [], reply, at: now() })
    },

    async takeAway(annotation: Annotation): Promise<void> {
      if (annotation.reply) await adapterOf(annotation.reply.conversation).remove(annotation.reply)
      await annotations.update(annotation.id, { state: 'removed' }, now())
    },

    /** Shows other codes. A reply that was deleted meanwhile counts as dismissed. */
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
