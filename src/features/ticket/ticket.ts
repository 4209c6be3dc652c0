/** Drafts a ticket to the vendor from the sightings, for `/imtriage ticket CODE` and the Escalate button. */
import type { Card } from '../../chat/card.ts'
import type { ConversationRef } from '../../chat/event.ts'
import type { Knowledge } from '../../core/knowledge.ts'
import type { Incident, OccurrenceQuery, Storage } from '../../storage/contract.ts'
import type { Language } from '../language/language.ts'
import { DAY, HOUR } from '../language/time.ts'
import { type TicketFacts, ticketCard } from './ticket-card.ts'

export interface TicketDeps {
  readonly storage: Pick<Storage, 'occurrences' | 'incidents'>
  readonly knowledge: Pick<Knowledge, 'catalog' | 'apisOf' | 'redactor'>
  /** Address of another ticket system, with `{title}` and `{body}`. */
  readonly template?: string
  readonly now: () => number
}

const WINDOW_MS = DAY
const PAGE = 500
/** Pages of sightings whose APIs are counted. */
const MAX_PAGES = 6
const MAX_INCIDENTS = 100

export function createTicket({ storage: { occurrences, incidents }, knowledge, template, now }: TicketDeps) {
  const { catalog, apisOf } = knowledge

  /** APIs named in the sightings, the most frequent first. */
  async function apisSeen(query: OccurrenceQuery): Promise<string[]> {
    const counts = new Map<string, number>()
    let after = 0
    for (let page = 0; page < MAX_PAGES; page++) {
      const rows = await occurrences.page(query, after, PAGE)
      for (const { api } of rows) if (api) counts.set(api, (counts.get(api) ?? 0) + 1)
      if (rows.length < PAGE) break
      after = rows.at(-1)?.id ?? after
    }
    return [...counts].sort(([, a], [, b]) => b - a).map(([api]) => api)
  }

  async function draft(
    codes: readonly string[],
    query: OccurrenceQuery,
    more: Partial<TicketFacts>,
    language: Language,
  ): Promise<Card> {
    const [first = ''] = codes
    const title = catalog.entryOf(first)?.title
    const total = await occurrences.total(query)
    const seen = total && {
      from: total.first,
      to: total.last,
      people: total.people,
      sightings: total.count,
      channels: total.channels,
    }
    const vendor = catalog.link('submit-ticket')?.url
    return ticketCard(
      {
        codes,
        ...(title === undefined ? {} : { title }),
        apis: await apisSeen(query),
        documentedApis: codes.flatMap((code) => apisOf(code)),
        ...seen,
        ...more,
      },
      knowledge.redactor.redact,
      { ...(vendor === undefined ? {} : { vendor }), ...(template === undefined ? {} : { template }) },
      language,
      more.sdkVersion && more.sdkAppId && more.platform
        ? undefined
        : `/imtriage ticket ${first} sdk=8.2 appid=1400000001 platform=Android users=alice,bob`,
    )
  }

  /** Drafts from the sightings of an incident. @throws StorageUnavailable */
  function forIncident(incident: Incident, language: Language = 'en', told: Partial<TicketFacts> = {}): Promise<Card> {
    const { id, codes, scope, since, resolvedAt } = incident
    // The hour before the incident often shows how it began.
    const query = { from: since - HOUR, to: (resolvedAt ?? now()) + 1, codes, scope }
    return draft(codes, query, { ...told, incident: id }, language)
  }

  return {
    forIncident,

    /**
     * Drafts from the sightings of an open incident about the code, otherwise from this workspace's last day.
     * @param told facts that the person added
     * @throws StorageUnavailable
     */
    async forCode(
      code: string,
      { platform, workspace }: ConversationRef,
      told: Partial<TicketFacts> = {},
      language: Language = 'en',
    ): Promise<Card> {
      const scope = { platform, workspace }
      const open = await incidents.list({ scope, unresolved: true, limit: MAX_INCIDENTS })
      const incident = open.find(({ codes }) => codes.includes(code))
      if (incident) return forIncident(incident, language, told)
      const to = now() + 1
      return draft([code], { from: to - WINDOW_MS, to, codes: [code], scope }, told, language)
    },
  }
}
