/** Splits a query into the codes it names and the remaining words. */
import { spaceOut, toPlainText } from '../search/normalise.ts'

export interface Query {
  /** Distinct codes in order of appearance, sign included: `10010`, `-10113`, `120001-130000`. */
  readonly codes: readonly string[]
  /** What is left without the codes and the words that only announce one, such as "error" or "code". */
  readonly words: string
}

/** Longer queries are cut: a paste belongs to `detect`, not to a lookup. */
const MAX_QUERY_LENGTH = 2000
/** Words that announce a code and say nothing about what went wrong. */
const ANNOUNCING =
  /(?<![\p{L}\p{N}_])(?:error[\s_-]?codes?|err[\s_-]?codes?|errors?|errno|err|(?<!(?:verification|security|sms|qr)\s)codes?|what\s+(?:is|does)|means?|mean|explain|imerr)(?![\p{L}\p{N}_])|错误代码|错误码|状态码|返回码|报错|错误|代码|是什么意思|什么意思|啥意思|是什么|怎么办/giu
const NUMBER = /(?<![\p{L}\p{N}_.])([-−–]?)(0x[0-9a-f]{2,8}|\d{1,3}(?:[,_]\d{3})+|\d+)(?![\p{L}\p{N}_]|\.\d)/giu
const SPAN = /(?<![\p{L}\p{N}_.-])(\d{4,6})\s*[-–~]\s*(\d{4,6})(?![\p{L}\p{N}_])/gu
const CJK = /\p{Script=Han}/u

/** `%u` and hex dumps print negative codes as unsigned 32-bit values. */
function toSigned(value: number): number {
  return value > 0x7fffffff && value <= 0xffffffff ? value - 0x100000000 : value
}

function readNumber(sign: string, digits: string): string {
  const value = toSigned(Number(digits.replace(/[,_]/g, '')))
  return sign ? String(-value) : String(value)
}

export function parseQuery(input: string): Query {
  let text = spaceOut(toPlainText(input).slice(0, MAX_QUERY_LENGTH))
  const found: { at: number; code: string }[] = []
  const take = (pattern: RegExp, read: (groups: readonly string[]) => readonly string[]) => {
    text = text.replace(pattern, (whole: string, ...rest: unknown[]) => {
      const at = rest.find((part) => typeof part === 'number') as number
      const codes = read([whole, ...(rest as string[])])
      for (const code of codes) found.push({ at, code })
      return codes.length > 0 ? ' '.repeat(whole.length) : whole
    })
  }
  // "120001-130000" is one range, "10003-10008" two ends of a span: neither holds a minus sign.
  take(SPAN, ([, from = '', to = '']) => (Number(from) < Number(to) ? [`${from}-${to}`] : [from, to]))
  take(NUMBER, ([, sign = '', digits = '']) => {
    const code = readNumber(sign, digits)
    return Math.abs(Number(code)) > 0xffffffff ? [] : [code]
  })
  const codes = [...new Set(found.sort((a, b) => a.at - b.at).map((item) => item.code))]
  const words = text
    .replace(ANNOUNCING, ' ')
    .replace(/[#:=?!,;.()[\]{}"'`]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return { codes, words: CJK.test(words) || /[\p{L}\p{N}]/u.test(words) ? words : '' }
}
