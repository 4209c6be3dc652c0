/** Tables that people paste: of a column headed "ErrorCode" the cells are codes, and those of other columns are not. */
import { isOtherCode } from './fields.ts'

export interface Cell {
  /** What the column is called; undefined for a number of another column. */
  readonly header: string | undefined
  /** The whole number, sign included. */
  readonly start: number
  readonly end: number
}

const SEPARATORS = ['\t', '|', ';', ',']
const CODE_HEADER =
  /^(?:[a-z]{0,12}[_ -]?(?:err(?:or)?|ret(?:urn)?|result|res|status|fail(?:ure)?|reason|im|tim)[_ -]?(?:code|no)|errno|code|(?:IM|TIM|SDK)?\s?(?:错误|返回|结果|状态|报错|失败)(?:码|代码))$/i
/** A title of a column; a sentence with commas has longer pieces. */
const LONGEST_TITLE = 32
const MOST_COLUMNS = 60
const LONGEST_ROW = 2000
const VALUE = /^["'`\s]*(-?\d+)["'`\s]*$/
/** The line between a markdown table's head and its body. */
const RULE = /^[\s|:+-]+$/

const titleOf = (cell: string) => cell.replace(/^[\s"'`*\ufeff]+|[\s"'`*]+$/g, '')

/** A title that is a name, not words of a sentence. */
const NAME = /^[\p{L}_][\p{L}\w.-]*$/u
const LEAST_NAMES = 3

interface Head {
  readonly separator: string
  readonly columns: number
  readonly titles: ReadonlyMap<number, string>
}

function headOf(line: string): Head | undefined {
  for (const separator of SEPARATORS) {
    const cells = line.split(separator)
    if (cells.length < 2 || cells.length > MOST_COLUMNS) continue
    const titles = cells.map(titleOf)
    if (titles.some((title) => title.length > LONGEST_TITLE || /^-?\d+$/.test(title))) continue
    const codes = titles.flatMap((title, column) =>
      CODE_HEADER.test(title) && !isOtherCode(title) ? [[column, title] as const] : [],
    )
    const names = titles.length >= LEAST_NAMES && titles.every((title) => NAME.test(title))
    if (codes.length > 0 || names) return { separator, columns: cells.length, titles: new Map(codes) }
  }
  return undefined
}

/** Cells that are one whole number, from left to right; empty for a text without such a table. */
export function cellsOf(text: string): readonly Cell[] {
  if (!text.includes('\n') || !/[\t|;,]/.test(text)) return []
  const cells: Cell[] = []
  let head: Head | undefined
  let at = 0
  for (const line of text.split('\n')) {
    // A longer line is no row that a person pasted.
    const short = line.length <= LONGEST_ROW
    const row = head && short ? line.split(head.separator) : undefined
    if (head && row?.length === head.columns) {
      let from = at
      for (const [column, cell] of row.entries()) {
        const digits = VALUE.exec(cell)?.[1]
        if (digits !== undefined) {
          const start = from + cell.indexOf(digits)
          cells.push({ header: head.titles.get(column), start, end: start + digits.length })
        }
        from += cell.length + head.separator.length
      }
    } else if (!short || !RULE.test(line)) head = short ? headOf(line) : undefined
    at += line.length + 1
  }
  return cells
}
