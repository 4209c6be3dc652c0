/** Answers a query about error codes. It always answers; only `detect` may stay silent. */
import { type Catalog, type DocumentSection, symbolKey } from '../catalog/catalog.ts'
import type { Entry } from '../catalog/entry.ts'
import type { Hit, Search } from '../search/search.ts'
import { editDistance } from '../search/spelling.ts'
import { parseQuery, type Query } from './parse-query.ts'

export type Answer =
  /** One code. `twin` has the same number and the other sign; `guessed` is the symbol taken for a misspelt one. */
  | { readonly kind: 'entry'; readonly entry: Entry; readonly twin?: Entry; readonly guessed?: string }
  /** Several codes or a symbol with several values, in the order asked; `unknown` are the codes without an entry. */
  | { readonly kind: 'entries'; readonly entries: readonly Entry[]; readonly unknown: readonly UnknownCode[] }
  /** A number inside a range that has one entry. */
  | { readonly kind: 'range'; readonly entry: Entry; readonly code: string }
  | { readonly kind: 'hits'; readonly words: string; readonly hits: readonly Hit[] }
  | ({ readonly kind: 'unknown' } & UnknownCode)
  /** No entry fits these words. */
  | { readonly kind: 'none'; readonly words: string }
  /** The query was empty. */
  | { readonly kind: 'help' }

export interface UnknownCode {
  readonly code: string
  /** Where the number would be in the document; absent when no code is near. */
  readonly place?: DocumentSection
  readonly nearest: readonly Entry[]
  /** The code with the other sign, when that one is known. */
  readonly twin?: Entry
  /** Ranges in which an app defines its own codes. */
  readonly ranges: readonly Entry[]
}

export type Resolve = (query: string) => Answer

/** Further codes of a query are ignored: a paste belongs to `detect`. */
const MAX_CODES = 20
const MAX_HITS = 10
/** Share of a symbol's letters that may be wrong. */
const TYPO_SHARE = 0.2

/** @returns answers queries by codes and constants alone; undefined where only a search can tell. */
export function createExactLookup(catalog: Catalog): (query: Query) => Answer | undefined {
  function unknown(code: string): UnknownCode {
    const place = catalog.sectionNear(code)
    const twin = catalog.signTwin({ code })
    return {
      code,
      nearest: catalog.nearest(code, 4),
      ranges: catalog.entries.filter((entry) => entry.range),
      ...(place ? { place } : {}),
      ...(twin ? { twin } : {}),
    }
  }

  function one(entry: Entry, code = entry.code): Answer {
    if (entry.range && code !== entry.code) return { kind: 'range', entry, code }
    const twin = catalog.signTwin(entry)
    return { kind: 'entry', entry, ...(twin ? { twin } : {}) }
  }

  function byCodes(codes: readonly string[]): Answer {
    // Only a span that the catalog holds is one code; "10003-10008" asks for both ends.
    const asked = codes
      .slice(0, MAX_CODES)
      .flatMap((code) => (catalog.get(code) || !/^\d+-/.test(code) ? [code] : code.split('-')))
    const [only] = asked
    if (asked.length === 1 && only !== undefined) {
      const entry = catalog.entryOf(only)
      return entry ? one(entry, only) : { kind: 'unknown', ...unknown(only) }
    }
    const entries = [...new Set(asked.flatMap((code) => catalog.entryOf(code) ?? []))]
    return { kind: 'entries', entries, unknown: asked.filter((code) => !catalog.entryOf(code)).map(unknown) }
  }

  function bySymbol(words: string): Answer | undefined {
    const exact = catalog.bySymbol(words)
    const found =
      exact.length > 0 ? exact : [...new Set((words.match(/\w*_\w+/g) ?? []).flatMap((name) => catalog.bySymbol(name)))]
    if (found.length > 1) return { kind: 'entries', entries: found, unknown: [] }
    return found[0] && one(found[0])
  }

  /** Corrects only what looks like a constant; words go to search. */
  function byMisspeltSymbol(words: string): Answer | undefined {
    const name = /^\S*_\S+$/.test(words) ? symbolKey(words) : undefined
    if (name === undefined) return undefined
    const limit = Math.min(4, Math.floor(name.length * TYPO_SHARE))
    let best: { key: string; distance: number } | undefined
    for (const key of catalog.symbolKeys) {
      const distance = editDistance(name, key, best ? best.distance - 1 : limit)
      if (distance <= limit && (!best || distance < best.distance)) best = { key, distance }
    }
    const entry = best && catalog.bySymbol(best.key)[0]
    if (!best || !entry) return undefined
    const { key } = best
    return { ...one(entry), kind: 'entry', entry, guessed: entry.symbols.find((symbol) => symbol.endsWith(key)) ?? key }
  }

  return ({ codes, words }) => {
    if (codes.some((code) => catalog.entryOf(code)) || (codes.length > 0 && words === '')) return byCodes(codes)
    if (words === '') return { kind: 'help' }
    return bySymbol(words) ?? byMisspeltSymbol(words)
  }
}

export function createResolve(catalog: Catalog, search: Search): Resolve {
  const lookUp = createExactLookup(catalog)
  return (input) => {
    const query = parseQuery(input)
    const exact = lookUp(query)
    if (exact) return exact
    const { codes, words } = query
    // A number that is no code may be the limit that was hit.
    const hits = search([words, ...codes].join(' '), MAX_HITS)
    if (hits.length > 0) return { kind: 'hits', words, hits }
    return (codes.length > 0 && lookUp({ codes, words: '' })) || { kind: 'none', words }
  }
}
