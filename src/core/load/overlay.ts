/** A team's own codes, and its own words about the vendor's, laid over the catalog. All of it or nothing. */
import type { Entry } from '../catalog/entry.ts'
import type { KnowledgeData } from '../knowledge.ts'
import { crossCheck } from './overlay-check.ts'
import { type OverlayFile, type Override, readOverlayFile } from './overlay-file.ts'
import { DataError } from './yaml-file.ts'

export type { OverlayFile } from './overlay-file.ts'

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
  const read = files.map(readOverlayFile)
  const added = read.flatMap((file) => file.added)
  const overrides = read.flatMap((file) => file.overrides)
  const problems = read.flatMap((file) => file.problems)
  // Cross-checks on a half-read overlay would only repeat the mistakes already found.
  if (problems.length === 0) problems.push(...crossCheck(added, overrides, data))
  if (problems.length > 0) throw new DataError(problems)
  return merge(
    data,
    added.map(({ entry }) => entry),
    new Map(overrides.map((item) => [item.override.code, item.override])),
  )
}
