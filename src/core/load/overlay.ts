/** Applies an overlay to the catalog: a team's own codes, and its changes to the vendor's. All of it or nothing. */
import type { Entry } from '../catalog/entry.ts'
import type { KnowledgeData } from '../knowledge.ts'
import type { LocatedEntry } from './catalog-schema.ts'
import { type LocatedOverride, type OverlayFile, type Override, readOverlayFile } from './overlay-file.ts'
import { DataError, type DataProblem } from './yaml-file.ts'

export type { OverlayFile } from './overlay-file.ts'

/** The size of the vendor's own ranges; a wider range would make every number a code. */
const MAX_RANGE = 10_000

/** A range that is too wide or overlaps another one of the team's. */
function rangeProblems({ entry, line, file }: LocatedEntry, added: readonly LocatedEntry[]): string[] {
  if (!entry.range) return []
  const [first, last] = entry.range
  const other = added.find(({ entry: { code: id, range }, ...at }) => {
    const before = at.file < file || (at.file === file && at.line < line)
    return before && range !== undefined && id !== entry.code && range[0] <= last && first <= range[1]
  })
  return [
    ...(last - first >= MAX_RANGE ? [`is wider than ${MAX_RANGE} numbers; name those that your app answers with`] : []),
    ...(other ? [`shares numbers with ${other.entry.code} at ${other.file}:${other.line}; keep them apart`] : []),
  ]
}

/** Checks that need the catalog: duplicate and unknown codes, symbols and titles of other entries, unknown links. */
function checkAgainstCatalog(
  added: readonly LocatedEntry[],
  overrides: readonly LocatedOverride[],
  { entries, links }: KnowledgeData,
): DataProblem[] {
  const problems: DataProblem[] = []
  const inCatalog = new Set(entries.map((entry) => entry.code))
  const own = new Map<string, LocatedEntry>()
  const titles = new Map(entries.map((entry) => [`${entry.part}\n${entry.title.toLowerCase()}`, entry.code]))
  const symbols = new Map(
    entries.flatMap(({ code: id, symbols: names }) => names.map((name) => [name.toUpperCase(), id] as const)),
  )
  const known = new Set([...inCatalog, ...added.map(({ entry }) => entry.code)])
  for (const item of added) {
    const { entry, file, line } = item
    const say = (message: string) => void problems.push({ file, line, message: `${entry.code}: ${message}` })
    const other = own.get(entry.code)
    if (other) say(`already defined at ${other.file}:${other.line}; keep one of them`)
    else if (inCatalog.has(entry.code)) say('is in the catalog already; write what you change under overrides')
    own.set(entry.code, item)
    for (const problem of rangeProblems(item, added)) say(problem)
    for (const name of entry.symbols) {
      const owner = symbols.get(name.toUpperCase())
      if (owner !== undefined && owner !== entry.code) say(`symbol ${name} belongs to ${owner}; remove it here`)
      symbols.set(name.toUpperCase(), entry.code)
    }
    const key = `${entry.part}\n${entry.title.toLowerCase()}`
    const named = titles.get(key)
    if (named !== undefined && named !== entry.code) say(`has the title of ${named}; say what differs`)
    titles.set(key, entry.code)
    for (const name of entry.links)
      if (!(name in links)) say(`link '${name}' is not in data/links.yaml; write the address as runbook instead`)
    for (const id of entry.related)
      if (!known.has(id) || id === entry.code) say(`related code ${id} is not in the catalog; remove it`)
  }
  const changed = new Map<string, LocatedOverride>()
  for (const item of overrides) {
    const { override, file, line } = item
    const say = (message: string) => void problems.push({ file, line, message: `${override.code}: ${message}` })
    const { code: id, hidden, keywords, notes, ...rest } = override
    const other = changed.get(id)
    if (other) say(`already changed at ${other.file}:${other.line}; keep one of them`)
    else if (own.has(id)) say('is an entry of your own; change it there')
    else if (!inCatalog.has(id)) say('is not in the catalog; write a whole entry under entries')
    changed.set(id, item)
    const part = entries.find((entry) => entry.code === id)?.part
    const named = rest.title === undefined ? undefined : titles.get(`${part}\n${rest.title.toLowerCase()}`)
    if (named !== undefined && named !== id) say(`has the title of ${named}; say what differs`)
    const says = keywords.length + notes.length + Object.values(rest).filter((value) => value !== undefined).length
    if (!hidden && says === 0) say('changes nothing; write an owner, a runbook, notes, other words, or hidden: true')
    if (hidden && says > 0) say('is hidden, so nothing else of it can be seen; remove hidden or the rest')
  }
  return problems
}

const given = <T extends object>(fields: T): Partial<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>

function override(entry: Entry, { code: _, hidden: __, keywords, notes, ...rest }: Override): Entry {
  const merged = { ...entry, ...given(rest) } as Entry
  return { ...merged, keywords: [...entry.keywords, ...keywords], notes: [...notes, ...entry.notes] }
}

/** The team's entries come first, so that its range is found before the vendor's around it. */
function merge(data: KnowledgeData, added: readonly Entry[], overrides: ReadonlyMap<string, Override>): KnowledgeData {
  const shown = [
    ...added,
    ...data.entries.flatMap((entry) => {
      const change = overrides.get(entry.code)
      if (change?.hidden) return []
      return change ? [override(entry, change)] : [entry]
    }),
  ]
  const codes = new Set(shown.map((entry) => entry.code))
  // `related` is symmetric, but the catalog's entries cannot name the team's codes.
  const namedBy = new Map<string, string[]>()
  for (const entry of added) for (const id of entry.related) namedBy.set(id, [...(namedBy.get(id) ?? []), entry.code])
  const entries = shown.map((entry) => {
    const related = [...new Set([...entry.related, ...(namedBy.get(entry.code) ?? [])])].filter((id) => codes.has(id))
    return { ...entry, related }
  })
  return { ...data, entries }
}

/**
 * Checks an overlay and applies it to the catalog.
 * @throws DataError with every mistake of every file
 */
export function applyOverlay(data: KnowledgeData, files: readonly OverlayFile[]): KnowledgeData {
  const read = files.map(readOverlayFile)
  const added = read.flatMap((file) => file.added)
  const overrides = read.flatMap((file) => file.overrides)
  const problems = read.flatMap((file) => file.problems)
  // Checks of a half-read overlay would only repeat the mistakes already found.
  if (problems.length === 0) problems.push(...checkAgainstCatalog(added, overrides, data))
  if (problems.length > 0) throw new DataError(problems)
  return merge(
    data,
    added.map(({ entry }) => entry),
    new Map(overrides.map((item) => [item.override.code, item.override])),
  )
}
