/** Reads what a team met in the last window and returns the spikes that no open incident covers yet. */
import type { Knowledge } from '../../../core/knowledge.ts'
import type { Incident, Scope, Storage } from '../../../storage/contract.ts'
import type { TriageParameters } from '../parameters.ts'
import { createBaselineCache } from './baseline-cache.ts'
import { type CodeCount, causeOf, createSpikeJudge, type Spike } from './judge-spikes.ts'

export interface SpikeFinderDeps {
  readonly storage: Pick<Storage, 'occurrences' | 'incidents' | 'mutes'>
  readonly knowledge: Pick<Knowledge, 'catalog' | 'twins'>
  readonly parameters: TriageParameters
}

/** Upper bound of codes read per window; support traffic never has so many. */
const MAX_CODES = 1_000

/** @returns a function that finds a team's spikes. It throws StorageUnavailable. */
export function createSpikeFinder({ storage, knowledge, parameters }: SpikeFinderDeps) {
  const { occurrences, incidents, mutes } = storage
  const baselineOf = createBaselineCache({ occurrences, incidents, parameters })
  const judge = createSpikeJudge(knowledge, parameters)
  const causesOf = (codes: readonly string[]) => new Set(codes.flatMap((code) => causeOf(code, knowledge.twins)))

  /** Counts only sightings after the resolution: earlier ones belong to the incident that was resolved. */
  async function countsSinceResolved(scope: Scope, resolved: readonly Incident[], from: number, to: number) {
    const late = resolved.filter(({ resolvedAt }) => (resolvedAt ?? 0) >= from)
    const counts: CodeCount[] = []
    for (const { codes, resolvedAt } of late) {
      const query = { from: (resolvedAt ?? from) + 1, to, scope, codes: [...causesOf(codes)] }
      counts.push(...(await occurrences.top(query, MAX_CODES)))
    }
    return { counts, codes: causesOf(late.flatMap(({ codes }) => codes)) }
  }

  return async (
    scope: Scope,
    unresolved: readonly Incident[],
    resolved: readonly Incident[],
    now: number,
  ): Promise<readonly Spike[]> => {
    const to = now + 1
    const from = to - parameters.windowMs
    const all = await occurrences.top({ from, to, scope }, MAX_CODES)
    if (all.length === 0) return []
    const muted = causesOf((await mutes.active(scope, now)).map((mute) => mute.code))
    const covered = causesOf(unresolved.flatMap(({ codes }) => codes))
    const again = await countsSinceResolved(scope, resolved, from, to)
    const counts = [...all.filter(({ code }) => !again.codes.has(code)), ...again.counts].filter(
      ({ code }) => !muted.has(code) && !covered.has(code),
    )
    if (counts.length === 0) return []
    const peopleOf = async (codes: readonly string[]) =>
      (await occurrences.total({ from, to, scope, codes }))?.people ?? 0
    return judge({ counts, baseline: await baselineOf(scope, now), now, peopleOf })
  }
}
