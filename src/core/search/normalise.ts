/** Brings text into one spelling, so that a query and the catalog can be compared. */
import { stripVTControlCharacters } from 'node:util'

const HAN = /\p{Script=Han}/u

/** Puts a space where Han text meets Latin words or numbers, which Chinese writers often leave out. */
export const spaceOut = (text: string) => text.replace(/(?<=\p{Script=Han})(?=[-\w])|(?<=\w)(?=\p{Script=Han})/gu, ' ')

/** Drops control sequences; turns full-width digits and punctuation into ASCII, and minus look-alikes into a hyphen. */
export const toPlainText = (text: string): string =>
  stripVTControlCharacters(text)
    .normalize('NFKC')
    .replace(/[−﹣－]/g, '-')

/** Variant spellings of one word, and a sign that stands for a word. */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/帐/g, '账'],
  [/登陆/g, '登录'],
  [/@/g, ' mention '],
]
/** "DMs" is the plural of one word, not a camelCase name. */
const ABBREVIATIONS = /\b[A-Z]{2,}s\b/g

/** Applied to the catalog and to queries alike. */
export function normalise(text: string): string {
  let plain = text.normalize('NFKC')
  if (HAN.test(plain)) plain = spaceOut(plain)
  for (const [pattern, usual] of SPELLINGS) plain = plain.replace(pattern, usual)
  return plain.replace(ABBREVIATIONS, (name) => name.slice(0, -1).toLowerCase())
}

/** "isn't", "isnt" and "isn t" all mean "not": people leave apostrophes out. */
const NOT =
  /\b(?:is|are|was|were|does|did|do|has|have|had|ca|could|would|should|wo|ai)n[\s'’]?t\b|\bcannot\b|\b(?:can|won)[\s'’]t\b/gi
/** The end of a contraction or a plural: "it's", "they're", "500s". */
const CLIPPED = /(?<=[a-z])[\s'’](?:s|re|ve|ll|d|m)\b|(?<=\d)s\b/gi

const DIGITS = '零一二三四五六七八九'
const UNITS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 }
const NUMERAL = /[一二两三四五六七八九]?[十百千][零一二两三四五六七八九十百千]*万?|[一二两三四五六七八九]万/gu

/** Reads a Chinese numeral: 五百 is 500. */
function readNumeral(numeral: string): string {
  let sum = 0
  let digit = 0
  for (const character of numeral.replace('两', '二')) {
    const unit = UNITS[character]
    if (character === '万') return String((sum + digit) * 10_000)
    if (unit === undefined) digit = DIGITS.indexOf(character)
    else {
      sum += (digit || 1) * unit
      digit = 0
    }
  }
  return String(sum + digit)
}

/** Like `normalise`, and turns Chinese numerals into digits and resolves contractions. */
export const normaliseQuery = (text: string): string =>
  normalise(text.normalize('NFKC').replace(NUMERAL, (numeral) => ` ${readNumeral(numeral)} `))
    .replace(NOT, ' not ')
    .replace(CLIPPED, ' ')
