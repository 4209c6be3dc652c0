/** On-call triage: finds what is spiking, keeps one incident per cause and one message per incident. */
import type { Adapter } from '../../chat/adapter.ts'
import type { Block, Card } from '../../chat/card.ts'
import type { ConversationRef } from '../../chat/event.ts'
import type { Knowledge } from '../../core/knowledge.ts'
import type { Incident, Scope, Storage } from '../../storage/contract.ts'
import { StorageUnavailable } from '../../storage/contract.ts'
import { type Banners, type BannersDeps, createBanners } from './incident/banners.ts'
import { createView } from './incident/card-of-incident.ts'
import { createFigures } from './incident/figures.ts'
import { detailOf } from './incident/incident-detail.ts'
import { createLifecycle } from './incident/lifecycle.ts'
import { createLiveMessage, type LiveMessage } from './incident/live-message.ts'
import { onCallOf } from './incident/on-call.ts'
import type { TriageParameters } from './parameters.ts'
import { scopeKey } from './spikes/baseline-cache.ts'
import { createFind } from './spikes/find-spikes.ts'

export interface TriageDeps {
  readonly storage: Storage
  readonly knowledge: Pick<Knowledge, 'catalog' | 'twins'>
  readonly adapterOf: (conversation: ConversationRef) => Adapter
  readonly parameters: TriageParameters
  readonly runbookBlocks: (codes: readonly string[], conversation: ConversationRef) => Promise<readonly Block[]>
  /** An annotation's card as it would be posted now, with these lines above it. */
  readonly annotationCard: (codes: readonly string[], at: ConversationRef, banners: readonly string[]) => Promise<Card>
  readonly settingsOf: BannersDeps['settingsOf']
  readonly onUndelivered: (error: unknown) => void
  /** Something failed for one team or incident; the others go on. */
  readonly onFailure: (error: unknown) => void
  readonly now: () => number
}

export interface Triage {
  /**
   * One look at everything: call it every quarter of a minute, in one process at a time.
   * @throws StorageUnavailable
   */
  tick(now: number): Promise<void>
  readonly banners: Banners['banners']
  readonly keepDigest: Banners['keepDigest']
  /** Where its message stands, for lists; undefined where there is none or no link. */
  linkOf(incident: Incident): Promise<string | undefined>
  /** The live card of an incident as it stands. */
  cardOf(incident: Incident, now: number): Promise<Card>
  readonly live: LiveMessage
}

const MAX_INCIDENTS = 500
const MAX_CHANNELS = 5

export function createTriage(deps: TriageDeps): Triage {
  const { storage, knowledge, adapterOf, parameters, onUndelivered } = deps
  const { occurrences, incidents, settings } = storage
  const { catalog } = knowledge

  async function onCallFor(incident: Incident) {
    const { scope, codes } = incident
    const from = detailOf(incident).activeFrom
    const affected = await occurrences.channels({ from, to: deps.now() + 1, scope, codes }, MAX_CHANNELS)
    const channels = affected.map(({ channel }) => channel.channel)
    return onCallOf(settings, scope, channels)
  }

  const live = createLiveMessage({ incidents, adapterOf, onCallFor, parameters, onUndelivered })
  const figuresOf = createFigures(occurrences, parameters)
  const view = createView({ occurrences, adapterOf, runbookBlocks: deps.runbookBlocks, knowledge, parameters })
  const lifecycle = createLifecycle({ incidents, live, onCallFor, parameters })
  const find = createFind({ storage, catalog, twins: () => knowledge.twins, parameters })
  const { banners, keepDigest, announce, settle } = createBanners({
    ...{ storage, adapterOf, onUndelivered },
    ...{ annotationCard: deps.annotationCard, settingsOf: deps.settingsOf },
    now: deps.now,
  })

  const cardOf = async (incident: Incident, now: number) => view.cardOf(incident, await figuresOf(incident, now), now)

  async function step(incident: Incident, now: number): Promise<void> {
    const figures = await figuresOf(incident, now)
    const stepped = await lifecycle.step(incident, figures, now)
    const card = await view.cardOf(stepped, figures, now)
    // Links are asked of the platform, which takes its time: somebody may have pressed a button meanwhile.
    const fresh = await incidents.get(incident.id)
    if (!fresh || fresh.version === stepped.version) await live.show(stepped, card, now)
    else await live.show(fresh, await cardOf(fresh, now), now)
  }

  async function look(scope: Scope, known: readonly Incident[], now: number): Promise<void> {
    const open = new Map(known.filter(({ state }) => state !== 'resolved').map((incident) => [incident.id, incident]))
    const resolved = known.filter(({ state }) => state === 'resolved')
    const raised = new Set<number>()
    for (const spike of await find(scope, [...open.values()], resolved, now)) {
      const incident = await lifecycle.raise(scope, spike, [...open.values()], resolved, now)
      if (incident.state === 'resolved') continue
      open.set(incident.id, incident)
      raised.add(incident.id)
    }
    for (const incident of open.values()) await apart(() => step(incident, now))
    // After the message of on-call: they come first.
    for (const id of raised)
      await apart(async () => {
        const incident = await incidents.get(id)
        if (incident && incident.state !== 'resolved') await announce(incident)
      })
    for (const incident of resolved)
      if (!open.has(incident.id) && !detailOf(incident).settled)
        await apart(async () => {
          // Resolved by a button in another process, or before a crash: the message may not say so yet.
          await live.show(incident, await cardOf(incident, now), now)
          await settle(incident)
        })
  }

  /** What fails for one team or incident does not stop the others. @throws StorageUnavailable */
  async function apart(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (error instanceof StorageUnavailable) throw error
      deps.onFailure(error)
    }
  }

  return {
    banners,
    keepDigest,
    cardOf,
    linkOf: async ({ message }) => message && view.linkOf(message),
    live,
    async tick(now) {
      const to = now + 1
      const active = await occurrences.scopes({ from: to - parameters.windowMs, to })
      const unresolved = await incidents.list({ unresolved: true, limit: MAX_INCIDENTS })
      const recent = await incidents.list({ changedSince: now - parameters.relapseMs, limit: MAX_INCIDENTS })
      const known = [...unresolved, ...recent.filter(({ state }) => state === 'resolved')]
      const scopes = new Map([...active, ...known.map(({ scope }) => scope)].map((scope) => [scopeKey(scope), scope]))
      for (const [key, scope] of scopes) {
        const own = known.filter((incident) => scopeKey(incident.scope) === key)
        await apart(() => look(scope, own, now))
      }
    },
  }
}
