import { editDistance } from './edit-distance.ts'
import { latinWords } from './terms.ts'

/** Letters that may be wrong in a word of this length; short words have too many neighbours. */
const mistakes = (word: string) => (word.length < 4 ? 0 : word.length < 8 ? 1 : 2)
/** Corrections offered for one word. */
const MOST = 3

/**
 * Learns the words of some texts and corrects words that are not among them.
 * @returns the nearest known words, the most frequent first; empty for a word that nothing resembles. The first letter
 * counts as right: people rarely mistype it, and without it everything resembles everything.
 */
export function createSpelling(texts: readonly string[]): (word: string) => readonly string[] {
  const known = new Map<string, number>()
  for (const text of texts) for (const word of latinWords(text)) known.set(word, (known.get(word) ?? 0) + 1)
  return (word) => {
    const limit = /^[a-z]+$/.test(word) ? mistakes(word) : 0
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
    return found.sort((a, b) => (known.get(b) ?? 0) - (known.get(a) ?? 0)).slice(0, MOST)
  }
}
