/** `/imtriage export`: every sighting of a window as a file. People appear only as keyed hashes. */
import type { Attachment } from '../../../chat/card.ts'
import type { Occurrences, StoredOccurrence } from '../../../storage/contract.ts'
import type { WindowQuery } from './top-card.ts'

export type ExportFormat = 'csv' | 'json'
export const EXPORT_FORMATS: readonly ExportFormat[] = ['csv', 'json']

/** Discord takes 10 MB, its webhooks 8. */
const MAX_BYTES = 7_500_000
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
    at: new Date(at).toISOString(),
    code,
    kind,
    platform,
    workspace,
    channel,
    thread: thread ?? '',
    message: message ?? '',
    api: api ?? '',
    person: author,
  }
}

/** Quotes a CSV cell when needed. An apostrophe keeps spreadsheets from running it as a formula; negative codes are safe. */
function cell(value: string): string {
  const safe = /^[=+@\t\r]|^-(?!\d+$)/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Each format: what comes before, between and after the rows. */
const FORMATS = {
  csv: {
    mediaType: 'text/csv',
    head: `${COLUMNS.join(',')}\r\n`,
    between: '\r\n',
    tail: '\r\n',
    row: (row: Row) => COLUMNS.map((column) => cell(row[column])).join(','),
  },
  json: {
    mediaType: 'application/json',
    head: '[\n',
    between: ',\n',
    tail: '\n]\n',
    row: (row: Row) => JSON.stringify(row),
  },
} as const satisfies Record<ExportFormat, object>

export interface ExportQuery extends WindowQuery {
  /** Only sightings with a higher number, to continue after a full file; 0 for all. */
  readonly after: number
}

export interface Exported {
  readonly file: Attachment
  readonly rows: number
  /** When the file is full: the number of its last sighting. */
  readonly next?: number
}

/** Writes sightings until the window ends or the file is full. @throws StorageUnavailable */
export async function exportFile(
  occurrences: Pick<Occurrences, 'page'>,
  format: ExportFormat,
  { scope, windowMs, now, after }: ExportQuery,
  maxBytes = MAX_BYTES,
): Promise<Exported> {
  const query = { from: now + 1 - windowMs, to: now + 1, scope }
  const { mediaType, head, between, tail, row } = FORMATS[format]
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
