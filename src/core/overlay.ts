/** A team's own codes, and its own words about the vendor's, laid over the catalog. All of it or nothing. */
import { z } from 'zod'
import { code, entryFields, type LocatedEntry, parseCatalogFile, teamFields, unknownField } from './catalog-schema.ts'
import type { Entry, KnowledgeData } from './entry.ts'
import { DataError, type DataProblem, describe, readYaml } from './yaml-file.ts'

/** One file of the overlay: its path as it should stand in messages, and its text. */
export interface OverlayFile {
  readonly file: string
  readonly source: string
}

const { title, cause, fix, category, retry, acts, severity, keywords, notes } = entryFields
const overrideSchema = z.strictObject(
  {
    code,
    hidden: z.boolean({ error: 'hidden: write true, or leave it out' }).default(false),
    title: title.optional(),
    cause: cause.optional(),
    fix: fix.optional(),
    category: category.optional(),
    retry: retry.optional(),
    acts: acts.optional(),
    severity: severity.optional(),
    keywords,
    notes,
    ...teamFields,
  },
  {
    error: (issue) =>
      unknownField(issue)?.replace('data/README.md', 'docs/runbook.md') ??
      (issue.code === 'invalid_type' ? 'write a code and what you change: see docs/runbook.md' : undefined),
  },
)
const fileSchema = z.strictObject(
  { overrides: z.array(z.unknown(), { error: 'overrides: write a list, each with a code' }) },
  { error: () => 'a file with overrides holds nothing else: put entries into a file of their own' },
)

type Override = z.output<typeof overrideSchema>
interface LocatedOverride {
  readonly override: Override
  readonly file: string
  readonly line: number
}

const isOverrides = (value: unknown): boolean => typeof value === 'object' && value !== null && 'overrides' in value

function parseOverrides({ file, source }: OverlayFile): { overrides: LocatedOverride[]; problems: DataProblem[] } {
  const { value, lineAt, problems } = readYaml(file, source)
  const overrides: LocatedOverride[] = []
  const report = (base: readonly PropertyKey[], { path, message }: z.core.$ZodIssue) =>
    void problems.push({ file, line: lineAt([...base, ...path]), message: describe(path, message) })
  const head = fileSchema.safeParse(value)
  for (const issue of head.error?.issues ?? []) report([], issue)
  for (const [index, raw] of (head.data?.overrides ?? []).entries()) {
    const at = ['overrides', index]
    const parsed = overrideSchema.safeParse(raw)
    if (parsed.success) overrides.push({ override: parsed.data, file, line: lineAt(at) })
    for (const issue of parsed.error?.issues ?? []) report(at, issue)
  }
  return { overrides, problems }
}

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
function crossCheck(
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

/** What is wrong with a file as a whole; undefined when it has fields, or when its YAML is broken in some line. */
function formProblem(value: unknown, syntax: readonly DataProblem[]): string | undefined {
  if (syntax.some(({ message }) => message.includes('multiple documents')))
    return 'holds several documents (---); make a file of each'
  if (syntax.length > 0 || (typeof value === 'object' && value !== null && !Array.isArray(value))) return undefined
  return 'holds no fields: write part and entries, or overrides; or take the file away. See docs/runbook.md'
}

/** The line of a character that no text editor writes; undefined when the file was read well. */
function unreadableAt(source: string): number | undefined {
  const at = Math.max(source.indexOf('\0'), source.indexOf('\ufffd'))
  return at < 0 ? undefined : source.slice(0, at).split('\n').length
}

const given = <T extends object>(fields: T): Partial<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>

function override(entry: Entry, { code: _, hidden: __, keywords: words, notes: texts, ...rest }: Override): Entry {
  const merged = { ...entry, ...given(rest) } as Entry
  return { ...merged, keywords: [...entry.keywords, ...words], notes: [...texts, ...entry.notes] }
}

/** Own entries come first, so that a range of the team's is found before the vendor's around it. */
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
  // The catalog's entries cannot name a team's codes back by themselves.
  const namedBy = new Map<string, string[]>()
  for (const entry of added) for (const id of entry.related) namedBy.set(id, [...(namedBy.get(id) ?? []), entry.code])
  const entries = shown.map((entry) => {
    const related = [...new Set([...entry.related, ...(namedBy.get(entry.code) ?? [])])].filter((id) => codes.has(id))
    return { ...entry, related }
  })
  return { ...data, entries }
}

/**
 * Checks an overlay against the catalog and lays it over it.
 * @throws DataError with every mistake of every file; nothing is applied then
 */
export function applyOverlay(data: KnowledgeData, files: readonly OverlayFile[]): KnowledgeData {
  const added: LocatedEntry[] = []
  const overrides: LocatedOverride[] = []
  const problems: DataProblem[] = []
  for (const { file, source } of files) {
    const unreadable = unreadableAt(source)
    if (unreadable !== undefined) {
      problems.push({ file, line: unreadable, message: 'is not UTF-8 text; save the file as UTF-8' })
      continue
    }
    let value: unknown
    let syntax: readonly DataProblem[]
    try {
      ;({ value, problems: syntax } = readYaml(file, source))
    } catch (error) {
      // Aliases that would fill the memory.
      problems.push({ file, line: 1, message: `${(error as Error).message}: write it without aliases (&, *)` })
      continue
    }
    const form = formProblem(value, syntax)
    if (form !== undefined) problems.push({ file, line: 1, message: form })
    else if (isOverrides(value)) {
      const parsed = parseOverrides({ file, source })
      overrides.push(...parsed.overrides)
      problems.push(...parsed.problems)
    } else {
      const parsed = parseCatalogFile(file, source)
      added.push(...parsed.entries.map((item) => ({ ...item, entry: { ...item.entry, source: 'team' as const } })))
      problems.push(...parsed.problems)
    }
  }
  // Cross-checks on a half-read overlay would only repeat the mistakes already found.
  if (problems.length === 0) problems.push(...crossCheck(added, overrides, data))
  if (problems.length > 0) throw new DataError(problems)
  return merge(
    data,
    added.map(({ entry }) => entry),
    new Map(overrides.map((item) => [item.override.code, item.override])),
  )
}
