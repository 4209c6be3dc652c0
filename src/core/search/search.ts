/** Finds entries by words: BM25+ over the catalog's fields, with prefixes, typos and synonyms, and silence when nothing fits. */
import MiniSearch from 'minisearch'
import type { Entry } from '../catalog/entry.ts'
import { searchTerms } from './normalise.ts'
import { type QuestionTerm, questionTerms, type TermKind } from './query-terms.ts'
import { createSpelling } from './spelling.ts'
import { ANY_FAILURE, OTHER_TRADES } from './stop-words.ts'
import { createSynonyms, termsOfWord } from './synonyms.ts'
import { stem } from './terms.ts'

export interface Hit {
  readonly entry: Entry
  readonly score: number
  /** How much of the question the entry answers, 0 to 1, by the weight of its words. */
  readonly coverage: number
}

export interface SearchIndex {
  /**
   * Best first; empty when nothing answers enough of the question.
   * @param limit at most this many hits.
   */
  search(words: string, limit: number): readonly Hit[]
}

const BOOST = { title: 3, keywords: 3, symbols: 2, cause: 1, notes: 0.5, fix: 0.6, apis: 1.2, phrases: 2, section: 0.6 }
type FieldName = keyof typeof BOOST

/** An answer must cover this share of the question's weight: less where the catalog knows every word that was asked. */
const ENOUGH_COVERAGE = 0.6
const ENOUGH_OF_KNOWN = 0.5
/** A hit below this share of the best one's score is noise. */
const TAIL = 0.35
const SYNONYM_WEIGHT = 0.75
/** Codes outside the vendor's document are rarer; between equals the documented one is meant. */
const SIDE_PARTS: ReadonlySet<string> = new Set(['web', 'sdk-newer'])
const SIDE_WEIGHT = 0.5
const MAX_TERMS = 32

/** What a word counts that is only a beginning or a correction of what was found. */
const PREFIX_WEIGHT = 0.6
const CORRECTED_WEIGHT = 0.8

/** What a term counts by its kind, when the catalog knows it and when it does not. */
const SHARE: Readonly<Record<TermKind, readonly [known: number, unknown: number]>> = {
  word: [1, 1],
  loose: [0.5, 0.3],
  weak: [0.3, 0.1],
  number: [0.5, 0],
  bonus: [0, 0],
}
/** A pair of Han characters is only a part of most words. */
const HAN_SHARE = 0.8
const BONUS_SCORE = 0.5
/** What an answer earns with a word of another trade, and with one of any failure beside words that nobody here knows. */
const OTHER_TRADE_SHARE = 0.1
const ANY_FAILURE_SHARE = 0.5

function share({ term, kind }: QuestionTerm, known: boolean): number {
  const [ofKnown, ofUnknown] = SHARE[kind]
  return (known ? ofKnown : ofUnknown) * (kind === 'word' && /\p{Script=Han}/u.test(term) ? HAN_SHARE : 1)
}

interface Concept {
  readonly word: string
  readonly weight: number
  /** Entry to score, the best of the term and its synonyms. */
  readonly scores: ReadonlyMap<string, number>
  /** The catalog does not know it, or only from another trade. */
  readonly strange: boolean
}

/** The part of a word's weight that an answer with that word earns. */
function earned({ word, weight }: Concept, besideStrange: boolean): number {
  if (OTHER_TRADES.has(word)) return weight * OTHER_TRADE_SHARE
  return besideStrange && ANY_FAILURE.has(word) ? weight * ANY_FAILURE_SHARE : weight
}

/** What helps to find an entry beside its own words. */
export interface SearchAids {
  /** Groups of words that mean the same to the people who ask. */
  readonly synonyms?: readonly (readonly string[])[]
  /** By code: what people type who meet it and do not know its number. */
  readonly phrases?: Readonly<Record<string, readonly string[]>>
  /** Names of the APIs that document a code. */
  readonly apisOf?: (code: string) => readonly string[]
}

