/** Pasted tables: cells of a column with a title such as "ErrorCode" are codes, cells of other columns are not. */
import type { Cell } from '../candidates.ts'
import { countsOf } from './count-columns.ts'
import { isOtherCode } from './fields.ts'

/** Columns that are set with spaces; a long cell leaves a single one. */
const ALIGNED = '  '
const SEPARATORS = ['\t', '|', ';', ',', ALIGNED]
/** A title that says how often; beside such a column "error" gives the code. */
const COUNT_HEADER =
  /^(?:次数|数量|人数|条数|出现次数|count|counts|times|qty|quantity|hits|n|num|occurrences|total|users|requests|件数|回数|횟수|건수)$/i
const BARE_HEADER = /^(?:(?:im|tim|sdk|chat)?\s?(?:err|error|errno|错误|报错|异常)|エラー|오류|에러)$/i
const CODE_HEADER =
  /^(?:[a-z]{0,12}[_ -]?(?:err(?:or)?|ret(?:urn)?|result|res|status|fail(?:ure)?|reason|im|tim)[_ -]?(?:code|no)|errno|code|(?:IM|TIM|SDK)?\s?(?:错误|返回|结果|状态|报错|失败)(?:码|代码))$/i
/** A title of a column; a sentence with commas has longer pieces. */
const MAX_TITLE_LENGTH = 32
const MAX_COLUMNS = 60
const MAX_ROW_LENGTH = 2000
const VALUE = /^["'`\s]*(-?\d+)["'`\s]*$/
/** The line between a markdown table's head and its body. */
const RULE = /^[\s|:+-]+$/

interface Piece {
  readonly text: string
  /** Position in the line. */
  readonly from: number
}

function piecesOf(line: string, separator: string, columns?: number): Piece[] {
  if (separator !== ALIGNED) {
    let from = 0
    return line.split(separator).map((text) => {
      const piece = { text, from }
      from += text.length + separator.length
      return piece
    })
  }
  const cut = (pattern: RegExp) => [...line.matchAll(pattern)].map(({ 0: text, index: from }) => ({ text, from }))
  const wide = cut(/\S+(?: \S+)*/g)
  return columns === undefined || wide.length === columns || !line.includes(ALIGNED) ? wide : cut(/\S+/g)
}

const titleOf = (cell: string) => cell.replace(/^[\s"'`*\ufeff]+|[\s"'`*]+$/g, '')

/** A title that is a name, not words of a sentence. */
const NAME = /^[\p{L}_][\p{L}\w.-]*$/u
const MIN_NAMES = 3

interface Head {
  readonly separator: string
  readonly columns: number
  readonly titles: ReadonlyMap<number, string>
}

function headOf(line: string): Head | undefined {
  for (const separator of SEPARATORS) {
    if (!line.includes(separator)) continue
    const cells = piecesOf(line, separator).map(({ text }) => text)
    if (cells.length < 2 || cells.length > MAX_COLUMNS) continue
    const titles = cells.map(titleOf)
    if (titles.some((title) => title.length > MAX_TITLE_LENGTH || /^-?\d+$/.test(title))) continue
    const columns = (pattern: RegExp) =>
      titles.flatMap((title, column) => (pattern.test(title) && !isOtherCode(title) ? [[column, title] as const] : []))
    const named = columns(CODE_HEADER)
    const codes = named.length === 0 && columns(COUNT_HEADER).length > 0 ? columns(BARE_HEADER) : named
    const names = separator !== ALIGNED && titles.length >= MIN_NAMES && titles.every((title) => NAME.test(title))
    if (codes.length > 0 || names) return { separator, columns: cells.length, titles: new Map(codes) }
  }
  return undefined
}

/** Cells that are one whole number; empty for a text without a table. */
export function cellsOf(text: string): readonly Cell[] {
  if (!text.includes('\n')) return []
  const cells = /[\t|;,]| {2}/.test(text) ? headedCells(text) : []
  const taken = new Set(cells.map(({ end }) => end))
  const counts = countsOf(text).filter(({ end }) => !taken.has(end))
  return [...cells, ...counts.map((span) => ({ header: undefined, ...span }))]
}

function headedCells(text: string): readonly Cell[] {
  const cells: Cell[] = []
  let head: Head | undefined
  let at = 0
  for (const line of text.split('\n')) {
    // A longer line is no row that a person pasted.
    const short = line.length <= MAX_ROW_LENGTH
    const row = head && short ? piecesOf(line, head.separator, head.columns) : undefined
    if (head && row?.length === head.columns) {
      for (const [column, { text: cell, from }] of row.entries()) {
        const digits = VALUE.exec(cell)?.[1]
        if (digits === undefined) continue
        const start = at + from + cell.indexOf(digits)
        cells.push({ header: head.titles.get(column), start, end: start + digits.length })
      }
    } else if (!short || !RULE.test(line)) head = short ? headOf(line) : undefined
    at += line.length + 1
  }
  return cells
}
