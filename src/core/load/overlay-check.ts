/** What only shows when an overlay lies beside the catalog: twice the same code, none at all, numbers that two entries share. */

import type { KnowledgeData } from '../knowledge.ts'
import type { LocatedEntry } from './catalog-schema.ts'
import type { LocatedOverride } from './overlay-file.ts'
import type { DataProblem } from './yaml-file.ts'

/** The vendor's own ranges have so many numbers; a wider one would take every number for a code. */
const WIDEST = 10_000

/** Ranges that are too wide, or share numbers with another one of the team's. */
function ofNumbers({ entry, line, file }: LocatedEntry, added: readonly LocatedEntry[]): string[] {
  if (!entry.range) return []
  const [first, last] = entry.range
  const other = added.find(({ entry: { code: id, range }, ...at }) => {
    const before = at.file < file || (at.file === file && at.line < line)
    return before && range !== undefined && id !== entry.code && range[0] <= last && first <= range[1]
  })
  return [
    ...(last - first >= WIDEST ? [`is wider than ${WIDEST} numbers; name those that your app answers with`] : []),
    ...(other ? [`shares numbers with ${other.entry.code} at ${other.file}:${other.line}; keep them apart`] : []),
  ]
}

/** What only shows beside the catalog: codes that are there twice or not at all, links without an address. */
export function crossCheck(
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
    for (const problem of ofNumbers(item, added)) say(problem)
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
    const { code: id, hidden, keywords: words, notes: texts, ...rest } = override
    const other = changed.get(id)
    if (other) say(`already changed at ${other.file}:${other.line}; keep one of them`)
    else if (own.has(id)) say('is an entry of your own; change it there')
    else if (!inCatalog.has(id)) say('is not in the catalog; write a whole entry under entries')
    changed.set(id, item)
    const part = entries.find((entry) => entry.code === id)?.part
    const named = rest.title === undefined ? undefined : titles.get(`${part}\n${rest.title.toLowerCase()}`)
    if (named !== undefined && named !== id) say(`has the title of ${named}; say what differs`)
    const says = words.length + texts.length + Object.values(rest).filter((value) => value !== undefined).length
    if (!hidden && says === 0) say('changes nothing; write an owner, a runbook, notes, other words, or hidden: true')
    if (hidden && says > 0) say('is hidden, so nothing else of it can be seen; remove hidden or the rest')
  }
  return problems
}
