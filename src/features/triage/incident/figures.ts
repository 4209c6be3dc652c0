/** An incident's figures: how many people are affected, how many right now, and whether it is over. */
import type { Incident, Occurrences } from '../../../storage/contract.ts'
import { HOUR, MINUTE } from '../../language/time.ts'
import type { TriageParameters } from '../parameters.ts'
import { detailOf } from './incident-detail.ts'

export interface Figures {
  /** Distinct people and channels since the outbreak began. */
  readonly people: number
  readonly channels: number
  /** Distinct people in the last window. */
  readonly now: number
  /** People per `SPARK_BUCKET_MS`, oldest first, the current bucket last. */
  readonly trend: readonly number[]
  /** True after `quietMs` without unusual traffic: the incident can be resolved. */
  readonly quiet: boolean
}

const SPARK_BUCKET_MS = 5 * MINUTE
const SPARK_MS = 2 * HOUR

/** People per bucket from `from` to `to`, 0 for buckets without sightings. */
export function filled(series: readonly { at: number; people: number }[], from: number, to: number, bucketMs: number) {
  const byTime = new Map(series.map(({ at, people }) => [at, people]))
  return Array.from({ length: Math.ceil((to - from) / bucketMs) }, (_, i) => byTime.get(from + i * bucketMs) ?? 0)
}

/** True while a count is within the random variation of the usual one. */
const ordinary = (people: number, usual: number) => people <= 1 + usual + 2 * Math.sqrt(usual)

export function createFigures(occurrences: Pick<Occurrences, 'total' | 'series'>, parameters: TriageParameters) {
  const { windowMs, quietMs } = parameters

  return async (incident: Incident, now: number): Promise<Figures> => {
    const { codes, scope } = incident
    const detail = detailOf(incident)
    // Ignore sightings after resolvedAt.
    const to = (incident.resolvedAt ?? now) + 1
    const peopleSince = async (from: number) => (await occurrences.total({ from, to, codes, scope }))?.people ?? 0
    const from = Math.floor((to - SPARK_MS) / SPARK_BUCKET_MS) * SPARK_BUCKET_MS
    const all = await occurrences.total({ from: detail.activeFrom, to, codes, scope })
    const series = await occurrences.series({ from, to, codes, scope }, SPARK_BUCKET_MS)
    const quietFor = now - detail.raisedAt >= quietMs
    return {
      people: all?.people ?? 0,
      channels: all?.channels ?? 0,
      now: await peopleSince(to - windowMs),
      trend: filled(series, from, to, SPARK_BUCKET_MS),
      quiet: quietFor && ordinary(await peopleSince(to - quietMs), detail.usual * (quietMs / windowMs)),
    }
  }
}
