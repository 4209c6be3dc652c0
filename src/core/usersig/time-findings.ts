/** Mistakes in when a UserSig is valid: expired, made by a wrong clock, or counted in the wrong unit. */
import type { DecodedUserSig } from './decode-usersig.ts'
import type { Finding } from './form-findings.ts'
import { sayLength, sayMoment } from './lengths.ts'

/** Clocks differ by some minutes; more is a wrong clock. */
const SKEW_S = 300
const DAY_S = 86_400
/** From here on a number of seconds is a date, or counts milliseconds: 10 and 13 digits. */
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

/** Seconds since 1970; undefined when its times are missing, or no times. */
export function expiryOf({ time, expire }: DecodedUserSig['fields']): number | undefined {
  const isKnown = time !== undefined && expire !== undefined && time < MILLISECONDS_LIKE && expire < DATE_LIKE
  return isKnown ? time + expire : undefined
}
