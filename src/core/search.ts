/** Finds entries by words: BM25+ over the catalog's fields, with prefixes, typos and synonyms, and silence when nothing fits. */
import MiniSearch from 'minisearch'
import type { Entry } from './entry.ts'
import { createSpelling } from './spelling.ts'
import { indexTerms, type QueryTerm, queryTerms, questionTerms, stem } from './words.ts'

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

/** An answer must cover this share of the question's weight. */
const ENOUGH_COVERAGE = 0.6
/** A hit below this share of the best one's score is noise. */
const TAIL = 0.35
const SYNONYM_WEIGHT = 0.75
/** Codes outside the vendor's document are rarer; between equals the documented one is meant. */
const SIDE_PARTS: ReadonlySet<string> = new Set(['web', 'sdk-newer'])
const SIDE_WEIGHT = 0.5
const MAX_TERMS = 24

/** What a word counts that is only a beginning or a correction of what was found. */
const PREFIX_WEIGHT = 0.6
const CORRECTED_WEIGHT = 0.8

/** How much of a whole word a term is: a Han pair is a part of one, and one that crosses a border may mean nothing. */
function share(term: string, optional: boolean, known: boolean): number {
  if (optional && !known) return 0.1
  if (!/\p{Script=Han}/u.test(term)) return 1
  return known ? 0.8 : 0.35
}

interface Concept {
  readonly weight: number
  /** Entry to score, the best of the term and its synonyms. */
  readonly scores: ReadonlyMap<string, number>
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
    tokenize: indexTerms,
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
  const sameAs = new Map<string, Set<string>>()
  for (const group of synonyms) {
    const terms = group
      .map((word) => queryTerms(word))
      .filter((found) => found.length === 1)
      .flat()
    for (const term of terms)
      sameAs.set(term, new Set([...(sameAs.get(term) ?? []), ...terms.filter((other) => other !== term)]))
  }

  const spelling = createSpelling(
    entries.flatMap(({ code, title, cause, fix, keywords }) => [
      ...[title, cause],
      ...fix,
      ...keywords,
      ...(phrases[code] ?? []),
    ]),
  )

  const find = (term: string, prefix: boolean) =>
    index.search(term, {
      boost: BOOST,
      tokenize: (value) => [value],
      prefix,
      weights: { fuzzy: 0, prefix: PREFIX_WEIGHT },
    })

  function conceptOf({ term, word, optional }: QueryTerm): Concept {
    const scores = new Map<string, number>()
    const take = (found: ReturnType<typeof find>, weight: number) => {
      for (const hit of found) scores.set(hit.id, Math.max(scores.get(hit.id) ?? 0, hit.score * weight))
    }
    const takeWithSynonyms = (name: string, weight: number) => {
      take(find(name, false), weight)
      for (const other of sameAs.get(name) ?? []) take(find(other, false), weight * SYNONYM_WEIGHT)
    }
    takeWithSynonyms(term, 1)
    if (scores.size === 0 && term.length >= 4) take(find(term, true), 1)
    if (scores.size === 0) for (const right of spelling(word)) takeWithSynonyms(stem(right), CORRECTED_WEIGHT)
    const rarity = Math.log(1 + entries.length / (1 + scores.size))
    return { weight: rarity * share(term, optional, scores.size > 0), scores }
  }

  return {
    search(words, limit) {
      const concepts = questionTerms(words).slice(0, MAX_TERMS).map(conceptOf)
      const total = concepts.reduce((sum, concept) => sum + concept.weight, 0)
      if (total === 0) return []
      const gathered = new Map<string, { score: number; covered: number }>()
      for (const { weight, scores } of concepts) {
        for (const [id, score] of scores) {
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
      if (!best || Math.max(...hits.slice(0, 5).map((hit) => hit.coverage)) < ENOUGH_COVERAGE) return []
      return hits.filter((hit) => hit.score >= best.score * TAIL).slice(0, limit)
    },
  }
}
