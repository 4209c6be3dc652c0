/** Banners of open incidents on every answer about their codes, and what becomes of them when the incident is over. */
import { type Adapter, DeliveryError } from '../../../chat/adapter.ts'
import { type Card, text } from '../../../chat/card.ts'
import type { ConversationRef, MessageRef } from '../../../chat/event.ts'
import type { Annotation, Incident, Storage } from '../../../storage/contract.ts'
import { StorageUnavailable } from '../../../storage/contract.ts'
import { bannerBlocks } from '../../annotate/annotation-card.ts'
import type { Language } from '../../language/phrases.ts'
import { sayMoment, sayTime } from '../../language/time.ts'
import { RUNBOOK_WORDS } from '../../runbook/runbook-words.ts'
import { MINUTE } from '../parameters.ts'
import { detailOf } from './incident-detail.ts'

export interface BannersDeps {
  readonly storage: Pick<Storage, 'incidents' | 'annotations' | 'occurrences'>
  readonly adapterOf: (conversation: ConversationRef) => Adapter
  /** An annotation's card as it would be posted now, with these lines above it. */
  readonly annotationCard: (codes: readonly string[], at: ConversationRef, banners: readonly string[]) => Promise<Card>
  /** What people read in a channel, and whether annotations there are only a button. */
  readonly settingsOf: (at: ConversationRef) => Promise<{ readonly language: Language; readonly mode: string }>
  readonly onUndelivered: (error: unknown) => void
  readonly now: () => number
}

/** Open incidents of one team; more than these are no incidents. */
const MAX_OPEN = 100
/** Annotations that are edited when an incident is over; older ones are out of sight. */
const MAX_EDITED = 100
/** Sightings of two minutes, in the worst of them. */
const MAX_NEAR = 1_000
/** At the beginning of an incident there is no time to lose: a platform takes about one edit a second. */
const MAX_ANNOUNCED = 20
/** Digests of files that are kept to be edited; some kilobytes each. */
const MAX_DIGESTS = 200

/** "Known issue since 02:47 UTC, 40 people; acknowledged by Ada (incident 3)" */
export function bannerLine(incident: Incident, now: number, language: Language = 'en'): string {
  const say = RUNBOOK_WORDS[language]
  const { activeFrom, people, snoozedBy } = detailOf(incident)
  const state = {
    open: incident.message ? say.told : say.nobody,
    acknowledged: say.acknowledged(incident.owner?.name ?? say.somebody),
    snoozed: say.snoozed(sayTime(incident.snoozedUntil ?? now, now), snoozedBy ?? say.somebody),
    resolved: '',
  }[incident.state]
  return say.known(sayTime(activeFrom, now), people, state, incident.id)
}

const keyOf = ({ conversation: { platform, workspace, channel }, id }: MessageRef) =>
  JSON.stringify([platform, workspace, channel, id])

