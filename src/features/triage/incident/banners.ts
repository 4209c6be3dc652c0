/** Puts banners of open incidents on answers about their codes, and updates them when an incident ends. */
import { LRUCache } from 'lru-cache'
import { type Adapter, DeliveryError } from '../../../chat/adapter.ts'
import { type Card, notice } from '../../../chat/card.ts'
import type { ConversationRef, MessageRef } from '../../../chat/event.ts'
import { type Annotation, type Incident, type Storage, whenStorageIsLost } from '../../../storage/contract.ts'
import { bannerBlocks } from '../../annotate/annotation-card.ts'
import type { Language } from '../../language/language.ts'
import { MINUTE, sayMoment, sayTime } from '../../language/time.ts'
import { RUNBOOK_WORDS } from '../../runbook/runbook-words.ts'
import { detailOf } from './incident-detail.ts'

export interface BannersDeps {
  readonly storage: Pick<Storage, 'incidents' | 'annotations' | 'occurrences'>
  readonly adapterOf: (conversation: ConversationRef) => Adapter
  /** The card that an annotation would have now, with these lines above it. */
  readonly annotationCard: (codes: readonly string[], at: ConversationRef, banners: readonly string[]) => Promise<Card>
  /** A channel's language, and its mode: in `quiet` an annotation is only a button. */
  readonly settingsOf: (at: ConversationRef) => Promise<{ readonly language: Language; readonly mode: string }>
  readonly onUndelivered: (error: unknown) => void
  readonly now: () => number
}

/** Upper bound of open incidents per team. */
const MAX_OPEN = 100
/** Upper bound of annotations edited when an incident ends; older ones are out of sight. */
const MAX_EDITED = 100
/** Upper bound of sightings within two minutes. */
const MAX_NEAR = 1_000
/** Upper bound of annotations edited when an incident begins: a platform takes about one edit a second. */
const MAX_ANNOUNCED = 20
/** Upper bound of digests kept in memory; some kilobytes each. */
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

  /** Digests without banners, in memory only: what a file holds is never stored. */
  const digests = new LRUCache<string, Card>({ max: MAX_DIGESTS })

  async function concerning(codes: readonly string[], conversation: ConversationRef): Promise<readonly Incident[]> {
    const { platform, workspace } = conversation
    const open = await incidents.list({ scope: { platform, workspace }, unresolved: true, limit: MAX_OPEN })
    return open.filter((incident) => incident.codes.some((code) => codes.includes(code)))
  }

  /** A digest cannot be rebuilt without its file. In quiet mode it is a plain button, which can be. */
  async function isDigest({ source, at, codes }: Annotation): Promise<boolean> {
    const { platform, workspace } = source.conversation
    const near = { from: at - MINUTE, to: at + MINUTE, codes, scope: { platform, workspace } }
    const seen = await occurrences.samples(near, MAX_NEAR)
    if (!seen.some(({ message, kind }) => message === source.id && kind === 'scan')) return false
    return (await settingsOf(source.conversation)).mode !== 'quiet'
  }

  /** This line is permanent, so it names the day. */
  const overLine = (incident: Incident, language: Language) =>
    RUNBOOK_WORDS[language].wasKnown(
      sayMoment(detailOf(incident).activeFrom),
      sayMoment(incident.resolvedAt ?? incident.changedAt),
    )

  /** A digest of another process or from before a restart: its card is lost, so we post the update as a reply. */
  async function replyBelow(annotation: Annotation, reply: MessageRef, incident: Incident, language: Language) {
    const title = RUNBOOK_WORDS[language].isOver(incident.id)
    const card = notice(title, overLine(incident, language), 'success')
    const key = `incident ${incident.id} over ${incident.resolvedAt} ${annotation.id}`
    await adapterOf(reply.conversation).post(reply.conversation, card, { replyTo: annotation.source, key })
  }

  /** Puts the current banners above an annotation. @param over the incident that has just ended, if any */
  async function edit(annotation: Annotation, over?: Incident): Promise<void> {
    const { reply, codes, source } = annotation
    if (!reply) return
    const { language } = await settingsOf(source.conversation)
    const open = (await concerning(codes, source.conversation)).map((other) => bannerLine(other, now(), language))
    const lines = [...open, ...(over ? [overLine(over, language)] : [])]
    const digest = digests.get(keyOf(reply))
    try {
      const adapter = adapterOf(reply.conversation)
      if (digest) await adapter.edit(reply, { ...digest, blocks: [...bannerBlocks(lines), ...digest.blocks] })
      else if (await isDigest(annotation)) {
        if (over) await replyBelow(annotation, reply, over, language)
      } else await adapter.edit(reply, await annotationCard(codes, source.conversation, lines))
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error
      // The reply was deleted and we missed the event.
      if (error.reason === 'gone') await annotations.update(annotation.id, { state: 'dismissed' }, now())
      else onUndelivered(error)
    }
  }

  return {
    /** One line per open incident about one of the codes; none while storage is lost. */
    banners: (codes: readonly string[], at: ConversationRef, language: Language = 'en'): Promise<readonly string[]> =>
      whenStorageIsLost(
        async () => (await concerning(codes, at)).map((incident) => bannerLine(incident, now(), language)),
        () => [],
      ),

    /** To be called when a file's digest was posted or edited. @param card without banners */
    keepDigest(reply: MessageRef, card: Card): void {
      digests.set(keyOf(reply), card)
    },

    /** Adds the banner to annotations that were posted before the incident was raised. */
    async announce(incident: Incident): Promise<void> {
      const { activeFrom } = detailOf(incident)
      for (const annotation of await annotations.posted(incident.scope, incident.codes, activeFrom, MAX_ANNOUNCED))
        await edit(annotation)
    },

    /**
     * Edits the annotations that were posted during the incident, then marks the incident as settled. In this order,
     * because after a crash a repeated edit is harmless and a missing one is not.
     */
    async settle(incident: Incident): Promise<void> {
      const { activeFrom } = detailOf(incident)
      for (const annotation of await annotations.posted(incident.scope, incident.codes, activeFrom, MAX_EDITED))
        await edit(annotation, incident)
      await incidents.update(incident, { detail: { ...detailOf(incident), settled: true } }, now())
    },
  }
}
