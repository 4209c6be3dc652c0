/** What an incident is called, and how its state is said. */
import type { Catalog } from '../../../core/catalog/catalog.ts'
import type { Twins } from '../../../core/catalog/entry.ts'
import type { Incident } from '../../../storage/contract.ts'
import { sayDuration, sayTime } from '../../language/time.ts'
import { causeKey } from '../spikes/judge-spikes.ts'
import { detailOf } from './incident-detail.ts'

export const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`
export const people = (n: number): string => count(n, 'person', 'people')

/** "70001 · UserSig expired", "UserSig expired (6206, 70001)", "network, 9 codes". */
export function nameOf(codes: readonly string[], catalog: Catalog, twins: readonly Twins[]): string {
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

/** "usually nobody", "usually 3". */
export const sayUsual = (usual: number): string => (usual < 0.5 ? 'usually nobody' : `usually ${Math.round(usual)}`)