export function createBanners(deps: BannersDeps) {
  const { storage, adapterOf, annotationCard, settingsOf, onUndelivered, now } = deps
  const { incidents, annotations, occurrences } = storage

  /** Digests as they stand without a banner; nothing of a file is ever stored. */
  const digests = new Map<string, Card>()

  async function concerning(codes: readonly string[], conversation: ConversationRef): Promise<readonly Incident[]> {
    const { platform, workspace } = conversation
    const open = await incidents.list({ scope: { platform, workspace }, unresolved: true, limit: MAX_OPEN })
    return open.filter((incident) => incident.codes.some((code) => codes.includes(code)))
  }

  /** Only the file could tell what a digest says; a quiet one is a button like any other. */
  async function isDigest({ source, at, codes }: Annotation): Promise<boolean> {
    const { platform, workspace } = source.conversation
    const near = { from: at - MINUTE, to: at + MINUTE, codes, scope: { platform, workspace } }
    const seen = await occurrences.samples(near, MAX_NEAR)
    if (!seen.some(({ message, kind }) => message === source.id && kind === 'scan')) return false
    return (await settingsOf(source.conversation)).mode !== 'quiet'
  }

  /** The line stays for good, so it says the day. */
  const overLine = (incident: Incident, language: Language) =>
    RUNBOOK_WORDS[language].wasKnown(
      sayMoment(detailOf(incident).activeFrom),
      sayMoment(incident.resolvedAt ?? incident.changedAt),
    )

  /** A digest that was made by another process, or before a restart: its card is lost, so the news stands below it. */
  async function tellBelow(annotation: Annotation, reply: MessageRef, incident: Incident, language: Language) {
    const say = RUNBOOK_WORDS[language]
    const line = overLine(incident, language)
    const card: Card = {
      ...{ tone: 'success', title: say.isOver(incident.id), summary: line },
      ...{ blocks: [{ kind: 'text', text: [text(line)] }], actions: [] },
    }
    const key = `incident ${incident.id} over ${incident.resolvedAt} ${annotation.id}`
    await adapterOf(reply.conversation).post(reply.conversation, card, { replyTo: annotation.source, key })
  }

  /** Puts what is known now above an annotation. @param over the incident that has just ended, if one has */
  async function edit(annotation: Annotation, over?: Incident): Promise<void> {
    const { reply, codes, source } = annotation
    if (!reply) return
    const { language } = await settingsOf(source.conversation)
    const open = (await concerning(codes, source.conversation)).map((other) => bannerLine(other, now(), language))
    const lines = [...open, ...(over ? [overLine(over, language)] : [])]
    const digest = digests.get(keyOf(reply))
    try {
      if (digest)
        await adapterOf(reply.conversation).edit(reply, {
          ...digest,
          blocks: [...bannerBlocks(lines), ...digest.blocks],
        })
      else if (await isDigest(annotation)) {
        if (over) await tellBelow(annotation, reply, over, language)
      } else await adapterOf(reply.conversation).edit(reply, await annotationCard(codes, source.conversation, lines))
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error
      // Somebody took it away while we were not looking.
      if (error.reason === 'gone') await annotations.update(annotation.id, { state: 'dismissed' }, now())
      else onUndelivered(error)
    }
  }

  return {
    /** A line per open incident that concerns one of the codes; none while storage is lost. */
    async banners(
      codes: readonly string[],
      conversation: ConversationRef,
      language: Language = 'en',
    ): Promise<readonly string[]> {
      try {
        return (await concerning(codes, conversation)).map((incident) => bannerLine(incident, now(), language))
      } catch (error) {
        if (error instanceof StorageUnavailable) return []
        throw error
      }
    },

    /** A file's digest was posted or edited. @param card without any banner */
    keepDigest(reply: MessageRef, card: Card): void {
      const key = keyOf(reply)
      digests.delete(key)
      digests.set(key, card)
      const oldest = digests.size > MAX_DIGESTS ? digests.keys().next().value : undefined
      if (oldest !== undefined) digests.delete(oldest)
    },

    /** An incident began: what was posted while nobody knew of it says so from now on. */
    async announce(incident: Incident): Promise<void> {
      const { activeFrom } = detailOf(incident)
      for (const annotation of await annotations.posted(incident.scope, incident.codes, activeFrom, MAX_ANNOUNCED))
        await edit(annotation)
    },

    /**
     * Edits the annotations that were posted while the incident ran. Marked as done at the end: an edit that is done
     * twice after a crash does no harm, one that is left out does.
     */
    async settle(incident: Incident): Promise<void> {
      const { activeFrom } = detailOf(incident)
      for (const annotation of await annotations.posted(incident.scope, incident.codes, activeFrom, MAX_EDITED))
        await edit(annotation, incident)
      await incidents.update(incident, { detail: { ...detailOf(incident), settled: true } }, now())
    },
  }
}

export type Banners = ReturnType<typeof createBanners>
