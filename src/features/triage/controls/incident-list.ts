/** The cards of `/imtriage incidents`, `incident` and `handover`. */
import { bold, type Card, line, link, type Text, text } from '../../../chat/card.ts'
import type { Knowledge } from '../../../core/knowledge.ts'
import type { Incident, IncidentEvent, Storage } from '../../../storage/contract.ts'
import { count, people } from '../../language/numbers.ts'
import { DAY, sayDuration, sayMoment, sayTime } from '../../language/time.ts'
import { detailOf } from '../incident/incident-detail.ts'
import { capitalised, headedList, nameOf, sayEvent, stateOf } from '../incident/incident-words.ts'
import type { WindowQuery } from './top-card.ts'

export interface IncidentListDeps {
  readonly storage: Pick<Storage, 'incidents' | 'mutes' | 'occurrences'>
  readonly knowledge: Pick<Knowledge, 'catalog' | 'twins'>
  /** The address of an incident's live message. */
  readonly linkOf: (incident: Incident) => Promise<string | undefined>
}

const MAX_LISTED = 20
const MAX_EVENTS = 30
const MAX_CODES = 5
const RECENT_MS = DAY

export function createIncidentList({ storage, knowledge, linkOf }: IncidentListDeps) {
  const { incidents, mutes, occurrences } = storage

  async function incidentLine(incident: Incident, now: number): Promise<Text> {
    const { people: affected } = detailOf(incident)
    const name = `${incident.id}: ${nameOf(incident.codes, knowledge)}`
    const url = await linkOf(incident)
    return [
      url ? link(name, url) : bold(name),
      text(`, since ${sayTime(incident.since, now)}, ${people(affected)}; ${stateOf(incident, now)}`),
    ]
  }
  const lines = (listed: readonly Incident[], now: number) =>
    Promise.all(listed.map((incident) => incidentLine(incident, now)))
  const eventLine = (event: IncidentEvent, now: number): Text => [
    text(`${sayTime(event.at, now)} ${capitalised(sayEvent(event))}`),
  ]
  const unresolved = (scope: Incident['scope']) => incidents.list({ scope, unresolved: true, limit: MAX_LISTED })
  async function resolvedSince(scope: Incident['scope'], since: number) {
    const changed = await incidents.list({ scope, changedSince: since, limit: 10 * MAX_LISTED })
    return changed.filter(({ resolvedAt }) => resolvedAt !== undefined && resolvedAt >= since).slice(0, MAX_LISTED)
  }
  const mutedLines = async (scope: Incident['scope'], now: number) =>
    (await mutes.active(scope, now)).map(
      ({ code, until, by }): Text => [text(`${code} until ${sayTime(until, now)} by ${by.name}`)],
    )

  return {
    /** Unresolved incidents, those resolved lately, and muted codes. */
    async list(scope: Incident['scope'], now: number): Promise<Card> {
      const open = await unresolved(scope)
      const resolved = await resolvedSince(scope, now - RECENT_MS)
      const summary = open.length > 0 ? `${count(open.length, 'incident')} not resolved.` : 'No incident is open.'
      const blocks = [
        ...headedList('Not resolved', await lines(open, now)),
        ...headedList('Resolved in the last 24 h', await lines(resolved, now)),
        ...headedList('Muted codes', await mutedLines(scope, now)),
      ]
      return {
        tone: open.length > 0 ? 'warning' : 'success',
        title: 'Incidents',
        summary,
        blocks: open.length > 0 ? blocks : [line(summary), ...blocks],
        actions: [],
        ...(open.length + resolved.length > 0 ? { footer: [text('One of them: /imtriage incident NUMBER')] } : {}),
      }
    },

    /** One incident with its history. @param live its current live card */
    async one(incident: Incident, live: Card, now: number): Promise<Card> {
      const history = await incidents.history(incident.id)
      const shown = history.slice(-MAX_EVENTS).map((event) => eventLine(event, now))
      const { footer: _, ...card } = live
      const title = shown.length < history.length ? `What happened (the last ${MAX_EVENTS})` : 'What happened'
      return { ...card, blocks: [...card.blocks, ...headedList(title, shown)] }
    },

    /** Everything the next shift needs to know. */
    async handover({ scope, windowMs, now }: WindowQuery): Promise<Card> {
      const since = now - windowMs
      const open = await unresolved(scope)
      const resolved = await resolvedSince(scope, since)
      const changed = await incidents.list({ scope, changedSince: since, limit: MAX_LISTED })
      const events = (
        await Promise.all(
          changed.map(async ({ id }) => (await incidents.history(id)).map((event) => ({ ...event, incident: id }))),
        )
      )
        .flat()
        .filter(({ at }) => at >= since)
        .sort((a, b) => a.at - b.at || a.id - b.id)
      const top = await occurrences.top({ from: since, to: now + 1, scope }, MAX_CODES)
      const span = sayDuration(windowMs)
      const summary = `${open.length} open, ${resolved.length} resolved in the last ${span}.`
      const happened = events
        .slice(-MAX_EVENTS)
        .map((event): Text => [text(`${sayTime(event.at, now)} incident ${event.incident} ${sayEvent(event)}`)])
      return {
        tone: open.length > 0 ? 'warning' : 'success',
        title: `Hand-over ${sayMoment(now)}: the last ${span}`,
        summary,
        blocks: [
          line(summary),
          ...headedList('Open', await lines(open, now)),
          ...headedList('Resolved', await lines(resolved, now)),
          ...headedList(
            events.length > MAX_EVENTS ? `What happened (the last ${MAX_EVENTS})` : 'What happened',
            happened,
          ),
          ...headedList('Muted codes', await mutedLines(scope, now)),
          ...headedList(
            'Most met',
            top.map(
              ({ code, people: n }): Text => [
                text(`${code} ${knowledge.catalog.entryOf(code)?.title ?? ''}, ${people(n)}`),
              ],
            ),
          ),
        ],
        actions: [],
      }
    },
  }
}
