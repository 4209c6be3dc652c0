/** Lengths of time and moments in words. */

const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const

export type Unit = (typeof UNITS)[number][0]

/** In the largest unit that fits, rounded down. @param seconds 0 or more */
export function inLargestUnit(seconds: number): { readonly count: number; readonly unit: Unit } {
  const whole = Math.max(0, Math.floor(seconds))
  const [unit, size] = UNITS.find(([, length]) => whole >= length) ?? (['second', 1] as const)
  return { count: Math.floor(whole / size), unit }
}

/** "3 days", "1 hour". */
export function sayLength(seconds: number): string {
  const { count, unit } = inLargestUnit(seconds)
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}

/** "2023-11-14 22:13 UTC"; a number that is no moment stays a number. @param seconds since 1970 */
export function sayMoment(seconds: number): string {
  const date = new Date(seconds * 1000)
  return Number.isNaN(date.getTime()) ? `${seconds}` : `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
