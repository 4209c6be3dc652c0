/** Each team's baseline, kept at hand: the long history is read once, then hour by hour. */
import type { Incidents, Occurrences, Scope } from '../../../storage/contract.ts'
import { DAY, HOUR, type TriageParameters } from '../parameters.ts'
import { type Baseline, createBaseline, type HourlyPeople } from './baseline.ts'

export interface HistoryDeps {
  readonly occurrences: Pick<Occurrences, 'total' | 'seriesByCode'>
  readonly incidents: Pick<Incidents, 'list'>
  readonly parameters: TriageParameters
}

interface Kept {
  rows: readonly HourlyPeople[]
  /** When recording began, as far as it matters. */
  readonly first: number
  /** Everything before this is in `rows`. */
  to: number
  baseline: Baseline
}

/** More incidents than a month can have. */
const MAX_INCIDENTS = 2_000

export const scopeKey = ({ platform, workspace }: Scope): string => `${platform}/${workspace}`

export function createHistory({ occurrences, incidents, parameters: { historyMs } }: HistoryDeps) {
  const kept = new Map<string, Kept>()

  /** A day at a time, so that other work gets in between. */
  async function read(scope: Scope, from: number, to: number): Promise<HourlyPeople[]> {
    const rows: HourlyPeople[] = []
    for (let at = from; at < to; at += DAY)
      rows.push(...(await occurrences.seriesByCode({ from: at, to: Math.min(at + DAY, to), scope }, HOUR)))
    return rows
  }

  async function baselineFrom(rows: readonly HourlyPeople[], first: number, to: number, scope: Scope) {
    const from = Math.max(first, to - historyMs)
    const past = await incidents.list({ scope, changedSince: from, limit: MAX_INCIDENTS })
    const stretches = new Map<string, { from: number; to: number }[]>()
    for (const { codes, since, resolvedAt } of past)
      for (const code of codes) {
        const stretch = { from: since, to: resolvedAt ?? Number.POSITIVE_INFINITY }
        stretches.set(code, [...(stretches.get(code) ?? []), stretch])
      }
    return createBaseline(
      rows,
      from,
      to,
      (code, at) => stretches.get(code)?.some((stretch) => stretch.from < at + HOUR && at <= stretch.to) ?? false,
    )
  }

  /** What is usual for a team. Ends with the last full hour: what happens now is judged, not learnt. */
  return async (scope: Scope, now: number): Promise<Baseline> => {
    const key = scopeKey(scope)
    const to = Math.floor(now / HOUR) * HOUR
    const had = kept.get(key)
    if (had && had.to === to) return had.baseline
    const start = to - historyMs
    const first = had?.first ?? (await occurrences.total({ from: start, to: now + 1, scope }))?.first ?? now
    const rows = [
      ...(had?.rows ?? []).filter((row) => row.at >= start),
      ...(await read(scope, had?.to ?? Math.floor(Math.max(first, start) / HOUR) * HOUR, to)),
    ]
    const baseline = await baselineFrom(rows, first, to, scope)
    kept.set(key, { rows, first, to, baseline })
    return baseline
  }
}

export type BaselineOf = ReturnType<typeof createHistory>
