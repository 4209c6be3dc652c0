/**
 * Finds the words of the data files in a text in one pass. A regular expression with a thousand alternatives tries all of
 * them at each character; a trie takes a step or two.
 */

export interface Found<T> {
  readonly value: T
  readonly start: number
  readonly end: number
}

interface Node<T> {
  readonly next: Map<number, Node<T>>
  /** Set where a word ends. `open`: more word characters may follow ("TUIKit*"). */
  word?: { readonly value: T; readonly open: boolean }
}

const SPACE = 0x20

const isWordUnit = (unit: number) =>
  (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x30 && unit <= 0x39) || (unit >= 0x41 && unit <= 0x5a) || unit === 0x5f
/** Positions must not move, so letters are folded by hand and only where that keeps their length. */
const fold = (unit: number) => (unit >= 0x41 && unit <= 0x5a ? unit + 0x20 : unit === 0x09 ? SPACE : unit)

export interface WordTrie<T> {
  /** The longest word that starts exactly at `at`. */
  matchAt(text: string, at: number): Found<T> | undefined
  /** Words from left to right, longest first, none inside another; at most `limit`. */
  findAll(text: string, limit: number): Found<T>[]
  /** A word that ends exactly at `end`, starting at most `reach` characters before it. */
  endingAt(text: string, end: number, reach: number): Found<T> | undefined
}

/** @param words a trailing `*` stands for more letters, digits or underscores. Compared without regard to case. */
export function createWordTrie<T>(words: Iterable<readonly [word: string, value: T]>): WordTrie<T> {
  const root: Node<T> = { next: new Map() }
  /** What words end with; undefined once one is open, which may end with anything. */
  let lastUnits: Set<number> | undefined = new Set()
  for (const [word, value] of words) {
    const open = word.endsWith('*')
    const plain = open ? word.slice(0, -1) : word
    let node = root
    for (let i = 0; i < plain.length; i++) {
      const unit = fold(plain.charCodeAt(i))
      let child = node.next.get(unit)
      if (!child) {
        child = { next: new Map() }
        node.next.set(unit, child)
      }
      node = child
    }
    node.word ??= { value, open }
    if (open) lastUnits = undefined
    else lastUnits?.add(fold(plain.charCodeAt(plain.length - 1)))
  }

  function matchAt(text: string, at: number): Found<T> | undefined {
    const first = text.charCodeAt(at)
    // Most letters of a Latin text stand inside a word, so this comes before the look-up.
    if (at > 0 && isWordUnit(first) && isWordUnit(text.charCodeAt(at - 1))) return undefined
    let node = root.next.get(fold(first))
    if (!node) return undefined
    let best: Found<T> | undefined
    for (let i = at + 1; node; i++) {
      const whole = !(isWordUnit(text.charCodeAt(i - 1)) && isWordUnit(text.charCodeAt(i)))
      if (node.word && (node.word.open || whole)) best = { value: node.word.value, start: at, end: i }
      node = node.next.get(fold(text.charCodeAt(i)))
    }
    return best
  }

  return {
    matchAt,
    findAll(text, limit) {
      const found: Found<T>[] = []
      for (let i = 0; i < text.length; i++) {
        const match = matchAt(text, i)
        if (!match) continue
        found.push(match)
        if (found.length >= limit) break
        i = match.end - 1
      }
      return found
    },
    endingAt(text, end, reach) {
      if (lastUnits && !lastUnits.has(fold(text.charCodeAt(end - 1)))) return undefined
      for (let i = Math.max(0, end - reach); i < end; i++) {
        const match = matchAt(text, i)
        if (match?.end === end) return match
      }
      return undefined
    },
  }
}
