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
