/** Numbers side by side are of one kind: "either 10007 or 10010", "6206/70001", "10003-10008". */
import type { Candidate } from '../candidates.ts'
import type { Structure } from './structure.ts'

/** Two of the catalog's numbers side by side are hardly chance, once something announces them. */
const IN_LIST = 0.9
const MAX_JOINT_LENGTH = 12
const MAX_ROW_LENGTH = 40
/** Joins that make one phrase: "10010 and 20009 members" counts members twice. */
const PHRASE =
  /^\s*(?:\/|有时候?|要么|一会儿?|偶尔|和|或者?|与|及|跟|以及|还有|&|\+|~|-|to|and|or|vs\.?|and\/or|,? and|,? or)\s*$/i
/** The next row of a column: a count, or the end of the line and a count, stands between. */
const ROWS = /^[ \t:|=x×-]*[\d,]*[ \t|]*\n[ \t|*>-]*[\d,]*[ \t:|=x×-]*$/
const LIST = /^\s*(?:,|、)?\s*(?:有时候?|还有|then |sometimes |or |and )?\s*$/

function joinOf(text: string, here: Candidate | undefined, next: Candidate | undefined): 'phrase' | 'list' | undefined {
  if (!here || !next || here.symbol || next.symbol || next.start - here.end > MAX_ROW_LENGTH) return undefined
  const between = text.slice(here.end, next.start)
  if (between.length > MAX_JOINT_LENGTH) return ROWS.test(between) ? 'list' : undefined
  return PHRASE.test(between) ? 'phrase' : LIST.test(between) || ROWS.test(between) ? 'list' : undefined
}

/** Index of the first and last candidate of each list, and whether the list is one phrase. */
export function listsOf(
  text: string,
  found: readonly Candidate[],
): readonly (readonly [first: number, last: number, phrase: boolean])[] {
  const lists: (readonly [number, number, boolean])[] = []
  for (let first = 0; first < found.length; first++) {
    let last = first
    let phrase = false
    for (
      let kind = joinOf(text, found[last], found[last + 1]);
      kind;
      kind = joinOf(text, found[last], found[last + 1])
    ) {
      phrase ||= kind === 'phrase'
      last++
    }
    if (last > first) lists.push([first, last, phrase])
    first = last
  }
  return lists
}

/**
 * Gives all members of a list the strongest structure among them.
 * @param structures the structure around each candidate; undefined for a number that is no error code
 */
export function shareInLists(
  text: string,
  found: readonly Candidate[],
  structures: readonly (Structure | undefined)[],
): readonly (Structure | undefined)[] {
  const shared = [...structures]
  for (const [first, last, phrase] of listsOf(text, found)) {
    const members = structures.slice(first, last + 1)
    const known = members.filter((member) => member !== undefined)
    const [one] = known
    if (!one || (phrase && known.length < members.length)) shared.fill(undefined, first, last + 1)
    else if (known.length > 1) {
      const strongest = known.reduce((a, b) => (b.points > a.points ? b : a), one)
      members.forEach((member, i) => {
        if (member) shared[first + i] = { ...strongest, points: strongest.points && strongest.points + IN_LIST }
      })
    }
  }
  return shared
}
