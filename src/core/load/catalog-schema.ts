/** Reads catalog YAML into entries and reports each mistake with file, line and what to write instead. */
import { z } from 'zod'
import { ACTORS, CATEGORIES, type Entry, type Link, PARTS, RETRIES, SEVERITIES, SOURCES } from '../catalog/entry.ts'
import { type DataProblem, describe, readYaml } from './yaml-file.ts'

/** An entry with its file and line, for messages about it. */
export interface LocatedEntry {
  readonly entry: Entry
  readonly file: string
  readonly line: number
}

const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: () => `write one of: ${values.join(', ')}` })
export const line = (max: number, what: string) =>
  z
    .string({ error: () => `${what}: write text` })
    .trim()
    .min(1, { error: `${what} is empty: write text` })
    .refine((s) => [...s].length <= max, { error: `${what} is longer than ${max} characters: shorten it` })
const CODE_HINT = 'write a code such as 10010, or a range such as 120001-130000'
export const code = z
  .union([z.number().int(), z.string().regex(/^-?\d+(-\d+)?$/, { error: CODE_HINT })], { error: CODE_HINT })
  .transform(String)
const codes = z.array(code, { error: 'write a list of codes, such as [6206, 70001]' }).default([])
const words = z
  .array(z.coerce.string().trim().min(1), { error: 'write a list of words, such as [room, 群]' })
  .default([])

/** What a team adds to an entry: see docs/runbook.md. */
export const teamFields = {
  owner: line(80, 'owner').optional(),
  runbook: z
    .url({ protocol: /^https?$/, error: 'runbook: write an address that begins with https://' })
    .max(500, { error: 'runbook is longer than 500 characters: shorten it' })
    .optional(),
}

/** The fields that describe a code. */
export const entryFields = {
  title: line(60, 'title'),
  cause: line(1200, 'cause'),
  fix: z
    .array(line(400, 'a step of fix'), { error: 'fix: write a list of steps' })
    .min(1, { error: 'fix needs at least one step' }),
  category: oneOf(CATEGORIES),
  retry: oneOf(RETRIES),
  acts: oneOf(ACTORS),
  severity: oneOf(SEVERITIES),
  keywords: words,
  notes: z.array(line(600, 'a note'), { error: 'notes: write a list of texts' }).default([]),
}

export const unknownField = (issue: z.core.$ZodRawIssue): string | undefined =>
  issue.code === 'unrecognized_keys' ? `unknown field ${issue.keys.join(', ')}: see data/README.md` : undefined

const entrySchema = z.strictObject(
  {
    code: code.optional(),
    range: z
      .string()
      .regex(/^\d+-\d+$/, { error: 'write a range such as 120001-130000' })
      .optional(),
    symbols: words,
    ...entryFields,
    wait: line(100, 'wait').optional(),
    related: codes,
    links: words,
    ...teamFields,
    digest: z.string().default(''),
  },
  { error: unknownField },
)

const fileSchema = z.strictObject({
  part: oneOf(PARTS),
  section: z.string().default(''),
  source: oneOf(SOURCES).default('tencent-chat'),
  entries: z.array(z.unknown(), { error: 'entries: write a list of entries' }),
})

/**
 * Reads one section file. Entries with mistakes are reported and left out.
 * @param file its path, as shown in messages.
 */
export function parseCatalogFile(file: string, source: string): { entries: LocatedEntry[]; problems: DataProblem[] } {
  const { value, lineAt, problems } = readYaml(file, source)
  if (value === undefined) return { entries: [], problems }
  const head = fileSchema.safeParse(value)
  const report = (base: readonly PropertyKey[], issues: z.core.$ZodIssue[]) => {
    for (const issue of issues) {
      const path = [...base, ...issue.path]
      problems.push({ file, line: lineAt(path), message: describe(issue.path, issue.message) })
    }
  }
  if (!head.success) {
    report([], head.error.issues)
    return { entries: [], problems }
  }
  const entries: LocatedEntry[] = []
  for (const [index, raw] of head.data.entries.entries()) {
    const at = ['entries', index]
    const parsed = entrySchema.safeParse(raw)
    if (!parsed.success) {
      report(at, parsed.error.issues)
      continue
    }
    const { range: span, code: single, wait, owner, runbook, ...rest } = parsed.data
    const written = single ?? span
    if (written === undefined || (single !== undefined && span !== undefined)) {
      problems.push({ file, line: lineAt(at), message: 'write either code or range' })
      continue
    }
    const [from, to] = span?.split('-').map(Number) ?? []
    if (from !== undefined && to !== undefined && from >= to) {
      problems.push({ file, line: lineAt([...at, 'range']), message: `range: ${to} is not after ${from}` })
      continue
    }
    const { part, section, source: origin } = head.data
    entries.push({
      file,
      line: lineAt(at),
      entry: {
        code: written,
        ...(from !== undefined && to !== undefined ? { range: [from, to] as const } : {}),
        part,
        section,
        ...rest,
        ...(wait === undefined ? {} : { wait }),
        ...(owner === undefined ? {} : { owner }),
        ...(runbook === undefined ? {} : { runbook }),
        source: origin,
      },
    })
  }
  return { entries, problems }
}

/** Checks across files: unique codes, symmetric `related`, known links, distinct titles. */
export function crossCheck(located: readonly LocatedEntry[], links: Readonly<Record<string, Link>>): DataProblem[] {
  const problems: DataProblem[] = []
  const byCode = new Map<string, LocatedEntry>()
  const byTitle = new Map<string, LocatedEntry>()
  for (const item of located) {
    const { code: id, part, title } = item.entry
    const say = (message: string) => problems.push({ file: item.file, line: item.line, message: `${id}: ${message}` })
    const other = byCode.get(id)
    if (other) say(`already defined at ${other.file}:${other.line}; keep one of them`)
    else byCode.set(id, item)
    const key = `${part}\n${title.toLowerCase()}`
    const named = byTitle.get(key)
    if (named) say(`has the title of ${named.entry.code}; say what differs`)
    else byTitle.set(key, item)
    for (const name of item.entry.links)
      if (!(name in links)) say(`link '${name}' is not in links.yaml; add it there or correct the name`)
  }
  for (const item of located) {
    for (const id of item.entry.related) {
      const other = byCode.get(id)
      const say = (message: string) =>
        problems.push({ file: item.file, line: item.line, message: `${item.entry.code}: ${message}` })
      if (id === item.entry.code) say('is related to itself; remove it')
      else if (!other) say(`related code ${id} is not in the catalog; remove it or add the entry`)
      else if (!other.entry.related.includes(item.entry.code))
        say(
          `${id} does not name it back; add ${item.entry.code} to the related codes of ${id} (${other.file}:${other.line})`,
        )
    }
  }
  return problems
}
