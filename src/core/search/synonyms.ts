/** Groups of words that mean the same to the people who search: single words, and phrases of several. */
import { normalise } from './normalise.ts'
import { hanPairs, latinParts, stem } from './terms.ts'

const HAN = /\p{Script=Han}/u
const SPACE = /\s+/

/** The key of a word in its group: the stem of a single Latin word, everything else as typed. */
function keyOf(word: string): string {
  const plain = normalise(word).trim().toLowerCase()
  return HAN.test(plain) || SPACE.test(plain) ? plain : stem(plain)
}

/** The terms of a word in the catalog; none for a phrase with a stop word, which the index does not hold. */
export function termsOfWord(word: string): readonly string[] {
  if (HAN.test(word)) return hanPairs(word)
  const words = word.split(SPACE)
  const terms = words.flatMap(latinParts).map(stem)
  return terms.length >= words.length ? terms : []
}

/** @param others Han words, besides those of the groups, that must not be cut. */
export function createSynonyms(groups: readonly (readonly string[])[], others: Iterable<string> = []) {
  const groupsOf = new Map<string, string[][]>()
  for (const group of groups) {
    const keys = group.map(keyOf)
    for (const key of keys) groupsOf.set(key, [...(groupsOf.get(key) ?? []), keys])
  }
  const unbreakable = [...groupsOf.keys(), ...others]
    .filter((key) => HAN.test(key) || SPACE.test(key))
    .sort((a, b) => b.length - a.length)
    .map((key) => (HAN.test(key) ? key : `(?<![a-z])${key.replace(/[^a-z0-9]+/g, '[\\s-]+')}(?![a-z])`))
  const known = new Map<string, readonly (readonly string[])[]>()
  return {
    /** Finds the Han words and the phrases that must not be cut; matches nothing where there are none. */
    unbreakable: new RegExp(unbreakable.join('|') || '(?!)', 'giu'),
    /** Every other way to say a word, each as the terms that must occur together. */
    of(word: string): readonly (readonly string[])[] {
      const remembered = known.get(word)
      if (remembered) return remembered
      const groups = groupsOf.get(word)
      if (!groups) return []
      const ways = [...new Set(groups.flat())]
        .filter((other) => other !== word)
        .map(termsOfWord)
        .filter((terms) => terms.length > 0)
      known.set(word, ways)
      return ways
    },
  }
}
