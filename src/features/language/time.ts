/** Durations and times as people type and read them. */
import { UserError } from '../../chat/adapter.ts'
import { quoted } from '../typed-word.ts'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

const UNITS: Readonly<Record<string, number>> = { m: MINUTE, min: MINUTE, h: HOUR, d: DAY, w: 7 * DAY }
const MAX_DURATION = 90 * DAY

/**
 * Reads `30m`, `2h`, `24h`, `7d` or `2w`, at most 90 days. @returns milliseconds
 * @throws UserError that says what to write
 */
export function parseDuration(typed: string, example: string): number {
  const [, digits = '', unit = ''] = /^(\d{1,6})\s*(m|min|h|d|w)$/i.exec(typed.trim()) ?? []
  const length = Number(digits) * (UNITS[unit.toLowerCase()] ?? 0)
  if (length > 0 && length <= MAX_DURATION) return length
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

/** "2026-06-02 02:47 UTC": for text that is read on another day. */
export const sayMoment = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`

/** "02:47 UTC", with the date when it is a day away or more. */
export function sayTime(at: number, now: number): string {
  const iso = new Date(at).toISOString()
  return Math.abs(now - at) < DAY ? `${iso.slice(11, 16)} UTC` : sayMoment(at)
}
