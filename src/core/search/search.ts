/** Finds entries by words: BM25+ over the catalog's fields, with prefixes, typos and synonyms, and no hits when nothing fits. */
import MiniSearch from 'minisearch'
import type { Entry } from '../catalog/entry.ts'
import { type QueryTerm, queryTerms, type TermKind } from './query-terms.ts'
import { createSpelling } from './spelling.ts'
import { GENERIC_FAILURE_WORDS, OTHER_DOMAIN_WORDS } from './stop-words.ts'
import { createSynonyms, termsOfWord } from './synonyms.ts'
import { catalogTerms, latinWords, stem } from './terms.ts'

export interface Hit {
  readonly entry: Entry
  readonly score: number
  /** How much of the query the entry answers, 0 to 1, by the weight of its words. */
  readonly coverage: number
}

/**
 * Best hit first; empty when nothing answers enough of the query.
 * @param limit at most this many hits.
 */
export type Search = (query: string, limit: number) => readonly Hit[]

const BOOST = { title: 3, keywords: 3, symbols: 2, cause: 1, notes: 0.5, fix: 0.6, apis: 1.2, phrases: 2, section: 0.6 }
type FieldName = keyof typeof BOOST

/** An answer must cover this share of the query's weight: less where the catalog knows every word of it. */
const MIN_COVERAGE = 0.6
const MIN_COVERAGE_OF_KNOWN = 0.5
/** The best of this many hits must reach it. */
const COVERAGE_HITS = 5
/** A hit below this share of the best score is noise. */
const MIN_SCORE_SHARE = 0.35
const SYNONYM_WEIGHT = 0.75
/** Codes outside the vendor's document are rarer; between equals the documented one is meant. */
const UNDOCUMENTED_PARTS: ReadonlySet<string> = new Set(['web', 'sdk-newer'])
const UNDOCUMENTED_WEIGHT = 0.5
const MAX_TERMS = 32

/** Weights of a word that was found as a prefix, or after correction. */
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
/** What an answer earns with a word of another domain, and with a generic failure next to words the catalog does not know. */
const OTHER_DOMAIN_SHARE = 0.1
const GENERIC_FAILURE_SHARE = 0.5

function share({ term, kind }: QueryTerm, known: boolean): number {
  const [ofKnown, ofUnknown] = SHARE[kind]
  return (known ? ofKnown : ofUnknown) * (kind === 'word' && /\p{Script=Han}/u.test(term) ? HAN_SHARE : 1)
}

type Scores = ReadonlyMap<string, number>

/** A term of the query together with its synonyms and corrections. */
interface Concept {
  readonly word: string
  readonly weight: number
  /** By code: the best score of the term and its synonyms. */
  readonly scores: Scores
  /** The catalog does not know the word, or it belongs to another domain. */
  readonly foreign: boolean
}

/** The part of a word's weight that an answer with that word earns. */
function earned({ word, weight }: Concept, besideForeign: boolean): number {
  if (OTHER_DOMAIN_WORDS.has(word)) return weight * OTHER_DOMAIN_SHARE
  return besideForeign && GENERIC_FAILURE_WORDS.has(word) ? weight * GENERIC_FAILURE_SHARE : weight
}

/** What helps to find an entry besides its own words. */
export interface SearchAids {
  /** Groups of words that mean the same to the people who search. */
  readonly synonyms?: readonly (readonly string[])[]
  /** By code: what people type who meet it and do not know its number. */
  readonly phrases?: Readonly<Record<string, readonly string[]>>
  /** Names of the APIs that document a code. */
  readonly apisOf?: (code: string) => readonly string[]
}

