/** Edit distance, and corrections of misspelt words by it. */

/**
 * Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours.
 * @param limit gives up early and returns `limit + 1` when the distance is larger.
 */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let before: number[] = []
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const current = [i]
    let smallest = i
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1
      let cost = Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + change)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1)
      current.push(cost)
      smallest = Math.min(smallest, cost)
    }
    if (smallest > limit) return limit + 1
    before = previous
    previous = current
  }
  return Math.min(previous[b.length] ?? 0, limit + 1)
}

/** How many letters may be wrong in a word of this length; short words have too many neighbours. */
const mistakesIn = (word: string) => (word.length < 4 ? 0 : word.length < 8 ? 1 : 2)
const MAX_CORRECTIONS = 3

/**
 * Corrects words that are not among the given ones.
 * @returns the nearest known words, the most frequent first; empty for a known word and for one that nothing resembles.
 * The first letter counts as right: people rarely mistype it, and without it everything resembles everything.
 */
export function createSpelling(words: readonly string[]): (word: string) => readonly string[] {
  const known = new Map<string, number>()
  for (const word of words) known.set(word, (known.get(word) ?? 0) + 1)
  return (word) => {
    const limit = /^[a-z]+$/.test(word) ? mistakesIn(word) : 0
    if (limit === 0 || known.has(word)) return []
    let nearest = limit
    let found: string[] = []
    for (const candidate of known.keys()) {
      if (candidate[0] !== word[0]) continue
      const distance = editDistance(word, candidate, nearest)
      if (distance > nearest) continue
      if (distance < nearest) found = []
      nearest = distance
      found.push(candidate)
    }
    return found.sort((a, b) => (known.get(b) ?? 0) - (known.get(a) ?? 0)).slice(0, MAX_CORRECTIONS)
  }
}
