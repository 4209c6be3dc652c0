/** Lengths of time and moments in words. */

const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const

/** "3 days", "1 hour": the largest unit that fits, rounded down. @param seconds 0 or more */
export function sayLength(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const [name, size] = UNITS.find(([, length]) => whole >= length) ?? ['second', 1]
  const count = Math.floor(whole / size)
  return `${count} ${name}${count === 1 ? '' : 's'}`
}

/** "2023-11-14 22:13 UTC"; a number that is no moment stays a number. @param seconds since 1970 */
export function sayMoment(seconds: number): string {
  const date = new Date(seconds * 1000)
  return Number.isNaN(date.getTime()) ? `${seconds}` : `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
