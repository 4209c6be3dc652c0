/** Text in the form in which search compares it: one spelling for what people write in several. */
import { stripVTControlCharacters } from 'node:util'
import { FILLER } from './stop-words.ts'
import { indexTerms } from './terms.ts'

/** Latin words and numbers are often written into Chinese without spaces; give them room so that edges are seen. */
export const spaceOut = (text: string) => text.replace(/(?<=\p{Script=Han})(?=[-\w])|(?<=\w)(?=\p{Script=Han})/gu, ' ')

/** Full-width digits and punctuation to plain ones; minus look-alikes to a hyphen. */
export const toPlainText = (text: string): string =>
  stripVTControlCharacters(text)
    .normalize('NFKC')
    .replace(/[−﹣－]/g, '-')

/** Two spellings of one word, and a sign that stands for one. */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/帐/g, '账'],
  [/登陆/g, '登录'],
  [/@/g, ' mention '],
]
/** "DMs" is one word, not a name in capitals and another word. */
const ABBREVIATIONS = /\b[A-Z]{2,}s\b/g

const HAN = /\p{Script=Han}/u

/** The catalog and a question alike. */
export function searchText(text: string): string {
  let plain = text.normalize('NFKC')
  if (HAN.test(plain)) plain = spaceOut(plain)
  for (const [pattern, usual] of SPELLINGS) plain = plain.replace(pattern, usual)
  return plain.replace(ABBREVIATIONS, (name) => name.slice(0, -1).toLowerCase())
}

/** Terms under which a text of the catalog is found; a single Han character may be a word. */
export function searchTerms(text: string): string[] {
  const plain = searchText(text)
  const terms = indexTerms(plain)
  for (const character of plain)
    if (character > '\u2e7f' && HAN.test(character) && !FILLER.has(character)) terms.push(character)
  return terms
}

/** "isn't", "isnt" and "isn t" are "not": a question comes with and without its apostrophes. */
const NOT =
  /\b(?:is|are|was|were|does|did|do|has|have|had|ca|could|would|should|wo|ai)n[\s'’]?t\b|\bcannot\b|\b(?:can|won)[\s'’]t\b/gi
/** What hangs on a word: "it's", "they're", "500s". */
const CLIPPED = /(?<=[a-z])[\s'’](?:s|re|ve|ll|d|m)\b|(?<=\d)s\b/gi

const DIGITS = '零一二三四五六七八九'
const UNITS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 }
const NUMERAL = /[一二两三四五六七八九]?[十百千][零一二两三四五六七八九十百千]*万?|[一二两三四五六七八九]万/gu

/** 五百 is 500. */
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

/** A question in the words of the catalog: numbers in digits, contractions in full. */
export const questionText = (text: string): string =>
  searchText(text.normalize('NFKC').replace(NUMERAL, (numeral) => ` ${readNumeral(numeral)} `))
    .replace(NOT, ' not ')
    .replace(CLIPPED, ' ')
