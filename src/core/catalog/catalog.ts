/** The index over the entries: by code, range, SDK constant, and nearness. */
import type { Entry, Link, Part } from './entry.ts'

/** The part and section that an unknown number would belong to. */
export interface DocumentSection {
  readonly part: Part
  readonly section: string
}

export interface CatalogData {
  readonly entries: readonly Entry[]
  readonly links: Readonly<Record<string, Link>>
}

export type Catalog = Readonly<ReturnType<typeof createCatalog>>

const PREFIX = /^ERR_(?:SVR_|SDK_|REQ_)?/

/** Normal form for comparing symbols: upper case, words joined by underscores. */
export const symbolKey = (name: string): string =>
  name
    .trim()
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^_|_$/g, '')

/** A number farther than this from every code belongs to no section. */
const MAX_SECTION_DISTANCE = 400

function indexSymbols(entries: readonly Entry[]): Map<string, Entry[]> {
  const index = new Map<string, Entry[]>()
  const add = (key: string, entry: Entry) => {
    const found = index.get(key)
    if (!found) index.set(key, [entry])
    else if (!found.includes(entry)) found.push(entry)
  }
  for (const entry of entries) {
    for (const symbol of entry.symbols) {
      const key = symbolKey(symbol)
      add(key, entry)
      add(key.replace(PREFIX, ''), entry)
      add(key.replace(/^ERR_/, ''), entry)
    }
  }
  return index
}

export function createCatalog({ entries, links }: CatalogData) {
  const byCode = new Map(entries.map((entry) => [entry.code, entry]))
  const ranges = entries.flatMap((entry) => (entry.range ? [{ entry, from: entry.range[0], to: entry.range[1] }] : []))
  const singles = entries.filter((entry) => !entry.range).map((entry) => ({ entry, value: Number(entry.code) }))
  let symbols: Map<string, Entry[]> | undefined
  const symbolIndex = () => {
    symbols ??= indexSymbols(entries)
    return symbols
  }
  const rangeOf = (code: string) => {
    const value = Number(code)
    return ranges.find(({ from, to }) => value >= from && value <= to)?.entry
  }
  const nearest = (code: string, count: number) => {
    const value = Number(code)
    return singles
      .filter((single) => single.value < 0 === value < 0)
      .map((single) => ({ ...single, distance: Math.abs(single.value - value) }))
      .sort((a, b) => a.distance - b.distance)
      .slice(0, count)
  }
  return {
    entries,
    /** The entry of exactly this code; does not look into ranges. */
    get: (code: string): Entry | undefined => byCode.get(code),
    /** The range that contains this number. */
    rangeOf,
    /** The entry of exactly this code, or else the range that contains it. */
    entryOf: (code: string): Entry | undefined => byCode.get(code) ?? rangeOf(code),
    /** Every entry with this SDK constant, in any case, with or without its prefix. */
    bySymbol: (name: string): readonly Entry[] => symbolIndex().get(symbolKey(name)) ?? [],
    /** All names that `bySymbol` knows, in the form of `symbolKey`. */
    get symbolKeys(): readonly string[] {
      return [...symbolIndex().keys()]
    },
    /** The entry with the same number and the other sign, which is a different error. */
    signTwin: ({ code }: Pick<Entry, 'code'>): Entry | undefined =>
      byCode.get(code.startsWith('-') ? code.slice(1) : `-${code}`),
    /** The known codes nearest to a number of the same sign, nearest first. */
    nearest: (code: string, count: number): readonly Entry[] => nearest(code, count).map(({ entry }) => entry),
    /** The section of the nearest code; undefined for a number far from every code. */
    sectionNear(code: string): DocumentSection | undefined {
      const [first] = nearest(code, 1)
      if (!first || first.distance > MAX_SECTION_DISTANCE) return undefined
      return { part: first.entry.part, section: first.entry.section }
    },
    link: (key: string): Link | undefined => links[key],
    /** The links of an entry, its own first, the vendor's error code page last. */
    linksOf(entry: Entry): readonly Link[] {
      const page = entry.source === 'web-sdk' ? ['web-error-codes'] : entry.source === 'team' ? [] : ['error-codes']
      return [...new Set([...entry.links, ...page])].flatMap((key) => links[key] ?? [])
    },
  }
}
