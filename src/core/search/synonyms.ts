/** Groups of words that mean the same to the people who ask: single words, and turns of several. */
import { searchText } from './normalise.ts'
import { hanPairs, latinParts, stem } from './terms.ts'

export interface Synonyms {
  /** Finds the Han words and the turns that are not to be cut; matches nothing where there is none. */
  readonly whole: RegExp
  /** Every other way to say a word, each as the terms that must stand together. */
  of(word: string): readonly (readonly string[])[]
}

const HAN = /\p{Script=Han}/u
const SPACE = /\s+/

/** What a word is called among its synonyms: a single Latin word by its stem, everything else as it is typed. */
function keyOf(word: string): string {
  const plain = searchText(word).trim().toLowerCase()
  return HAN.test(plain) || SPACE.test(plain) ? plain : stem(plain)
}

/** The terms of a word in the catalog; none for a turn with a stop word, which the index does not hold. */
export function termsOfWord(word: string): readonly string[] {
  if (HAN.test(word)) return hanPairs(word)
  const words = word.split(SPACE)
  const terms = words.flatMap(latinParts).map(stem)
  return terms.length >= words.length ? terms : []
}

/** @param others Han words beside those of the groups that are not to be cut. */
export function createSynonyms(groups: readonly (readonly string[])[], others: Iterable<string> = []): Synonyms {
  const groupsOf = new Map<string, string[][]>()
  for (const group of groups) {
    const keys = group.map(keyOf)
    for (const key of keys) groupsOf.set(key, [...(groupsOf.get(key) ?? []), keys])
  }
  const whole = [...groupsOf.keys(), ...others]
    .filter((key) => HAN.test(key) || SPACE.test(key))
    .sort((a, b) => b.length - a.length)
    .map((key) => (HAN.test(key) ? key : `(?<![a-z])${key.replace(/[^a-z0-9]+/g, '[\\s-]+')}(?![a-z])`))
  const known = new Map<string, readonly (readonly string[])[]>()
  return {
    whole: new RegExp(whole.join('|') || '(?!)', 'giu'),
    of(word) {
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
