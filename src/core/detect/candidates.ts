/** Finds numbers and constants that could be codes at all. Cheap: most messages have none and are done here. */

export interface Candidate {
  /** The catalog's code, or the number itself inside a range. */
  readonly code: string
  /** Position in the text, sign included; `end` is after the last character. */
  readonly start: number
  readonly end: number
  /** It is an SDK constant, which is unambiguous. */
  readonly symbol: boolean
}

/** A number that fills a cell of a table. */
export interface Cell {
  /** What the column is called; undefined for a number of another column. */
  readonly header: string | undefined
  /** The whole number, sign included. */
  readonly start: number
  readonly end: number
}

export interface KnownCodes {
  /** True for a code of the catalog or a number in one of its ranges. */
  isCode(code: string): boolean
  /** The code of a constant, by its exact name in upper case. */
  codeOfSymbol(name: string): string | undefined
}

/** More than this is a table or a dump, not a message. */
const MAX_CANDIDATES = 400
const NUMBER = /\d{3,}/g
const MAX_DIGITS = 6
const SYMBOL = /(?<![A-Za-z0-9_])err_[a-z0-9_]{4,80}/gi
const DIGIT = /[0-9]/
const WORD = /[A-Za-z0-9_]/
/** Latin words that may touch a number: "errcode6014", "code10010". */
const GLUED_CUE = /(?:code|error|err|errno|ret)$/i

const NUMBERED_ERROR = /(?:code|error|err|错误|码)\s?#$/i

/** What may not follow a number for it to be a whole number on its own. */
function endsCleanly(text: string, end: number): boolean {
  const next = text[end]
  if (next === undefined) return true
  if (WORD.test(next)) return false
  if (next === '.' && text[end + 1] === '.' && DIGIT.test(text[end + 2] ?? '')) return false
  const after = text[end + 1] ?? ''
  if ((next === '.' || next === ',') && DIGIT.test(after))
    return next === ',' && !/^,\d{3}(?!\d)/.test(text.slice(end, end + 5))
  if (next === '-' && WORD.test(after) && !isSpanEnd(text, end)) return false
  if (next === ':' && DIGIT.test(after)) return false
  return next !== '%' && !(next === '/' && DIGIT.test(after) && !isPair(text, end))
}

/** "9520/9519": two numbers of the same length, not a date or a share of something. */
const isPair = (text: string, slash: number) => {
  const before = /(?<![\w./-])\d{4,6}(?:\/\d{4,6})*$/.exec(text.slice(Math.max(0, slash - 28), slash))?.[0]
  const after = /^(?:\/\d{4,6})+(?![\w/-])/.exec(text.slice(slash, slash + 28))?.[0]
  return (
    before !== undefined &&
    after !== undefined &&
    new Set(`${before}${after}`.split('/').map((n) => n.length)).size === 1
  )
}

/** "10003-10008": a span of two numbers of the same length, not a date, an id or a phone number. */
function isSpanEnd(text: string, end: number): boolean {
  const before = /(?<![\w.-])(\d{4,6})$/.exec(text.slice(Math.max(0, end - 8), end))?.[1]
  const after = /^-(\d{4,6})(?![\w-])/.exec(text.slice(end, end + 9))?.[1]
  return (
    before !== undefined &&
    after !== undefined &&
    before.length === after.length &&
    Number(before) < Number(after) &&
    Number(after) - Number(before) < 100
  )
}

/** The start of the number with its sign, or undefined when something before it makes it part of a longer thing. */
function startOf(text: string, digits: number): number | undefined {
  const previous = text[digits - 1]
  if (previous === undefined) return digits
  const before = text[digits - 2]
  if (previous === '-') {
    // "CHAT-6206" and "22008-22113" are names; "code:-10003" and "返回-203" hold a sign.
    if (before === undefined || !WORD.test(before)) return before === '-' ? undefined : digits - 1
    return isSpanEnd(text, digits - 1) ? digits : undefined
  }
  if (DIGIT.test(previous)) return undefined
  if (previous === '.' && before === '.') return undefined
  // "70001,70003" is a list; only groups of three make one number.
  if (previous === ',' && /^\d{4,}/.test(text.slice(digits, digits + 4))) return digits
  if (previous === '.' || previous === ',') return before !== undefined && DIGIT.test(before) ? undefined : digits
  if (previous === ':' || previous === '/') return startsAfterMark(text, digits) ? digits : undefined
  if ('$¥€£@\\'.includes(previous)) return undefined
  // A group, a pull request; "error #10010" is none of them. The value after a metric's labels.
  if (previous === '#' && !NUMBERED_ERROR.test(text.slice(Math.max(0, digits - 10), digits))) return undefined
  if (/\}\s?$/.test(text.slice(Math.max(0, digits - 2), digits))) return undefined
  if (!WORD.test(previous)) return digits
  return GLUED_CUE.test(text.slice(Math.max(0, digits - 8), digits)) ? digits : undefined
}

/** What ends in a line or a port behind a colon. */
const FILE_OR_HOST =
  /[\w-]\.(?:[jt]sx?|[mc]js|vue|ets|java|kts?|swift|mm?|hp?p?|c|cc|cpp|cxx|cs|go|py|rb|php|rs|dart|lua|html?|log|txt|scala|ex|sh|sql|com|net|org|io|cn|dev|local|internal|lan|corp):$/i

/** "desc:10010" is a value; "file.js:10010", "host:8001" and "12:30:10010" are not, nor is a path. */
function startsAfterMark(text: string, digits: number): boolean {
  const before = text.slice(Math.max(0, digits - 40), digits)
  if (before.endsWith('/')) return !/[\w.]\/$/.test(before) || isPair(text, digits - 1)
  if (FILE_OR_HOST.test(before)) return false
  return !/[\d.\])]:$/.test(before)
}

/** @param cells numbers that fill a table's cell, so nothing next to them belongs to them */
export function findCandidates(text: string, known: KnownCodes, cells: readonly Cell[] = []): Candidate[] {
  const found: Candidate[] = []
  const cellEnds = new Map(cells.map((cell) => [cell.end, cell.start] as const))
  for (const match of text.matchAll(NUMBER)) {
    const digits = match.index
    const end = digits + match[0].length
    if (match[0].length > MAX_DIGITS) continue
    const start = cellEnds.get(end) ?? startOf(text, digits)
    if (start === undefined || !(cellEnds.has(end) || endsCleanly(text, end))) continue
    const code = text.slice(start, end).replace(/^-0+|^0+/, (zeros) => zeros.replace(/0/g, ''))
    if (!known.isCode(code)) continue
    found.push({ code, start, end, symbol: false })
    if (found.length >= MAX_CANDIDATES) break
  }
  if (/err_/i.test(text)) {
    for (const match of text.matchAll(SYMBOL)) {
      const code = known.codeOfSymbol(match[0].toUpperCase())
      if (code !== undefined && text[match.index - 1] !== ':') {
        found.push({ code, start: match.index, end: match.index + match[0].length, symbol: true })
      }
      if (found.length >= 2 * MAX_CANDIDATES) break
    }
    found.sort((a, b) => a.start - b.start)
  }
  return found
}
