/** Lets the numbers of a message influence each other: lists, pairs, and values close to an id. */
import { listsOf } from '../around/lists.ts'
import type { Structure } from '../around/structure.ts'
import type { Candidate } from '../candidates.ts'

/** A judged number. */
export interface Judged {
  readonly points: number
  /** Products whose number it may be; a number with rivals gains nothing from other codes. */
  readonly rivals: readonly string[]
}

/** A member of a list is worth nearly what its best member is. */
const BEHIND_BEST = 0.8
/** Points for an announced number next to a certain code of the same length. */
const BESIDE_CERTAIN_CODE = 1
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
 * Raises the points of numbers in a list or next to a certain code.
 * @param enough points from which a number is a certain code
 */
export function raiseByNeighbours(
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
    const besideOther = sure && (sure.size > 1 || !sure.has(code))
    return own !== undefined &&
      own < enough &&
      besideOther &&
      judged[i]?.rivals.length === 0 &&
      (structures[i]?.points ?? 0) >= 0.8
      ? own + BESIDE_CERTAIN_CODE
      : own
  })
}
