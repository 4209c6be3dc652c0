/** Cuts a query into its terms, each with a kind that says how much an answer loses without it. */
import { normaliseQuery } from './normalise.ts'
import { FILLER_CHARACTERS, FILLER_WORDS, INDEX_STOP_WORDS, QUERY_STOP_WORDS, WEAK_WORDS } from './stop-words.ts'
import { hanPairs, latinParts, PIECE, stem } from './terms.ts'

/**
 * - `word`: a word, or a pair of Han characters inside one.
 * - `loose`: characters that no dictionary joins, perhaps jargon.
 * - `weak`: said of anything, such as 没有.
 * - `number`: may be the limit that was hit.
 * - `bonus`: never missed, such as a pair across the border of two words.
 */
export type TermKind = 'word' | 'loose' | 'weak' | 'number' | 'bonus'

export interface QueryTerm {
  readonly term: string
  /** The word as typed, in lower case; for Han text the term itself. */
  readonly word: string
  readonly kind: TermKind
}

interface HanWord {
  readonly characters: readonly string[]
  readonly text: string
  readonly unbreakable: boolean
}

const HAN = /\p{Script=Han}/u
/** A name such as `getGroupList`. */
const CAMEL = /[a-z0-9][A-Z]|[A-Z][A-Z][a-z]/

let segmenter: Intl.Segmenter | undefined

/** Splits a run of Han characters into unbreakable words and, between them, the words that the dictionary finds. */
function hanWords(run: string, pattern: RegExp): readonly HanWord[] {
  segmenter ??= new Intl.Segmenter('zh', { granularity: 'word' })
  const words: HanWord[] = []
  const add = (text: string, unbreakable: boolean) => words.push({ characters: [...text], text, unbreakable })
  const segment = (part: string) => {
    if (part && segmenter) for (const { segment } of segmenter.segment(part)) add(segment, false)
  }
  let end = 0
  for (const match of run.matchAll(pattern)) {
    segment(run.slice(end, match.index))
    add(match[0], true)
    end = match.index + match[0].length
  }
  segment(run.slice(end))
  return words
}

function hanTerms(run: string, pattern: RegExp, add: (term: string, kind: TermKind) => void): void {
  let before: HanWord | undefined
  for (const word of hanWords(run, pattern)) {
    const { characters, text, unbreakable } = word
    const kind = WEAK_WORDS.has(text) ? 'weak' : 'word'
    const filler = kind === 'word' && !unbreakable && characters.every((character) => FILLER_CHARACTERS.has(character))
    if (filler && characters.length > 1) {
      before = undefined
      continue
    }
    if (unbreakable) add(text, kind)
    else if (characters.length > 1) for (const pair of hanPairs(text)) add(pair, kind)
    else if (!filler) add(text, 'loose')
    if (before) {
      const single = characters.length === 1 && before.characters.length === 1
      add(
        `${before.characters.at(-1)}${characters[0]}`,
        single && !filler && !FILLER_CHARACTERS.has(before.text) ? 'loose' : 'bonus',
      )
    }
    before = word
  }
}

/** @param unbreakable finds the Han words and the phrases of several words that must not be cut. */
export function queryTerms(text: string, unbreakable: RegExp): readonly QueryTerm[] {
  const terms = new Map<string, QueryTerm>()
  const add = (term: string, kind: TermKind, word = term) => {
    if (!terms.has(term)) terms.set(term, { term, word, kind })
  }
  const query = normaliseQuery(text)
  const rest = query.replace(unbreakable, (phrase) => {
    if (HAN.test(phrase)) return phrase
    add(phrase.toLowerCase().replace(/[\s-]+/g, ' '), 'word')
    return ' '
  })
  for (const [piece] of rest.matchAll(PIECE)) {
    if (HAN.test(piece)) {
      for (const run of piece.replace(FILLER_WORDS, ' ').split(' ')) hanTerms(run, unbreakable, add)
      continue
    }
    for (const word of latinParts(piece)) {
      const term = stem(word)
      if (!INDEX_STOP_WORDS.has(term) && !QUERY_STOP_WORDS.has(word))
        add(term, /^\d+$/.test(word) ? 'number' : 'word', word)
    }
  }
  for (const [piece] of query.matchAll(PIECE)) if (CAMEL.test(piece)) add(piece.toLowerCase(), 'bonus')
  return [...terms.values()]
}
