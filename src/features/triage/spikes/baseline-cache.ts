/** Caches each team's baseline: reads the long history once, then one hour at a time. */
import type { Incidents, Occurrences, Scope } from '../../../storage/contract.ts'
import { DAY, HOUR } from '../../language/time.ts'
import type { TriageParameters } from '../parameters.ts'
import { type Baseline, createBaseline, type HourlyPeople } from './baseline.ts'

export interface BaselineCacheDeps {
  readonly occurrences: Pick<Occurrences, 'total' | 'seriesByCode'>
  readonly incidents: Pick<Incidents, 'list'>
  readonly parameters: TriageParameters
}

interface Cached {
  rows: readonly HourlyPeople[]
  /** Time of the first sighting within the history. */
  readonly first: number
  /** End of what `rows` holds. */
  to: number
  baseline: Baseline
}

/** Upper bound of incidents read per history. */
const MAX_INCIDENTS = 2_000

/** A map key for a team. */
export const scopeKey = ({ platform, workspace }: Scope): string => `${platform}/${workspace}`

export function createBaselineCache({ occurrences, incidents, parameters: { historyMs } }: BaselineCacheDeps) {
  const cache = new Map<string, Cached>()

  /** Reads one day per query, so that other work is not blocked for long. */
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
    const inIncident = (code: string, at: number) =>
      stretches.get(code)?.some((stretch) => stretch.from < at + HOUR && at <= stretch.to) ?? false
    return createBaseline(rows, from, to, inIncident)
  }

  /** The baseline ends with the last full hour: the current hour is judged, so it must not be learnt from. */
  return async (scope: Scope, now: number): Promise<Baseline> => {
    const key = scopeKey(scope)
    const to = Math.floor(now / HOUR) * HOUR
    const cached = cache.get(key)
    if (cached?.to === to) return cached.baseline
    const start = to - historyMs
    const first = cached?.first ?? (await occurrences.total({ from: start, to: now + 1, scope }))?.first ?? now
    const rows = [
      ...(cached?.rows ?? []).filter((row) => row.at >= start),
      ...(await read(scope, cached?.to ?? Math.floor(Math.max(first, start) / HOUR) * HOUR, to)),
    ]
    const baseline = await baselineFrom(rows, first, to, scope)
    cache.set(key, { rows, first, to, baseline })
    return baseline
  }
}
