/** Mistakes in the validity of a UserSig: expired, issued by a wrong clock, or in the wrong unit; and times in words. */
import type { DecodedUserSig } from './decode-usersig.ts'
import type { Finding } from './form-findings.ts'

const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const

export type Unit = (typeof UNITS)[number][0]

/** A duration in the largest unit that fits, rounded down. @param seconds 0 or more */
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

/** "2023-11-14 22:13 UTC"; a number outside the range of dates stays a number. @param seconds since 1970 */
export function sayMoment(seconds: number): string {
  const date = new Date(seconds * 1000)
  return Number.isNaN(date.getTime()) ? `${seconds}` : `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

/** Clocks differ by some minutes; more is a wrong clock. */
const SKEW_S = 300
const DAY_S = 86_400
/** Numbers from 10 digits on are a date, from 13 digits on milliseconds. */
const DATE_LIKE = 1e9
const MILLISECONDS_LIKE = 1e12

/** @param now seconds since 1970 */
export function timeFindings({ time, expire }: DecodedUserSig['fields'], now: number): Finding[] {
  const found: Finding[] = []
  if (expire !== undefined && expire >= DATE_LIKE)
    found.push({
      id: 'expire-not-seconds',
      codes: ['70003', '70009', '70001', '6206'],
      says: `TLS.expire is ${expire}: that is a date or milliseconds, not a duration in seconds`,
      fix: 'Pass the validity in seconds to the generator, such as 604800 for 7 days.',
      values: { expire },
    })
  if (time === undefined) return found
  if (time >= MILLISECONDS_LIKE) {
    found.push({
      id: 'time-in-milliseconds',
      codes: ['70003', '70009', '70001', '6206'],
      says: `TLS.time is ${time}: that is milliseconds, and it counts seconds`,
      fix: 'Divide the time by 1000 in the generator and leave the fraction out.',
      values: { time },
    })
    return found
  }
  if (time > now + SKEW_S)
    found.push({
      id: 'from-the-future',
      codes: ['70003', '70009'],
      says: `issued ${sayLength(time - now)} in the future (${sayMoment(time)}): the clock of the server that made it is wrong`,
      fix: 'Set the clock of your server by NTP, then make a new UserSig.',
      values: { ahead: time - now, at: sayMoment(time) },
    })
  if (expire === undefined || expire >= DATE_LIKE) return found
  if (expire <= 0 || now > time + expire)
    found.push({
      id: 'expired',
      codes: ['70001', '6206'],
      says:
        expire <= 0
          ? `its validity is ${expire} seconds, so it was expired when it was made`
          : `expired ${sayLength(now - time - expire)} ago (${sayMoment(time + expire)})`,
      fix: 'Ask your server for a new UserSig and log in with it; renew it in onUserSigExpired.',
      values: expire <= 0 ? { expire } : { over: now - time - expire, at: sayMoment(time + expire) },
    })
  else if (expire < DAY_S)
    found.push({
      id: 'short-lived',
      codes: ['70001', '6206'],
      says: `valid for ${sayLength(expire)} only; it soon expires, and Tencent advises at least 24 hours`,
      fix: 'Set the validity in the generator to 86400 seconds or more.',
      values: { expire },
    })
  return found
}

/** Seconds since 1970; undefined when the times are missing or in the wrong unit. */
export function expiryOf({ time, expire }: DecodedUserSig['fields']): number | undefined {
  const isKnown = time !== undefined && expire !== undefined && time < MILLISECONDS_LIKE && expire < DATE_LIKE
  return isKnown ? time + expire : undefined
}
