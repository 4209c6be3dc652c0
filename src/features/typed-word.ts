/** What somebody typed as one word: the known name it was meant to be, and whether to repeat it. */
import { editDistance } from '../core/search/spelling.ts'

/** How many letters may be wrong. */
const mistakesIn = (word: string) => (word.length < 4 ? 1 : 2)

/** @returns the name that was probably meant, by prefix or by edit distance; undefined when none is near */
export function nearest(typed: string, names: readonly string[]): string | undefined {
  const word = typed.toLowerCase()
  if (word.length < 2) return undefined
  let best: { name: string; distance: number } | undefined
  for (const name of names) {
    const distance = name.startsWith(word) ? 0 : editDistance(word, name, mistakesIn(word))
    if (distance <= mistakesIn(word) && (!best || distance < best.distance)) best = { name, distance }
  }
  return best?.name
}

/** Longer words are a paste and may hold a secret. */
const MAX_QUOTED_LENGTH = 24

/** @returns the word for repeating it in an answer, or empty when it should not be repeated */
export const quoted = (word: string): string => ([...word].length > MAX_QUOTED_LENGTH ? '' : word)
