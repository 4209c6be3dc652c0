/** Cuts texts where readers see a boundary, never inside an emoji or an accented letter. */

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Characters as Slack counts them. */
export function lengthOf(value: string): number {
  let count = 0
  for (const _ of value) count++
  return count
}

/**
 * At most `max` characters, with `…` at the end when something was cut.
 * @param shown what a piece becomes on the wire, when that is longer: `&amp;` for `&`
 */
export function cut(value: string, max: number, shown: (piece: string) => string = (piece) => piece): string {
  // Every character is at least one, so most texts need no counting.
  if (shown(value).length <= max) return value
  if (lengthOf(shown(value)) <= max) return value
  let kept = ''
  let used = 1
  for (const { segment } of graphemes.segment(value)) {
    used += lengthOf(shown(segment))
    if (used > max) break
    kept += segment
  }
  return `${kept.trimEnd()}…`
}

const WIDE =
  /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|[\u3000-\u303F\uFF00-\uFF60]|\p{Emoji_Presentation}/u

/** Columns that a text takes in a fixed-width font. */
export function columnsOf(value: string): number {
  let columns = 0
  for (const { segment } of graphemes.segment(value)) columns += WIDE.test(segment) ? 2 : 1
  return columns
}
