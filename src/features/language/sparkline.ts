const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█']

/** Numbers as a line of bars, the highest number full height; a zero is the lowest bar. */
export function sparkline(values: readonly number[]): string {
  const highest = Math.max(1, ...values)
  return values.map((value) => BARS[Math.ceil((value / highest) * (BARS.length - 1))] ?? BARS[0]).join('')
}
