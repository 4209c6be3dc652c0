/** An incident's live card with everything it needs: its figures, links to messages, the team's own words. */
import type { Adapter } from '../../../chat/adapter.ts'
import type { Block, Card } from '../../../chat/card.ts'
import type { ConversationRef, MessageRef } from '../../../chat/event.ts'
import type { Knowledge } from '../../../core/knowledge.ts'
import type { Incident, Occurrences } from '../../../storage/contract.ts'
import { MINUTE, type TriageParameters } from '../parameters.ts'
import type { Figures } from './figures.ts'
import { incidentCard } from './incident-card.ts'
import { detailOf } from './incident-detail.ts'

export interface ViewDeps {
  readonly occurrences: Pick<Occurrences, 'samples'>
  readonly adapterOf: (conversation: ConversationRef) => Adapter
  readonly runbookBlocks: (codes: readonly string[], conversation: ConversationRef) => Promise<readonly Block[]>
  /** Asked anew each time: it can be read again while the bot runs. */
  readonly knowledge: Pick<Knowledge, 'catalog' | 'twins'>
  readonly parameters: TriageParameters
}

const SAMPLES = 3
const MAX_LINKS = 1_000

export function createView(deps: ViewDeps) {
  const { occurrences, adapterOf, runbookBlocks, knowledge, parameters } = deps
  /** A platform may be asked for each link; a message's never changes. */
  const links = new Map<string, string | undefined>()

  async function linkOf(message: MessageRef): Promise<string | undefined> {
    const { platform, workspace, channel } = message.conversation
    const key = `${platform}/${workspace}/${channel}/${message.id}`
    if (links.has(key)) return links.get(key)
    // A card without a link is better than none.
    const url = await adapterOf(message.conversation)
      .permalink(message)
      .catch(() => undefined)
    links.set(key, url)
    const oldest = links.size > MAX_LINKS ? links.keys().next().value : undefined
    if (oldest !== undefined) links.delete(oldest)
    return url
  }

  async function samplesOf(incident: Incident, to: number): Promise<readonly string[]> {
    const { codes, scope } = incident
    // Some more, because a message may hold several of the codes.
    const query = { from: detailOf(incident).activeFrom, to, codes, scope }
    const found = await occurrences.samples(query, 3 * SAMPLES)
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
    return incidentCard({ incident, figures, samples, runbook, windowMinutes, now }, knowledge.catalog, knowledge.twins)
  }
  return { cardOf, linkOf }
}

export type View = ReturnType<typeof createView>
