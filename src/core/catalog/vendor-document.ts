/** Parses the text form of the vendor's error code document and compares the catalog with it. */
import { createHash } from 'node:crypto'
import type { Entry, Part } from './entry.ts'

/** One row of the document: a code or range, and what the vendor says of it. */
export interface DocumentRow {
  readonly part: Part
  readonly section: string
  readonly code: string
  /** Continuation lines joined, tags removed, white space folded. */
  readonly text: string
}

/** The text is not the error code document. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError'
}

const PART_OF_CHAPTER: Readonly<Record<string, Part>> = { 1: 'sdk', 2: 'server', 3: 'sdk-v3' }
/** Table heads, page furniture and the closing advice: lines of a chapter that belong to no row. */
const NO_ROW = /^(Error( Code)?\t|-+\t|Code\t|\*\*Caution|If the problem persists)/
const ROW = /^(-?\d+(?:-\d+)?)\t(.*)$/
/** The document of 2024-07 has 427 rows; fewer than this is no plausible copy. */
const MIN_ROWS = 50

const plain = (text: string) =>
  text
    .replace(/<[^>]+>/g, '')
    .replace(/\s+/g, ' ')
    .trim()

/**
 * Returns the rows in order. A description may continue after a page break; of a duplicate code the first row counts.
 * @throws DocumentError when the text has no chapters or hardly any rows.
 */
export function parseDocument(text: string): DocumentRow[] {
  const rows = new Map<string, DocumentRow>()
  let part: Part | undefined
  let section = ''
  let row: { text: string } | undefined
  for (const line of text.split(/\r?\n/)) {
    const heading = /^#+\s+(.*)/.exec(line)?.[1]
    if (heading !== undefined) {
      row = undefined
      const chapter = /^(\d)\. /.exec(heading)?.[1]
      if (chapter === undefined) section = heading
      else {
        part = PART_OF_CHAPTER[chapter]
        section = ''
      }
      continue
    }
    const match = ROW.exec(line)
    if (match?.[1] !== undefined && part !== undefined) {
      const fresh = { part, section, code: match[1], text: match[2] ?? '' }
      row = fresh
      if (!rows.has(`${part} ${fresh.code}`)) rows.set(`${part} ${fresh.code}`, fresh)
    } else if (row && line.trim() && !NO_ROW.test(line)) {
      row.text += ` ${line.trim()}`
    }
  }
  if (part === undefined)
    throw new DocumentError(
      'This is not the error code document: it has no chapter heading such as "## 1. Chat SDK Error Codes".',
    )
  if (rows.size < MIN_ROWS)
    throw new DocumentError(
      `This is not the whole error code document: only ${rows.size} rows of the form "code<TAB>description" were found.`,
    )
  return [...rows.values()].map((found) => ({ ...found, text: plain(found.text) }))
}

/** Fingerprint of a row. Entries keep it instead of the row, which is the vendor's text. */
export function rowDigest(row: DocumentRow): string {
  return createHash('sha256').update(row.text).digest('hex').slice(0, 16)
}

export interface DocumentDiff {
  /** Rows without an entry. */
  readonly added: readonly DocumentRow[]
  /** Entries whose row is gone. */
  readonly gone: readonly Entry[]
  /** Rows reworded since their entry was written. */
  readonly changed: readonly { readonly entry: Entry; readonly row: DocumentRow }[]
  /** Entries now in another part or section. */
  readonly moved: readonly { readonly entry: Entry; readonly row: DocumentRow }[]
}

/** Compares the entries written from the document with a newer copy of it. */
export function diffDocument(rows: readonly DocumentRow[], entries: readonly Entry[]): DocumentDiff {
  const written = new Map(
    entries.filter((entry) => entry.source === 'tencent-chat').map((entry) => [entry.code, entry]),
  )
  const present = new Set(rows.map((row) => row.code))
  const pairs = rows.flatMap((row) => {
    const entry = written.get(row.code)
    return entry ? [{ entry, row }] : []
  })
  return {
    added: rows.filter((row) => !written.has(row.code)),
    gone: [...written.values()].filter((entry) => !present.has(entry.code)),
    changed: pairs.filter(({ entry, row }) => entry.digest !== rowDigest(row)),
    moved: pairs.filter(({ entry, row }) => entry.part !== row.part || entry.section !== row.section),
  }
}
