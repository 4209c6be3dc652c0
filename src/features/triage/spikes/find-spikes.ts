/** Looks at the last minutes of a team: what is spiking that no incident covers yet. */
import type { Catalog } from '../../../core/catalog/catalog.ts'
import type { Twins } from '../../../core/catalog/entry.ts'
import type { Incident, Scope, Storage } from '../../../storage/contract.ts'
import type { TriageParameters } from '../parameters.ts'
import { createHistory } from './baseline-cache.ts'
import { type CodeCount, causeOf, createFindSpikes, type Spike } from './judge-spikes.ts'

export interface FindDeps {
  readonly storage: Pick<Storage, 'occurrences' | 'incidents' | 'mutes'>
  readonly catalog: Catalog
  /** As they are now: they can be read again while the bot runs. */
  readonly twins: () => readonly Twins[]
  readonly parameters: TriageParameters
}

/** More codes than these at once are no traffic of people. */
const MAX_CODES = 1_000

export function createFind({ storage, catalog, twins, parameters }: FindDeps) {
  const { occurrences, mutes } = storage
  const { windowMs } = parameters
  const baselineOf = createHistory({ occurrences, incidents: storage.incidents, parameters })
  const findSpikes = createFindSpikes({
    entryOf: (code) => catalog.entryOf(code),
    codesOf: (category) => catalog.entries.filter((entry) => entry.category === category).map((entry) => entry.code),
    twins,
    parameters,
  })
  const causes = (codes: readonly string[]) => new Set(codes.flatMap((code) => causeOf(code, twins())))

  /** What was counted before a resolution is what it resolved: only what came after says that it is back. */
  async function sinceResolved(scope: Scope, resolved: readonly Incident[], from: number, to: number) {
    const late = resolved.filter(({ resolvedAt }) => (resolvedAt ?? 0) >= from)
    const counts: CodeCount[] = []
    for (const { codes, resolvedAt } of late)
      counts.push(
        ...(await occurrences.top({ from: (resolvedAt ?? from) + 1, to, scope, codes: [...causes(codes)] }, MAX_CODES)),
      )
    return { counts, codes: causes(late.flatMap(({ codes }) => codes)) }
  }

  return async (
    scope: Scope,
    unresolved: readonly Incident[],
    resolved: readonly Incident[],
    now: number,
  ): Promise<readonly Spike[]> => {
    const from = now + 1 - windowMs
    const to = now + 1
    const all = await occurrences.top({ from, to, scope }, MAX_CODES)
    if (all.length === 0) return []
    const muted = causes((await mutes.active(scope, now)).map((mute) => mute.code))
    const taken = causes(unresolved.flatMap(({ codes }) => codes))
    const again = await sinceResolved(scope, resolved, from, to)
    const counts = [...all.filter(({ code }) => !again.codes.has(code)), ...again.counts].filter(
      ({ code }) => !muted.has(code) && !taken.has(code),
    )
    if (counts.length === 0) return []
    const peopleOf = async (codes: readonly string[]) =>
      (await occurrences.total({ from, to, scope, codes }))?.people ?? 0
    return findSpikes({ counts, baseline: await baselineOf(scope, now), now, peopleOf })
  }
}

export type Find = ReturnType<typeof createFind>
