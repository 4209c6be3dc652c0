/** Numbers in words and as bars. */
/** "1 person", "3 channels". */
export const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`
export const people = (n: number): string => count(n, 'person', 'people')

/** "usually nobody", "usually 3". */
export const sayUsual = (usual: number): string => (usual < 0.5 ? 'usually nobody' : `usually ${Math.round(usual)}`)

const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█']

/** Draws numbers as a line of bars: the highest number is a full bar, zero the lowest one. */
export function sparkline(values: readonly number[]): string {
  const highest = Math.max(1, ...values)
  return values.map((value) => BARS[Math.ceil((value / highest) * (BARS.length - 1))] ?? BARS[0]).join('')
}
