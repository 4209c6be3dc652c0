/** `/imtriage export`: every sighting of a window as a file. People are in it as keyed hashes, never by name. */
import type { Attachment } from '../../../chat/card.ts'
import type { Occurrences, StoredOccurrence } from '../../../storage/contract.ts'
import type { WindowQuery } from './top-card.ts'

export type ExportFormat = 'csv' | 'json'
export const EXPORT_FORMATS: readonly ExportFormat[] = ['csv', 'json']

/** Discord takes 10 MB, a webhook of it 8. */
export const MAX_BYTES = 7_500_000
const PAGE = 2_000

const COLUMNS = [
  'at',
  'code',
  'kind',
  'platform',
  'workspace',
  'channel',
  'thread',
  'message',
  'api',
  'person',
] as const
type Row = Readonly<Record<(typeof COLUMNS)[number], string>>

function toRow({ at, code, kind, conversation, message, api, author }: StoredOccurrence): Row {
  const { platform, workspace, channel, thread } = conversation
  return {
    ...{ at: new Date(at).toISOString(), code, kind, platform, workspace, channel },
    ...{ thread: thread ?? '', message: message ?? '', api: api ?? '', person: author },
  }
}

/** Quoted where it must be. A cell that a spreadsheet would run as a formula gets an apostrophe; a negative code is none. */
function cell(value: string): string {
  const safe = /^[=+@\t\r]|^-(?!\d+$)/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** How a file is put together: what comes before the rows, between them and after them. */
const WRITTEN = {
  csv: {
    mediaType: 'text/csv',
    ...{ head: `${COLUMNS.join(',')}\r\n`, between: '\r\n', tail: '\r\n' },
    row: (row: Row) => COLUMNS.map((column) => cell(row[column])).join(','),
  },
  json: {
    mediaType: 'application/json',
    ...{ head: '[\n', between: ',\n', tail: '\n]\n' },
    row: (row: Row) => JSON.stringify(row),
  },
} as const satisfies Record<ExportFormat, object>

export interface ExportQuery extends WindowQuery {
  /** Only sightings with a higher number, to go on where a file was full; 0 for all. */
  readonly after: number
}

export interface Exported {
  readonly file: Attachment
  readonly rows: number
  /** There are more than a file may hold: the number of the last one in it. */
  readonly next?: number
}

export async function exportFile(
  occurrences: Pick<Occurrences, 'page'>,
  format: ExportFormat,
  { scope, windowMs, now, after }: ExportQuery,
  maxBytes = MAX_BYTES,
): Promise<Exported> {
  const query = { from: now + 1 - windowMs, to: now + 1, scope }
  const { mediaType, head, between, tail, row } = WRITTEN[format]
  const lines: string[] = []
  let bytes = head.length + tail.length
  let last = after
  let full = false
  while (!full) {
    const page = await occurrences.page(query, last, PAGE)
    for (const found of page) {
      const line = row(toRow(found))
      const length = Buffer.byteLength(line) + between.length
      full = bytes + length > maxBytes
      if (full) break
      lines.push(line)
      bytes += length
      last = found.id
    }
    if (page.length < PAGE) break
  }
  const part = after > 0 ? `-after-${after}` : ''
  const name = `imerr-${new Date(now).toISOString().slice(0, 10)}${part}.${format}`
  const file = { name, mediaType, content: `${head}${lines.join(between)}${tail}` }
  return { file, rows: lines.length, ...(full ? { next: last } : {}) }
}
