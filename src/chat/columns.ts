/** How wide text is on a terminal: Chinese, Japanese, Korean and emoji take two columns, combining marks none. */
const NONE = /^(?:\p{M}|\u200b|\u200c|\u200d)$/u
const TWO =
  /^(?:\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}])$/u
const columnsOf = (character: string) => (NONE.test(character) ? 0 : TWO.test(character) ? 2 : 1)

export const widthOf = (value: string): number => [...value].reduce((sum, character) => sum + columnsOf(character), 0)

/** Fills with spaces up to so many columns. */
export const padTo = (value: string, columns: number): string =>
  value + ' '.repeat(Math.max(0, columns - widthOf(value)))

/** At most so many columns; what is cut is marked by an ellipsis. */
export function cutTo(value: string, columns: number): string {
  if (widthOf(value) <= columns) return value
  let kept = ''
  let width = 0
  for (const character of value) {
    width += columnsOf(character)
    if (width > columns - 1) break
    kept += character
  }
  return `${kept.trimEnd()}…`
}

/** The widest columns give way first until a row fits; none gets narrower than `narrowest`. */
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
