/** What is said about an incident: its name, its state, what happened to it. */
import { UserError } from '../../../chat/adapter.ts'
import { type Block, bold, type Card, notice, type Text } from '../../../chat/card.ts'
import type { Knowledge } from '../../../core/knowledge.ts'
import { type Incident, type NewIncidentEvent, whenStorageIsLost } from '../../../storage/contract.ts'
import { sayDuration, sayTime } from '../../language/time.ts'
import { causeKey } from '../spikes/judge-spikes.ts'
import { detailOf } from './incident-detail.ts'

export const capitalised = (words: string): string => `${words[0]?.toUpperCase() ?? ''}${words.slice(1)}`

/** A list under a heading; nothing when the list is empty. */
export const headedList = (title: string, items: readonly Text[]): Block[] =>
  items.length > 0
    ? [
        { kind: 'text', text: [bold(title)] },
        { kind: 'list', ordered: false, items },
      ]
    : []

/** "70001 · UserSig expired", "UserSig expired (6206, 70001)", "network, 9 codes". */
export function nameOf(codes: readonly string[], { catalog, twins }: Pick<Knowledge, 'catalog' | 'twins'>): string {
  const [first = ''] = codes
  const entry = catalog.entryOf(first)
  if (codes.length === 1) return entry ? `${first} · ${entry.title}` : first
  const causes = new Set(codes.map((code) => causeKey(code, twins)))
  const group = causes.size === 1 ? twins.find((candidate) => candidate.codes.includes(first)) : undefined
  if (group) return `${group.name} (${codes.join(', ')})`
  return `${entry?.category ?? 'several causes'}, ${codes.length} codes`
}

/** "open, nobody has it yet", "acknowledged by Ada", "resolved at 04:10 UTC". */
export function stateOf(incident: Incident, now: number): string {
  const detail = detailOf(incident)
  switch (incident.state) {
    case 'open':
      return 'open, nobody has it yet'
    case 'acknowledged':
      return `acknowledged by ${incident.owner?.name ?? 'somebody'}`
    case 'snoozed':
      return `snoozed until ${sayTime(incident.snoozedUntil ?? now, now)} by ${detail.snoozedBy ?? 'somebody'}`
    case 'resolved': {
      const at = incident.resolvedAt ?? incident.changedAt
      const by = detail.resolvedBy ? ` by ${detail.resolvedBy}` : ' by itself'
      return `resolved at ${sayTime(at, now)}${by}, after ${sayDuration(at - detail.activeFrom)}`
    }
  }
}

const EVENTS: Readonly<Record<string, string>> = {
  opened: 'opened',
  joined: 'another code joined',
  mentioned: 'on-call was mentioned again',
  acknowledged: 'acknowledged',
  snoozed: 'snoozed',
  woke: 'the snooze ended',
  escalated: 'escalated',
  resolved: 'resolved',
  reopened: 'came back',
  moved: 'a new message was posted',
}

/** "acknowledged by Ada: taken over from Bob". An event of another version of imerr is named as it is stored. */
export function sayEvent({ event, by, note }: NewIncidentEvent): string {
  const what = Object.hasOwn(EVENTS, event) ? EVENTS[event] : event
  return `${what}${by ? ` by ${by.name}` : ''}${note ? `: ${note}` : ''}`
}

const TONES: Partial<Record<string, Card['tone']>> = {
  resolved: 'success',
  reopened: 'danger',
  mentioned: 'warning',
  woke: 'warning',
}

/** An event as one line for the incident's thread. */
export function eventCard({ id }: Pick<Incident, 'id'>, event: NewIncidentEvent): Card {
  const said = sayEvent(event)
  const card = notice(`Incident ${id}`, capitalised(said), TONES[event.event])
  return { ...card, summary: `${card.title}: ${said}` }
}

const BLIND =
  'Triage is blind: my storage does not answer. Lookups still work. Try again in a minute, and tell whoever runs me.'

/**
 * An empty answer would look as if nothing were wrong, so lost storage is reported.
 * @throws UserError instead of StorageUnavailable
 */
export const unlessBlind = (work: () => Promise<void>): Promise<void> =>
  whenStorageIsLost(work, () => {
    throw new UserError(BLIND)
  })
