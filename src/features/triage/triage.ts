/** On-call triage: finds spikes, keeps one incident per cause and one message per incident. */
import type { Knowledge } from '../../core/knowledge.ts'
import { type Incident, type Scope, type Storage, StorageUnavailable } from '../../storage/contract.ts'
import { type BannersDeps, createBanners } from './incident/banners.ts'
import { type CardOfIncidentDeps, createCardOfIncident } from './incident/card-of-incident.ts'
import { createFigures } from './incident/figures.ts'
import { detailOf } from './incident/incident-detail.ts'
import { createLifecycle } from './incident/lifecycle.ts'
import { createLiveMessage } from './incident/live-message.ts'
import { onCallOf } from './incident/on-call.ts'
import type { TriageParameters } from './parameters.ts'
import { scopeKey } from './spikes/baseline-cache.ts'
import { createSpikeFinder } from './spikes/find-spikes.ts'

export interface TriageDeps extends BannersDeps, CardOfIncidentDeps {
  readonly storage: Storage
  readonly knowledge: Pick<Knowledge, 'catalog' | 'twins'>
  readonly parameters: TriageParameters
  /** Called when something fails for one team or incident; the others go on. */
  readonly onFailure: (error: unknown) => void
}

/** Upper bound of incidents per tick. */
const MAX_INCIDENTS = 500
/** Upper bound of affected channels that are considered when choosing the on-call channel. */
const MAX_CHANNELS = 5

export function createTriage(deps: TriageDeps) {
  const { storage, adapterOf, parameters, onUndelivered } = deps
  const { occurrences, incidents, settings } = storage

  async function onCallFor(incident: Incident) {
    const { scope, codes } = incident
    const from = detailOf(incident).activeFrom
    const affected = await occurrences.channels({ from, to: deps.now() + 1, scope, codes }, MAX_CHANNELS)
    const channels = affected.map(({ channel }) => channel.channel)
    return onCallOf(settings, scope, channels)
  }

  const live = createLiveMessage({ incidents, adapterOf, onCallFor, parameters, onUndelivered })
  const figuresOf = createFigures(occurrences, parameters)
  const cards = createCardOfIncident(deps)
  const lifecycle = createLifecycle({ incidents, live, onCallFor, parameters })
  const findSpikes = createSpikeFinder(deps)
  const { banners, keepDigest, announce, settle } = createBanners(deps)

  const cardOf = async (incident: Incident, now: number) => cards.cardOf(incident, await figuresOf(incident, now), now)

  async function step(incident: Incident, now: number): Promise<void> {
    const figures = await figuresOf(incident, now)
    const stepped = await lifecycle.step(incident, figures, now)
    const card = await cards.cardOf(stepped, figures, now)
    // Asking the platform for links takes time: somebody may have pressed a button meanwhile.
    const fresh = await incidents.get(incident.id)
    if (!fresh || fresh.version === stepped.version) await live.show(stepped, card, now)
    else await live.show(fresh, await cardOf(fresh, now), now)
  }

  /** One tick for one team. @param known its unresolved and its recently resolved incidents */
  async function tickTeam(scope: Scope, known: readonly Incident[], now: number): Promise<void> {
    const open = new Map(known.filter(({ state }) => state !== 'resolved').map((incident) => [incident.id, incident]))
    const resolved = known.filter(({ state }) => state === 'resolved')
    const raised = new Set<number>()
    for (const spike of await findSpikes(scope, [...open.values()], resolved, now)) {
      const incident = await lifecycle.raise(scope, spike, [...open.values()], resolved, now)
      if (incident.state === 'resolved') continue
      open.set(incident.id, incident)
      raised.add(incident.id)
    }
    for (const incident of open.values()) await isolated(() => step(incident, now))
    // After the live messages, because on-call comes first.
    for (const id of raised)
      await isolated(async () => {
        const incident = await incidents.get(id)
        if (incident && incident.state !== 'resolved') await announce(incident)
      })
    for (const incident of resolved)
      if (!open.has(incident.id) && !detailOf(incident).settled)
        await isolated(async () => {
          // Resolved by a button in another process, or before a crash: the message may not say so yet.
          await live.show(incident, await cardOf(incident, now), now)
          await settle(incident)
        })
  }

  /** Keeps a failure for one team or incident from stopping the others. @throws StorageUnavailable */
  async function isolated(work: () => Promise<void>): Promise<void> {
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
    live,

    /** The live card of an incident as of now. @throws StorageUnavailable */
    cardOf,

    /** @returns the address of the incident's live message; undefined when it has none */
    linkOf: async ({ message }: Incident) => message && cards.linkOf(message),

    /**
     * Looks for spikes and brings every incident up to date. To be called every 15 seconds, in one process at a time.
     * @throws StorageUnavailable
     */
    async tick(now: number): Promise<void> {
      const to = now + 1
      const active = await occurrences.scopes({ from: to - parameters.windowMs, to })
      const unresolved = await incidents.list({ unresolved: true, limit: MAX_INCIDENTS })
      const recent = await incidents.list({ changedSince: now - parameters.relapseMs, limit: MAX_INCIDENTS })
      const known = [...unresolved, ...recent.filter(({ state }) => state === 'resolved')]
      const scopes = new Map([...active, ...known.map(({ scope }) => scope)].map((scope) => [scopeKey(scope), scope]))
      for (const [key, scope] of scopes) {
        const own = known.filter((incident) => scopeKey(incident.scope) === key)
        await isolated(() => tickTeam(scope, own, now))
      }
    },
  }
}

export type Triage = ReturnType<typeof createTriage>
