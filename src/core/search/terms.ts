/** Cuts text into the terms that search compares: stems of Latin words, and pairs of neighbouring Han characters. */
import { normalise } from './normalise.ts'
import { FILLER_CHARACTERS, FILLER_SEPARATOR, INDEX_STOP_WORDS } from './stop-words.ts'

const HAN = /\p{Script=Han}/u
/** A run of Han characters, or a run of other letters and digits. */
export const PIECE = /\p{Script=Han}+|[\p{L}\p{N}]+/gu

/** Splits camelCase and PascalCase: `getJoinedGroupList` is also "get joined group list". */
const splitCase = (word: string) =>
  word
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(' ')

/** A light stemmer (plural, -ing, -ed, -ly), enough for a catalog in plain English. Keeps at least three letters. */
export function stem(word: string): string {
  let w = word.toLowerCase()
  if (/[^a-z]/.test(w) || w.length < 4) return w
  w = w
    .replace(/ies$/, 'y')
    .replace(/(ss|x|ch|sh)es$/, '$1')
    .replace(/([^su])s$/, '$1')
  const cut = w.replace(/(ing|edly|ed|ly)$/, '')
  if (cut !== w && cut.length >= 3 && /[aeiouy]/.test(cut)) w = cut.replace(/([bdgmnprt])\1$/, '$1')
  return w.length > 4 ? w.replace(/e$/, '') : w
}

/** Cuts Han text into overlapping pairs; a single character stands for itself. */
export function hanPairs(run: string): string[] {
  const characters = [...run]
  if (characters.length <= 1) return characters
  return characters.slice(1).map((character, i) => `${characters[i]}${character}`)
}

/** The words of a Latin name, in lower case and without stop words. */
export const latinParts = (piece: string): string[] =>
  splitCase(piece)
    .map((part) => part.toLowerCase())
    .filter((part) => !INDEX_STOP_WORDS.has(part))

/** The Latin words of a text as typed, in lower case: the vocabulary for spelling corrections. */
export const latinWords = (text: string): string[] =>
  (text.normalize('NFKC').match(/[A-Za-z]{4,}/g) ?? []).flatMap(splitCase).map((word) => word.toLowerCase())

/** Every form under which a text should be found, filler included; a camelCase name also as a whole. */
export function indexTerms(text: string): string[] {
  const terms: string[] = []
  for (const [piece] of text.normalize('NFKC').matchAll(PIECE)) {
    if (HAN.test(piece)) {
      terms.push(...hanPairs(piece))
      continue
    }
    const parts = splitCase(piece)
    if (parts.length > 1) terms.push(piece.toLowerCase())
    for (const part of parts) if (!INDEX_STOP_WORDS.has(part.toLowerCase())) terms.push(stem(part))
  }
  return terms
}

/** The index terms of normalised text, and each single Han character that may be a word. */
export function catalogTerms(text: string): string[] {
  const plain = normalise(text)
  const terms = indexTerms(plain)
  for (const character of plain)
    if (character > '\u2e7f' && HAN.test(character) && !FILLER_CHARACTERS.has(character)) terms.push(character)
  return terms
}

/** The distinct terms of a text without stop words and filler characters. */
export function contentTerms(text: string): string[] {
  const terms: string[] = []
  for (const [piece] of text.normalize('NFKC').matchAll(PIECE)) {
    if (HAN.test(piece)) {
      for (const run of piece.replace(FILLER_SEPARATOR, ' ').split(' ')) terms.push(...hanPairs(run))
      continue
    }
    for (const part of splitCase(piece)) if (!INDEX_STOP_WORDS.has(part.toLowerCase())) terms.push(stem(part))
  }
  return [...new Set(terms)]
}
