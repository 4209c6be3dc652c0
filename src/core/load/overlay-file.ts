/** Reads one file of an overlay: a team's own entries, or its changes to the vendor's. */
import { z } from 'zod'
import { code, entryFields, type LocatedEntry, parseCatalogFile, teamFields, unknownField } from './catalog-schema.ts'
import { type DataProblem, describe, readYaml } from './yaml-file.ts'

/** A file of the overlay: its path, as shown in messages, and its text. */
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

export type Override = z.output<typeof overrideSchema>
export interface LocatedOverride {
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

/** A mistake of the whole file; undefined when it has fields, or when a YAML error already names a line. */
function formProblem(value: unknown, syntax: readonly DataProblem[]): string | undefined {
  if (syntax.some(({ message }) => message.includes('multiple documents')))
    return 'holds several documents (---); make a file of each'
  if (syntax.length > 0 || (typeof value === 'object' && value !== null && !Array.isArray(value))) return undefined
  return 'holds no fields: write part and entries, or overrides; or take the file away. See docs/runbook.md'
}

/** The line of a character that shows that the file is not UTF-8. */
function unreadableAt(source: string): number | undefined {
  const at = Math.max(source.indexOf('\0'), source.indexOf('\ufffd'))
  return at < 0 ? undefined : source.slice(0, at).split('\n').length
}

export interface OverlayFileRead {
  readonly added: readonly LocatedEntry[]
  readonly overrides: readonly LocatedOverride[]
  readonly problems: readonly DataProblem[]
}

const NOTHING = { added: [], overrides: [], problems: [] } as const

export function readOverlayFile({ file, source }: OverlayFile): OverlayFileRead {
  const unusable = (message: string, line = 1): OverlayFileRead => ({ ...NOTHING, problems: [{ file, line, message }] })
  const unreadable = unreadableAt(source)
  if (unreadable !== undefined) return unusable('is not UTF-8 text; save the file as UTF-8', unreadable)
  let value: unknown
  let syntax: readonly DataProblem[]
  try {
    ;({ value, problems: syntax } = readYaml(file, source))
  } catch (error) {
    // Aliases that expand without bound.
    return unusable(`${(error as Error).message}: write it without aliases (&, *)`)
  }
  const form = formProblem(value, syntax)
  if (form !== undefined) return unusable(form)
  if (isOverrides(value)) return { ...NOTHING, ...parseOverrides({ file, source }) }
  const { entries, problems } = parseCatalogFile(file, source)
  const added = entries.map((item) => ({ ...item, entry: { ...item.entry, source: 'team' as const } }))
  return { ...NOTHING, added, problems }
}
