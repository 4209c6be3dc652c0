import type { Entry, Link, Part } from './entry.ts'

/** A place in the document: the part and section that an unknown number would fall into. */
export interface Place {
  readonly part: Part
  readonly section: string
}

/** The catalog, ready to be asked. */
export interface Catalog {
  readonly entries: readonly Entry[]
  /** The entry of exactly this code; a number inside a range is not found here. */
  get(code: string): Entry | undefined
  /** The range that this number lies in. */
  rangeOf(code: string): Entry | undefined
  /** The entry of exactly this code, or else the range that it lies in. */
  entryOf(code: string): Entry | undefined
  /** Every entry with this SDK constant, in any case, with or without its prefix. */
  bySymbol(name: string): readonly Entry[]
  /** All names that `bySymbol` knows, in the form `symbolKey` gives. */
  readonly symbolKeys: readonly string[]
  /** The entry with the same number and the other sign: another error altogether. */
  signTwin(entry: Entry): Entry | undefined
  /** The known codes nearest to a number of the same sign, nearest first. */
  nearest(code: string, count: number): readonly Entry[]
  /** The part and section around a number, judged by the known codes on both sides of it. */
  placeOf(code: string): Place | undefined
  link(key: string): Link | undefined
  /** The links of an entry, its own first, the vendor's error code page last. */
  linksOf(entry: Entry): readonly Link[]
}

const PREFIX = /^ERR_(?:SVR_|SDK_|REQ_)?/

/** The form in which symbols are compared: upper case, words joined by underscores. */
export const symbolKey = (name: string): string =>
  name
    .trim()
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^_|_$/g, '')

/** Beyond this distance a number belongs to no section: 12345 is not "near" 11000. */
const PLACE_REACH = 400

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

export interface CatalogData {
  readonly entries: readonly Entry[]
  readonly links: Readonly<Record<string, Link>>
}

export function createCatalog({ entries, links }: CatalogData): Catalog {
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
    get: (code) => byCode.get(code),
    rangeOf,
    entryOf: (code) => byCode.get(code) ?? rangeOf(code),
    bySymbol: (name) => symbolIndex().get(symbolKey(name)) ?? [],
    get symbolKeys() {
      return [...symbolIndex().keys()]
    },
    signTwin: (entry) => byCode.get(entry.code.startsWith('-') ? entry.code.slice(1) : `-${entry.code}`),
    nearest: (code, count) => nearest(code, count).map(({ entry }) => entry),
    placeOf(code) {
      const [first] = nearest(code, 1)
      if (!first || first.distance > PLACE_REACH) return undefined
      return { part: first.entry.part, section: first.entry.section }
    },
    link: (key) => links[key],
    linksOf: (entry) =>
      [
        ...entry.links,
        ...(entry.source === 'web-sdk' ? ['web-error-codes'] : entry.source === 'team' ? [] : ['error-codes']),
      ].flatMap((key, index, all) => {
        const found = links[key]
        return found && all.indexOf(key) === index ? [found] : []
      }),
  }
}
