/** Finds what is unusual right now. Pure but for one question: counts and a baseline in, spikes out. */
import type { Category, Entry, Severity, Twins } from '../../../core/catalog/entry.ts'
import type { TriageParameters } from '../parameters.ts'
import type { Baseline } from './baseline.ts'
import { tailProbability } from './negative-binomial.ts'

/** People per code in the window. */
export interface CodeCount {
  readonly code: string
  readonly people: number
  readonly first: number
}

export interface Spike {
  /** What it is about: the first code of a cause, or a category's name. */
  readonly key: string
  /** Those that were met, not all that could be. */
  readonly codes: readonly string[]
  /** The category of its causes, unless it says too little to connect them. */
  readonly category?: Category
  /** Several causes of the category rise together. */
  readonly together: boolean
  readonly people: number
  /** People that are usual in the window. */
  readonly usual: number
  readonly since: number
  readonly severity: Severity
}

export interface SpikeDeps {
  readonly entryOf: (code: string) => Entry | undefined
  /** Every code of a category. */
  readonly codesOf: (category: Category) => readonly string[]
  readonly twins: () => readonly Twins[]
  readonly parameters: TriageParameters
}

export interface SpikeQuery {
  /** Every code seen in the window that ends at `now`, but those that raise nothing. */
  readonly counts: readonly CodeCount[]
  readonly baseline: Baseline
  readonly now: number
  /** Distinct people who met any of the codes in the window. */
  readonly peopleOf: (codes: readonly string[]) => Promise<number>
}

/** Codes of one cause, under the name of the first. */
interface Cause {
  readonly key: string
  readonly codes: readonly string[]
  /** All that stand for it, also those that were not met. */
  readonly all: readonly string[]
  readonly category: Category | undefined
  readonly severity: Severity
  readonly people: number
  readonly usual: number
  readonly weight: number
  readonly since: number
}

const RANK: Readonly<Record<Severity, number>> = { info: 0, warning: 1, critical: 2 }
export const worst = (severities: readonly Severity[]): Severity =>
  severities.reduce((a, b) => (RANK[b] > RANK[a] ? b : a), 'info')

/** Categories that say too little for codes of them to be one cause. */
const LOOSE: ReadonlySet<Category> = new Set(['param', 'custom', 'not-found', 'unsupported', 'conflict', 'internal'])

/** All codes of one cause: the twins, or the code alone. */
export const causeOf = (code: string, twins: readonly Twins[]): readonly string[] =>
  twins.find((group) => group.codes.includes(code))?.codes ?? [code]

/** The name under which a code's cause is known: the first of its twins. */
export const causeKey = (code: string, twins: readonly Twins[]): string => causeOf(code, twins)[0] ?? code

/** Traffic that rises everywhere is no incident of any code, up to this factor; beyond it something is wrong everywhere. */
const HIGHEST_TIDE = 2.5
/** People that are needed before the rest of the traffic says much. */
const TIDE_BELIEF = 10

/**
 * How much busier than usual everything else is: a launch, a holiday, a day whose hours are not known yet.
 * @returns 1 to `HIGHEST_TIDE`
 */
function tideOf({ counts, baseline, now }: SpikeQuery, windowMs: number, people: number, usual: number): number {
  const others = counts.reduce((sum, count) => sum + count.people, 0) - people
  const expected = Math.max(0, baseline.everything(now, windowMs) - usual)
  const tide = (Math.max(0, others) + TIDE_BELIEF) / (expected + TIDE_BELIEF)
  return Math.min(HIGHEST_TIDE, Math.max(1, tide))
}

export function createFindSpikes({ entryOf, codesOf, twins, parameters }: SpikeDeps) {
  const { windowMs, chance, causesOfCategory, quietStartMs, quietStartFactor } = parameters

  async function causesIn({ counts, baseline, now, peopleOf }: SpikeQuery): Promise<readonly Cause[]> {
    const groups = Map.groupBy(counts, ({ code }) => causeKey(code, twins()))
    return Promise.all(
      [...groups].map(async ([key, members]) => {
        const codes = members.map(({ code }) => code)
        const all = [...new Set([...causeOf(key, twins()), ...codes])]
        const entries = codes.flatMap((code) => entryOf(code) ?? [])
        const category = entries[0]?.category
        const { mean, weight } = baseline.expect(all, now, windowMs)
        return {
          ...{ key, codes, all, usual: mean, weight },
          category: category && !LOOSE.has(category) ? category : undefined,
          severity: worst(entries.map((entry) => entry.severity)),
          people: members.length === 1 ? (members[0]?.people ?? 0) : await peopleOf(codes),
          since: Math.min(...members.map(({ first }) => first)),
        }
      }),
    )
  }

  function unusual(
    { people, usual, weight, severity }: Pick<Cause, 'people' | 'usual' | 'weight' | 'severity'>,
    query: SpikeQuery,
  ): boolean {
    const fewest = parameters.people[severity] * (query.baseline.age < quietStartMs ? quietStartFactor : 1)
    if (people < fewest) return false
    return tailProbability(people, usual * tideOf(query, windowMs, people, usual), weight) < chance
  }

  /**
   * A category is held against all that is usual in it. Only its rising causes would be those that chance has lifted:
   * among fifty codes some always are.
   */
  async function together(category: Category, causes: readonly Cause[], query: SpikeQuery): Promise<Spike | undefined> {
    const { baseline, now, peopleOf } = query
    const rising = causes.filter((cause) => cause.people >= 2 && cause.people > 2 * cause.usual)
    if (rising.length < causesOfCategory) return undefined
    const people = await peopleOf(causes.flatMap((cause) => cause.codes))
    const severity = worst(rising.map((cause) => cause.severity))
    const everything = [...new Set([...codesOf(category), ...causes.flatMap((cause) => cause.all)])]
    const { mean, weight } = baseline.expect(everything, now, windowMs)
    if (!unusual({ people, usual: mean, weight, severity }, query)) return undefined
    // One cause that makes up nearly all of it explains itself.
    if (Math.max(...rising.map((cause) => cause.people)) > 0.7 * people) return undefined
    const codes = rising.flatMap((cause) => cause.codes)
    const since = Math.min(...rising.map((cause) => cause.since))
    return { key: category, category, together: true, codes, people, usual: mean, since, severity }
  }

  return async (query: SpikeQuery): Promise<readonly Spike[]> => {
    const causes = await causesIn(query)
    const spikes: Spike[] = []
    const byCategory = Map.groupBy(causes, (cause) => cause.category)
    for (const [category, members] of byCategory) {
      const spike = category && (await together(category, members, query))
      if (spike) spikes.push(spike)
    }
    const covered = new Set(spikes.flatMap((spike) => spike.codes))
    for (const { key, codes, category, people, usual, weight, since, severity } of causes) {
      if (codes.some((code) => covered.has(code))) continue
      if (!unusual({ people, usual, weight, severity }, query)) continue
      spikes.push({ key, codes, together: false, people, usual, since, severity, ...(category ? { category } : {}) })
    }
    return spikes
  }
}

export type FindSpikes = ReturnType<typeof createFindSpikes>
