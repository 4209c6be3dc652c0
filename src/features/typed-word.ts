import { editDistance } from '../core/search/edit-distance.ts'

/** Letters that may be wrong: in a short word there are few letters to go by. */
const mistakesIn = (word: string) => (word.length < 4 ? 1 : 2)

/** @returns the name that somebody probably meant; undefined when none is near. A beginning counts as near. */
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
