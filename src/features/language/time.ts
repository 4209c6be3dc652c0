/** Stretches of time as people type and read them. */
import { UserError } from '../../chat/adapter.ts'
import { quoted } from '../quoted.ts'
import { DAY, HOUR, MINUTE } from '../triage/parameters.ts'

const UNITS: Readonly<Record<string, number>> = { m: MINUTE, min: MINUTE, h: HOUR, d: DAY, w: 7 * DAY }
export const LONGEST = 90 * DAY

/**
 * `30m`, `2h`, `24h`, `7d`, `2w`; the longest is 90 days.
 * @throws UserError that says what to write
 */
export function parseDuration(typed: string, example: string): number {
  const [, digits = '', unit = ''] = /^(\d{1,6})\s*(m|min|h|d|w)$/i.exec(typed.trim()) ?? []
  const length = Number(digits) * (UNITS[unit.toLowerCase()] ?? 0)
  if (length > 0 && length <= LONGEST) return length
  const shown = quoted(typed)
  throw new UserError(
    `${shown ? `"${shown}"` : 'That'} is not a length of time I understand (at most 90d). Write for example: ${example}`,
  )
}

/** "25 min", "3 h", "2 d": the largest unit that fits. */
export function sayDuration(ms: number): string {
  if (ms < HOUR) return `${Math.max(1, Math.round(ms / MINUTE))} min`
  if (ms < 2 * DAY) return `${Math.round(ms / HOUR)} h`
  return `${Math.round(ms / DAY)} d`
}

/** "2026-06-02 02:47 UTC": for what is read on another day. */
export const sayMoment = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`

/** "02:47", with the date when it is a day away or more. Always UTC, and said so. */
export function sayTime(at: number, now: number): string {
  const iso = new Date(at).toISOString()
  return Math.abs(now - at) < DAY ? `${iso.slice(11, 16)} UTC` : sayMoment(at)
}
