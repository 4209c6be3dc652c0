/** Decides which counts are spikes: compares the people of a window with what is usual. Its only I/O is `peopleOf`. */
import type { Category, Severity, Twins } from '../../../core/catalog/entry.ts'
import type { Knowledge } from '../../../core/knowledge.ts'
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
  /** Identifies the incident: the first code of the cause, or the category's name. */
  readonly key: string
  /** Only the codes that were seen in the window. */
  readonly codes: readonly string[]
  /** The category of its causes; absent when the category is too broad to connect causes. */
  readonly category?: Category
  readonly people: number
  /** People expected in the window. */
  readonly usual: number
  readonly since: number
  readonly severity: Severity
}

export interface SpikeQuery {
  /** The window that ends at `now`, without muted codes and codes of open incidents. */
  readonly counts: readonly CodeCount[]
  readonly baseline: Baseline
  readonly now: number
  /** Distinct people who met any of the codes in the window. */
  readonly peopleOf: (codes: readonly string[]) => Promise<number>
}

/** The codes of one cause that were seen, with what is known about them. */
interface Cause {
  readonly key: string
  readonly codes: readonly string[]
  /** All codes of the cause, including those that were not seen. */
  readonly all: readonly string[]
  readonly category: Category | undefined
  readonly severity: Severity
  readonly people: number
  readonly usual: number
  readonly weight: number
  readonly since: number
}

const RANK: Readonly<Record<Severity, number>> = { info: 0, warning: 1, critical: 2 }
const worst = (severities: readonly Severity[]): Severity =>
  severities.reduce((a, b) => (RANK[b] > RANK[a] ? b : a), 'info')

/** Categories too broad to suggest that two of their codes have the same cause. */
const BROAD: ReadonlySet<Category> = new Set(['param', 'custom', 'not-found', 'unsupported', 'conflict', 'internal'])

/** All codes of one cause: the twins, or the code alone. */
export const causeOf = (code: string, twins: readonly Twins[]): readonly string[] =>
  twins.find((group) => group.codes.includes(code))?.codes ?? [code]

/** Identifies a code's cause: the first of its twins. */
export const causeKey = (code: string, twins: readonly Twins[]): string => causeOf(code, twins)[0] ?? code

/** A general rise up to this factor counts as busy, not as an incident; beyond it something is wrong everywhere. */
const MAX_LOAD = 2.5
/** Pseudo-count that keeps the load near 1 while there is little other traffic. */
const LOAD_PRIOR = 10
/** A cause with more than this share of the people explains the rise of its category alone. */
const DOMINANT_SHARE = 0.7

/**
 * How much busier than usual all other codes are, for example during a launch or a holiday.
 * @returns a factor from 1 to `MAX_LOAD`
 */
function loadOf({ counts, baseline, now }: SpikeQuery, windowMs: number, people: number, usual: number): number {
  const others = counts.reduce((sum, count) => sum + count.people, 0) - people
  const expected = Math.max(0, baseline.everything(now, windowMs) - usual)
  const load = (Math.max(0, others) + LOAD_PRIOR) / (expected + LOAD_PRIOR)
  return Math.min(MAX_LOAD, Math.max(1, load))
}

/** @param knowledge read at every call, because it can be reloaded while the bot runs */
export function createSpikeJudge(knowledge: Pick<Knowledge, 'catalog' | 'twins'>, parameters: TriageParameters) {
  const { catalog } = knowledge
  const { windowMs, chance, causesOfCategory, quietStartMs, quietStartFactor } = parameters

  async function causesIn({ counts, baseline, now, peopleOf }: SpikeQuery): Promise<readonly Cause[]> {
    const groups = Map.groupBy(counts, ({ code }) => causeKey(code, knowledge.twins))
    return Promise.all(
      [...groups].map(async ([key, members]) => {
        const codes = members.map(({ code }) => code)
        const all = [...new Set([...causeOf(key, knowledge.twins), ...codes])]
        const entries = codes.flatMap((code) => catalog.entryOf(code) ?? [])
        const category = entries[0]?.category
        const { mean, weight } = baseline.expect(all, now, windowMs)
        return {
          key,
          codes,
          all,
          usual: mean,
          weight,
          category: category && !BROAD.has(category) ? category : undefined,
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
    const minPeople = parameters.people[severity] * (query.baseline.age < quietStartMs ? quietStartFactor : 1)
    if (people < minPeople) return false
    return tailProbability(people, usual * loadOf(query, windowMs, people, usual), weight) < chance
  }

  /**
   * One spike for several causes of a category that rise together. It compares the whole category with its baseline:
   * comparing only the rising causes would pick those that rose by chance.
   */
  async function categorySpike(
    category: Category,
    causes: readonly Cause[],
    query: SpikeQuery,
  ): Promise<Spike | undefined> {
    const { baseline, now, peopleOf } = query
    const rising = causes.filter((cause) => cause.people >= 2 && cause.people > 2 * cause.usual)
    if (rising.length < causesOfCategory) return undefined
    const people = await peopleOf(causes.flatMap((cause) => cause.codes))
    const severity = worst(rising.map((cause) => cause.severity))
    const known = catalog.entries.filter((entry) => entry.category === category).map(({ code }) => code)
    const all = [...new Set([...known, ...causes.flatMap((cause) => cause.all)])]
    const { mean, weight } = baseline.expect(all, now, windowMs)
    if (!unusual({ people, usual: mean, weight, severity }, query)) return undefined
    if (Math.max(...rising.map((cause) => cause.people)) > DOMINANT_SHARE * people) return undefined
    const codes = rising.flatMap((cause) => cause.codes)
    const since = Math.min(...rising.map((cause) => cause.since))
    return { key: category, category, codes, people, usual: mean, since, severity }
  }

  return async (query: SpikeQuery): Promise<readonly Spike[]> => {
    const causes = await causesIn(query)
    const spikes: Spike[] = []
    const byCategory = Map.groupBy(causes, (cause) => cause.category)
    for (const [category, members] of byCategory) {
      const spike = category && (await categorySpike(category, members, query))
      if (spike) spikes.push(spike)
    }
    const covered = new Set(spikes.flatMap((spike) => spike.codes))
    for (const { key, codes, category, people, usual, weight, since, severity } of causes) {
      if (codes.some((code) => covered.has(code))) continue
      if (!unusual({ people, usual, weight, severity }, query)) continue
      spikes.push({ key, codes, people, usual, since, severity, ...(category ? { category } : {}) })
    }
    return spikes
  }
}
