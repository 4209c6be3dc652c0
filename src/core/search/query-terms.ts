/** Cuts a question into what it asks for: each word with what it weighs when an answer lacks it. */
import { questionText } from './normalise.ts'
import { FILLER, FILLER_WORDS, TALK, WEAK } from './stop-words.ts'
import { hanPairs, isStop, latinParts, stem } from './terms.ts'

/**
 * `word`: a word, or a pair of Han characters inside one. `loose`: characters that no dictionary joins, perhaps a word of
 * the trade. `weak`: said of anything, such as 没有. `number`: may be the limit that was hit. `bonus`: never missed, such as
 * a pair across the border of two words.
 */
export type TermKind = 'word' | 'loose' | 'weak' | 'number' | 'bonus'

export interface QuestionTerm {
  readonly term: string
  /** The word as typed, in lower case; for Han text the term itself. */
  readonly word: string
  readonly kind: TermKind
}

interface HanWord {
  readonly characters: readonly string[]
  readonly text: string
  /** One of the words that are not to be cut. */
  readonly whole: boolean
}

const HAN = /\p{Script=Han}/u
const PIECE = /\p{Script=Han}+|[\p{L}\p{N}]+/gu
/** A name such as `getGroupList`. */
const CAMEL = /[a-z0-9][A-Z]|[A-Z][A-Z][a-z]/

let segmenter: Intl.Segmenter | undefined

/** A run of Han characters as words: those that are not to be cut, and between them what the dictionary finds. */
function hanWords(run: string, whole: RegExp): readonly HanWord[] {
  segmenter ??= new Intl.Segmenter('zh', { granularity: 'word' })
  const words: HanWord[] = []
  const add = (text: string, isWhole: boolean) => words.push({ characters: [...text], text, whole: isWhole })
  const between = (part: string) => {
    if (part && segmenter) for (const { segment } of segmenter.segment(part)) add(segment, false)
  }
  let end = 0
  for (const match of run.matchAll(whole)) {
    between(run.slice(end, match.index))
    add(match[0], true)
    end = match.index + match[0].length
  }
  between(run.slice(end))
  return words
}

function hanTerms(run: string, whole: RegExp, add: (term: string, kind: TermKind) => void): void {
  let before: HanWord | undefined
  for (const word of hanWords(run, whole)) {
    const { characters, text } = word
    const kind = WEAK.has(text) ? 'weak' : 'word'
    const silent = kind === 'word' && !word.whole && characters.every((character) => FILLER.has(character))
    if (silent && characters.length > 1) {
      before = undefined
      continue
    }
    if (word.whole) add(text, kind)
    else if (characters.length > 1) for (const pair of hanPairs(text)) add(pair, kind)
    else if (!silent) add(text, 'loose')
    if (before) {
      const single = characters.length === 1 && before.characters.length === 1
      add(
        `${before.characters.at(-1)}${characters[0]}`,
        single && !silent && !FILLER.has(before.text) ? 'loose' : 'bonus',
      )
    }
    before = word
  }
}

/** @param whole finds the Han words and the turns of several words that are not to be cut. */
export function questionTerms(text: string, whole: RegExp): readonly QuestionTerm[] {
  const terms = new Map<string, QuestionTerm>()
  const add = (term: string, kind: TermKind, word = term) => {
    if (!terms.has(term)) terms.set(term, { term, word, kind })
  }
  const asked = questionText(text)
  const rest = asked.replace(whole, (turn) => {
    if (HAN.test(turn)) return turn
    add(turn.toLowerCase().replace(/[\s-]+/g, ' '), 'word')
    return ' '
  })
  for (const [piece] of rest.matchAll(PIECE)) {
    if (HAN.test(piece)) {
      for (const run of piece.replace(FILLER_WORDS, ' ').split(' ')) hanTerms(run, whole, add)
      continue
    }
    for (const word of latinParts(piece)) {
      const term = stem(word)
      if (!isStop(term) && !TALK.has(word)) add(term, /^\d+$/.test(word) ? 'number' : 'word', word)
    }
  }
  for (const [piece] of asked.matchAll(PIECE)) if (CAMEL.test(piece)) add(piece.toLowerCase(), 'bonus')
  return [...terms.values()]
}
