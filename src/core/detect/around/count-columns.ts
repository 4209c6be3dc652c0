/** Finds the counts in rows of two numbers, as `uniq -c` prints them, without a header. */

const ROW = /^[^\w\n-]{0,8}(-?\d[\d,]{0,12})[ \t:|=x×-]{1,24}(\d[\d,]{0,12})[ \t]*(?:times|x|次|回|번)?[ \t|]*$/i
const MAX_ROW_LENGTH = 60
const MIN_ROWS = 2
/** Codes of the catalog have at least three digits, nearly all of them four; counts are of every length. */
const LIKE_CODE = /^-?\d{4,6}$/

export interface Span {
  readonly start: number
  readonly end: number
}

interface Row {
  readonly left: string
  readonly right: string
  readonly leftAt: number
  readonly rightAt: number
}

const spansOf = (rows: readonly Row[]): readonly Span[] => {
  if (rows.length < MIN_ROWS) return []
  const left = rows.every((row) => LIKE_CODE.test(row.left))
  const right = rows.every((row) => LIKE_CODE.test(row.right))
  // Both columns look like codes: leave it to the words around them.
  if (left === right) return []
  return rows.map((row) => {
    const [start, number] = left ? [row.rightAt, row.right] : [row.leftAt, row.left]
    return { start, end: start + number.length }
  })
}

/** The positions of the counts. */
export function countsOf(text: string): readonly Span[] {
  const counts: Span[] = []
  let rows: Row[] = []
  let at = 0
  for (const line of text.split('\n')) {
    const match = line.length <= MAX_ROW_LENGTH ? ROW.exec(line) : null
    if (match) {
      const [whole, left = '', right = ''] = match
      const rest = whole.indexOf(left) + left.length
      rows.push({ left, right, leftAt: at + rest - left.length, rightAt: at + whole.indexOf(right, rest) })
    } else {
      counts.push(...spansOf(rows))
      rows = []
    }
    at += line.length + 1
  }
  return [...counts, ...spansOf(rows)]
}
