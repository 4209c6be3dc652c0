/** Cuts texts between graphemes, never inside an emoji or an accented letter. */

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** The number of code points, which is how Slack counts. */
export function lengthOf(value: string): number {
  let count = 0
  for (const _ of value) count++
  return count
}

/**
 * At most `max` characters, with `…` at the end if something was cut.
 * @param shown the escaped form, if its length is what counts: `&amp;` for `&`
 */
export function cut(value: string, max: number, shown: (piece: string) => string = (piece) => piece): string {
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
