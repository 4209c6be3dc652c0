/** Text in the columns of a fixed-width font: a Chinese character or an emoji takes two. */
import stringWidth from 'fast-string-width'

export const widthOf = (value: string): number => stringWidth(value)

/** Fills with spaces up to `columns`. */
export const padTo = (value: string, columns: number): string =>
  value + ' '.repeat(Math.max(0, columns - widthOf(value)))

/** Cuts to at most `columns`, the ellipsis that marks the cut included. */
export function cutTo(value: string, columns: number): string {
  if (widthOf(value) <= columns) return value
  let kept = ''
  for (const character of value) {
    if (widthOf(kept + character) > columns - 1) break
    kept += character
  }
  return `${kept.trimEnd()}…`
}

/** Narrows the widest columns first until a row fits into `available`; none below `narrowest`. */
export function fitColumns(widths: readonly number[], available: number, narrowest: number): number[] {
  const fitted = [...widths]
  for (let over = fitted.reduce((sum, width) => sum + width, 0) - available; over > 0; over--) {
    const widest = fitted.indexOf(Math.max(...fitted))
    const width = fitted[widest] ?? 0
    if (width <= narrowest) break
    fitted[widest] = width - 1
  }
  return fitted
}