export function createSearch(entries: readonly Entry[], aids: SearchAids = {}): SearchIndex {
  const { synonyms = [], phrases = {}, apisOf = () => [] } = aids
  const byCode = new Map(entries.map((entry) => [entry.code, entry]))
  const index = new MiniSearch<Record<FieldName | 'id', string>>({
    fields: Object.keys(BOOST),
    tokenize: searchTerms,
    processTerm: (term) => term,
  })
  index.addAll(
    entries.map((entry) => ({
      id: entry.code,
      title: entry.title,
      keywords: entry.keywords.join(' , '),
      symbols: entry.symbols.join(' '),
      cause: entry.cause,
      notes: entry.notes.join(' '),
      fix: entry.fix.join(' '),
      apis: apisOf(entry.code).join(' '),
      phrases: (phrases[entry.code] ?? []).join(' , '),
      section: entry.section,
    })),
  )
  const same = createSynonyms(synonyms, OTHER_TRADES)

  const spelling = createSpelling(
    entries.flatMap(({ code, title, cause, fix, keywords }) => [
      ...[title, cause],
      ...fix,
      ...keywords,
      ...(phrases[code] ?? []),
    ]),
  )

  const found = new Map<string, ReadonlyMap<string, number>>()
  /** Entries that have a term, each with its score. What the catalog holds never changes, so each is asked for once. */
  function find(term: string, prefix = false): ReadonlyMap<string, number> {
    const key = prefix ? `${term}*` : term
    const known = found.get(key)
    if (known) return known
    const hits = index.search(term, {
      boost: BOOST,
      tokenize: (value) => [value],
      prefix,
      weights: { fuzzy: 0, prefix: PREFIX_WEIGHT },
    })
    const scores = new Map<string, number>(hits.map((hit) => [hit.id, hit.score]))
    if (scores.size > 0) found.set(key, scores)
    return scores
  }

  /** Entries that have all the terms; the score is their mean. */
  function findAll(terms: readonly string[]): ReadonlyMap<string, number> {
    const [first = new Map<string, number>(), ...rest] = terms.map((term) => find(term))
    if (rest.length === 0) return first
    const scores = new Map<string, number>()
    for (const [id, score] of first) {
      if (!rest.every((other) => other.has(id))) continue
      scores.set(id, rest.reduce((sum, other) => sum + (other.get(id) ?? 0), score) / terms.length)
    }
    return scores
  }

  function conceptOf(asked: QuestionTerm): Concept {
    const { term, word, kind } = asked
    const scores = new Map<string, number>()
    const take = (hits: ReadonlyMap<string, number>, weight: number) => {
      for (const [id, score] of hits) scores.set(id, Math.max(scores.get(id) ?? 0, score * weight))
    }
    const takeWithSynonyms = (name: string, weight: number) => {
      take(findAll(termsOfWord(name)), weight)
      for (const terms of same.of(name)) take(findAll(terms), weight * SYNONYM_WEIGHT)
    }
    takeWithSynonyms(term, kind === 'bonus' ? BONUS_SCORE : 1)
    if (scores.size === 0 && term.length >= 4) take(find(term, true), 1)
    if (scores.size === 0) for (const right of spelling(word)) takeWithSynonyms(stem(right), CORRECTED_WEIGHT)
    // A word is as rare as it is itself; that its synonyms are common does not make it say less.
    const users = OTHER_TRADES.has(word) ? 0 : findAll(termsOfWord(term)).size || scores.size
    const rarity = Math.log(1 + entries.length / (1 + users))
    const strange = OTHER_TRADES.has(word) || (scores.size === 0 && (kind === 'word' || kind === 'loose'))
    return { word, weight: rarity * share(asked, scores.size > 0), scores, strange }
  }

  return {
    search(words, limit) {
      const concepts = questionTerms(words, same.whole).slice(0, MAX_TERMS).map(conceptOf)
      const total = concepts.reduce((sum, concept) => sum + concept.weight, 0)
      if (total === 0) return []
      const strange = concepts.some((concept) => concept.strange)
      const gathered = new Map<string, { score: number; covered: number }>()
      for (const concept of concepts) {
        const weight = earned(concept, strange)
        for (const [id, score] of concept.scores) {
          const sum = gathered.get(id) ?? { score: 0, covered: 0 }
          gathered.set(id, { score: sum.score + score, covered: sum.covered + weight })
        }
      }
      const hits: Hit[] = []
      for (const [id, { score, covered }] of gathered) {
        const entry = byCode.get(id)
        const coverage = covered / total
        if (entry)
          hits.push({ entry, score: score * coverage * (SIDE_PARTS.has(entry.part) ? SIDE_WEIGHT : 1), coverage })
      }
      hits.sort((a, b) => b.score - a.score)
      const best = hits[0]
      const enough = strange ? ENOUGH_COVERAGE : ENOUGH_OF_KNOWN
      if (!best || Math.max(...hits.slice(0, 5).map((hit) => hit.coverage)) < enough) return []
      return hits.filter((hit) => hit.score >= best.score * TAIL).slice(0, limit)
    },
  }
}