export function createSearch(
  entries: readonly Entry[],
  { synonyms = [], phrases = {}, apisOf = () => [] }: SearchAids = {},
): Search {
  const byCode = new Map(entries.map((entry) => [entry.code, entry]))
  const index = new MiniSearch<Record<FieldName | 'id', string>>({
    fields: Object.keys(BOOST),
    tokenize: catalogTerms,
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
  const same = createSynonyms(synonyms, OTHER_DOMAIN_WORDS)
  const correct = createSpelling(
    entries
      .flatMap(({ code, title, cause, fix, keywords }) => [title, cause, ...fix, ...keywords, ...(phrases[code] ?? [])])
      .flatMap(latinWords),
  )

  /** Scores by term. The catalog never changes, so each term is looked up once. */
  const found = new Map<string, Scores>()
  function find(term: string, prefix = false): Scores {
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
  function findAll(terms: readonly string[]): Scores {
    const [first = new Map<string, number>(), ...rest] = terms.map((term) => find(term))
    if (rest.length === 0) return first
    const scores = new Map<string, number>()
    for (const [code, score] of first) {
      if (!rest.every((other) => other.has(code))) continue
      scores.set(code, rest.reduce((sum, other) => sum + (other.get(code) ?? 0), score) / terms.length)
    }
    return scores
  }

  function conceptOf(queryTerm: QueryTerm): Concept {
    const { term, word, kind } = queryTerm
    const scores = new Map<string, number>()
    const take = (hits: Scores, weight: number) => {
      for (const [code, score] of hits) scores.set(code, Math.max(scores.get(code) ?? 0, score * weight))
    }
    const takeWithSynonyms = (name: string, weight: number) => {
      take(findAll(termsOfWord(name)), weight)
      for (const terms of same.of(name)) take(findAll(terms), weight * SYNONYM_WEIGHT)
    }
    takeWithSynonyms(term, kind === 'bonus' ? BONUS_SCORE : 1)
    if (scores.size === 0 && term.length >= 4) take(find(term, true), 1)
    if (scores.size === 0) for (const right of correct(word)) takeWithSynonyms(stem(right), CORRECTED_WEIGHT)
    // Rarity is that of the word itself: common synonyms do not make it say less.
    const users = OTHER_DOMAIN_WORDS.has(word) ? 0 : findAll(termsOfWord(term)).size || scores.size
    const rarity = Math.log(1 + entries.length / (1 + users))
    const foreign = OTHER_DOMAIN_WORDS.has(word) || (scores.size === 0 && (kind === 'word' || kind === 'loose'))
    return { word, weight: rarity * share(queryTerm, scores.size > 0), scores, foreign }
  }

  return (query, limit) => {
    const concepts = queryTerms(query, same.unbreakable).slice(0, MAX_TERMS).map(conceptOf)
    const total = concepts.reduce((sum, concept) => sum + concept.weight, 0)
    if (total === 0) return []
    const anyForeign = concepts.some((concept) => concept.foreign)
    const gathered = new Map<string, { score: number; covered: number }>()
    for (const concept of concepts) {
      const weight = earned(concept, anyForeign)
      for (const [code, score] of concept.scores) {
        const sum = gathered.get(code) ?? { score: 0, covered: 0 }
        gathered.set(code, { score: sum.score + score, covered: sum.covered + weight })
      }
    }
    const hits: Hit[] = []
    for (const [code, { score, covered }] of gathered) {
      const entry = byCode.get(code)
      if (!entry) continue
      const coverage = covered / total
      const weight = UNDOCUMENTED_PARTS.has(entry.part) ? UNDOCUMENTED_WEIGHT : 1
      hits.push({ entry, score: score * coverage * weight, coverage })
    }
    hits.sort((a, b) => b.score - a.score)
    const [best] = hits
    const covered = Math.max(...hits.slice(0, COVERAGE_HITS).map((hit) => hit.coverage))
    if (!best || covered < (anyForeign ? MIN_COVERAGE : MIN_COVERAGE_OF_KNOWN)) return []
    return hits.filter((hit) => hit.score >= best.score * MIN_SCORE_SHARE).slice(0, limit)
  }
}
