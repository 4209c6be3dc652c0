/** Gathers what an incident's live card shows: figures, links to messages, the team's notes. */
import { LRUCache } from 'lru-cache'
import type { Adapter } from '../../../chat/adapter.ts'
import type { Block, Card } from '../../../chat/card.ts'
import type { ConversationRef, MessageRef } from '../../../chat/event.ts'
import type { Knowledge } from '../../../core/knowledge.ts'
import type { Incident, Storage } from '../../../storage/contract.ts'
import { MINUTE } from '../../language/time.ts'
import type { TriageParameters } from '../parameters.ts'
import type { Figures } from './figures.ts'
import { incidentCard } from './incident-card.ts'
import { detailOf } from './incident-detail.ts'

export interface CardOfIncidentDeps {
  readonly storage: Pick<Storage, 'occurrences'>
  readonly adapterOf: (conversation: ConversationRef) => Adapter
  readonly runbookBlocks: (codes: readonly string[], conversation: ConversationRef) => Promise<readonly Block[]>
  /** Read at every call, because it can be reloaded while the bot runs. */
  readonly knowledge: Pick<Knowledge, 'catalog' | 'twins'>
  readonly parameters: TriageParameters
}

const SAMPLES = 3
const MAX_LINKS = 1_000

export function createCardOfIncident(deps: CardOfIncidentDeps) {
  const { adapterOf, runbookBlocks, knowledge, parameters } = deps
  /** A link costs a request on some platforms, and never changes. "No link" is cached too. */
  const links = new LRUCache<string, { readonly url: string | undefined }>({ max: MAX_LINKS })

  async function linkOf(message: MessageRef): Promise<string | undefined> {
    const { platform, workspace, channel } = message.conversation
    const key = `${platform}/${workspace}/${channel}/${message.id}`
    const cached = links.get(key)
    if (cached) return cached.url
    // A card without a link is better than no card.
    const url = await adapterOf(message.conversation)
      .permalink(message)
      .catch(() => undefined)
    links.set(key, { url })
    return url
  }

  async function samplesOf(incident: Incident, to: number): Promise<readonly string[]> {
    const { codes, scope } = incident
    const query = { from: detailOf(incident).activeFrom, to, codes, scope }
    // Several sightings may be in one message, so ask for more than are shown.
    const found = await deps.storage.occurrences.samples(query, 3 * SAMPLES)
    const messages = new Map(
      found.flatMap(({ conversation, message }) =>
        message ? [[message, { conversation, id: message }] as const] : [],
      ),
    )
    const urls = await Promise.all([...messages.values()].slice(0, SAMPLES).map(linkOf))
    return urls.flatMap((url) => url ?? [])
  }

  async function cardOf(incident: Incident, figures: Figures, now: number): Promise<Card> {
    const place = incident.message?.conversation ?? { ...incident.scope, channel: '' }
    const [samples, runbook] = await Promise.all([
      samplesOf(incident, (incident.resolvedAt ?? now) + 1),
      runbookBlocks(incident.codes, place),
    ])
    const windowMinutes = Math.round(parameters.windowMs / MINUTE)
    return incidentCard({ incident, figures, samples, runbook, windowMinutes, now }, knowledge)
  }
  return { cardOf, linkOf }
}
