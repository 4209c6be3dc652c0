/** What numbers of one message say of each other: they come in lists, in pairs, and as neighbours of an id. */

import { listsOf } from '../around/lists.ts'
import type { Structure } from '../around/structure.ts'
import type { Candidate } from '../candidates.ts'

/** A judged number; undefined where its surroundings make it something else. */
export interface Judged {
  readonly points: number
  /** Whose number it may be; such a number gains nothing by company. */
  readonly rivals: readonly string[]
}

/** A member of a list is worth nearly what its best member is. */
const BEHIND_BEST = 0.8
/** For a number that is announced too, beside one that is a code without doubt. */
const IN_COMPANY = 1
/** Ids, positions and counts of one kind lie close together. */
const CLOSE = 5
/** What announces a number better than this outweighs an id beside it. */
const CLEARLY_ANNOUNCED = 1.5

/** "MsgSeq 20010 and 20012 are there, 20011 is missing": near in value to what is no code, and nothing announces it. */
export function dropNeighbours(
  found: readonly Candidate[],
  structures: readonly (Structure | undefined)[],
): readonly (Structure | undefined)[] {
  const others = found.filter((candidate, i) => !candidate.symbol && !structures[i]).map(({ code }) => Number(code))
  if (others.length === 0) return structures
  const taken = new Set(others.flatMap((value) => Array.from({ length: 2 * CLOSE + 1 }, (_, i) => value - CLOSE + i)))
  return structures.map((structure, i) =>
    structure && !structure.field && structure.points < CLEARLY_ANNOUNCED && taken.has(Number(found[i]?.code))
      ? undefined
      : structure,
  )
}

/**
 * Points that each number gains by the others.
 * @param enough points from which a number is a code without doubt
 */
export function inCompany(
  text: string,
  found: readonly Candidate[],
  structures: readonly (Structure | undefined)[],
  judged: readonly (Judged | undefined)[],
  enough: number,
): readonly (number | undefined)[] {
  const points = judged.map((one) => one?.points)
  const raised = [...points]
  for (const [first, last] of listsOf(text, found)) {
    const best = Math.max(...points.slice(first, last + 1).map((own) => own ?? Number.NEGATIVE_INFINITY))
    for (let i = first; i <= last; i++) {
      const own = points[i]
      if (own !== undefined) raised[i] = Math.max(own, best - BEHIND_BEST)
    }
  }
  const lengths = new Map<number, Set<string>>()
  found.forEach(({ code }, i) => {
    if ((raised[i] ?? 0) >= enough) lengths.set(code.length, (lengths.get(code.length) ?? new Set()).add(code))
  })
  return raised.map((own, i) => {
    const code = found[i]?.code ?? ''
    const sure = lengths.get(code.length)
    const company = sure && (sure.size > 1 || !sure.has(code))
    return own !== undefined &&
      own < enough &&
      company &&
      judged[i]?.rivals.length === 0 &&
      (structures[i]?.points ?? 0) >= 0.8
      ? own + IN_COMPANY
      : own
  })
}
