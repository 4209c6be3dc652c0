/** Says what is wrong with a UserSig, and which error codes that explains. */
import { type DecodedUserSig, decodeUserSig } from './decode.ts'
import { type Finding, formFindings } from './form-findings.ts'
import { sayLength, sayMoment } from './lengths.ts'
import type { Verdict } from './verify.ts'

export type { Finding } from './form-findings.ts'

/** What the app passes beside the UserSig, where the asker says so. */
export interface UsedWith {
  /** The UserID that `login` was called with. */
  readonly userId?: string
  /** The SDKAppID that the SDK was initialised with. */
  readonly sdkAppId?: number
  /** What the key says, where somebody has it at hand. */
  readonly verdict?: Verdict
}

export interface Diagnosis {
  readonly decoded: DecodedUserSig
  /** The gravest first. Never empty: the last resort is that nothing is wrong. */
  readonly findings: readonly Finding[]
  /** Seconds since 1970; absent when it cannot be told. */
  readonly expires?: number
  /** It works as a password for its UserID now, as far as anybody can tell without the key. */
  readonly live: boolean
}

/** Clocks differ by some minutes; more is a wrong clock. */
const SKEW_S = 300
const DAY_S = 86_400
/** From here on a number of seconds is a date, or counts milliseconds: 10 and 13 digits. */
const DATE_LIKE = 1e9
const MILLISECONDS_LIKE = 1e12
const HMAC_BYTES = 32

function timeFindings({ time, expire }: DecodedUserSig['fields'], now: number): Finding[] {
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

/** How two UserIDs that look alike differ. */
function differenceOf(inside: string, used: string): 'space' | 'case' | '' {
  if (inside.trim() === used.trim()) return 'space'
  return inside.toLowerCase() === used.toLowerCase() ? 'case' : ''
}
const DIFFERENCES = {
  space: '; they differ only in white space',
  case: '; they differ only in upper and lower case',
  '': '',
} as const

function identityFindings({ fields, address }: DecodedUserSig, used: UsedWith): Finding[] {
  const found: Finding[] = []
  const userId = used.userId ?? address?.userId
  const sdkAppId = used.sdkAppId ?? address?.sdkAppId
  if (fields.userId !== undefined && userId !== undefined && fields.userId !== userId)
    found.push({
      id: 'other-user',
      codes: ['70013'],
      says: `issued for ${fields.userId || 'an empty UserID'}, ${used.userId === undefined ? 'the address names' : 'login used'} ${userId}${DIFFERENCES[differenceOf(fields.userId, userId)]}`,
      fix: 'Ask your server for the UserSig of exactly the UserID that you log in; drop the cached one on logout.',
      values: {
        ...{ inside: fields.userId, used: userId, differ: differenceOf(fields.userId, userId) },
        ...(used.userId === undefined ? { address: 1 } : {}),
      },
    })
  if (fields.sdkAppId !== undefined && sdkAppId !== undefined && fields.sdkAppId !== sdkAppId)
    found.push({
      id: 'other-app',
      codes: ['70014'],
      says: `made for SDKAppID ${fields.sdkAppId}, ${used.sdkAppId === undefined ? 'the address names' : 'init used'} ${sdkAppId}`,
      fix: 'Use SDKAppID and secret key of the same app, on the server and in the app.',
      values: {
        ...{ inside: fields.sdkAppId, used: sdkAppId },
        ...(used.sdkAppId === undefined ? { address: 1 } : {}),
      },
    })
  return found
}

function kindFindings({ fields, state }: DecodedUserSig): Finding[] {
  const found: Finding[] = []
  if (fields.version === 1)
    found.push({
      id: 'version-1',
      codes: ['70009', '70016'],
      says: 'version 1 (ECDSA, a pair of keys): a newer app refuses it with 70009, an old app without a public key with 70016',
      fix: 'Generate it with a current official library (version 2, HMAC-SHA256) and the secret key of the console.',
    })
  if (fields.userbuf !== undefined)
    found.push({
      id: 'private-map-key',
      codes: ['70003', '70009'],
      says: 'a private-map key (it has TLS.userbuf, the right to enter a room), not a login signature',
      fix: 'Call genUserSig (or genSig without userbuf) for login; genPrivateMapKey is for TRTC rooms.',
    })
  const { signature, version } = fields
  const missing = (['userId', 'sdkAppId', 'time', 'expire', 'signature'] as const).filter(
    (name) => fields[name] === undefined,
  )
  if (state === 'whole' && missing.length > 0)
    found.push({
      id: 'fields-missing',
      codes: ['70003', '70005'],
      says: `fields are missing or of the wrong type: ${missing.map((name) => FIELD_NAMES[name]).join(', ')}`,
      fix: 'Generate it with the official library of your language.',
      values: { fields: missing.map((name) => FIELD_NAMES[name]).join(', ') },
    })
  if (
    version === 2 &&
    state === 'whole' &&
    signature !== undefined &&
    Buffer.from(signature, 'base64').length !== HMAC_BYTES
  )
    found.push({
      id: 'no-signature',
      codes: ['70003', '70009'],
      says: `TLS.sig is no HMAC-SHA256: it has ${Buffer.from(signature, 'base64').length} bytes, not ${HMAC_BYTES}`,
      fix: 'Generate it with the official library of your language.',
      values: { bytes: Buffer.from(signature, 'base64').length },
    })
  return found
}

const FIELD_NAMES = {
  userId: 'TLS.identifier',
  sdkAppId: 'TLS.sdkappid',
  time: 'TLS.time',
  expire: 'TLS.expire',
  signature: 'TLS.sig',
} as const

function keyFindings(verdict: Verdict | undefined): Finding[] {
  if (verdict === 'differs')
    return [
      {
        id: 'other-key',
        codes: ['70009', '70003', '70005'],
        says: 'signed with another key than yours, or changed afterwards',
        fix: 'Copy the secret key of this SDKAppID from the console again, without blanks, and make a new UserSig.',
      },
    ]
  if (verdict !== 'unverifiable') return []
  const says = 'the signature cannot be checked: fields are missing, or it is version 1'
  return [{ id: 'not-verified', codes: [], says, fix: 'Check one that is whole and of version 2.' }]
}

function nothingWrong(verdict: Verdict | undefined): Finding {
  if (verdict === 'fits')
    return {
      id: 'verified',
      codes: [],
      says: 'nothing is wrong: it is whole, in time, and signed with this key',
      fix: 'If login fails all the same, compare SDKAppID and UserID with what the app passes.',
    }
  return {
    id: 'looks-right',
    codes: ['70009', '70003', '70005'],
    says: 'nothing wrong can be seen from outside: it is whole and in time',
    fix: 'If it is refused all the same, it was signed with the key of another app. Only who has the key can tell, in a terminal: imerr usersig - --key-file FILE',
  }
}

/** @param now milliseconds since 1970 */
export function diagnoseUserSig(pasted: string, used: UsedWith, now: number): Diagnosis {
  return diagnoseDecoded(decodeUserSig(pasted), used, now)
}

export function diagnoseDecoded(decoded: DecodedUserSig, used: UsedWith, now: number): Diagnosis {
  const { fields } = decoded
  const seconds = now / 1000
  const findings = [
    ...formFindings(decoded),
    ...kindFindings(decoded),
    ...identityFindings(decoded, used),
    ...timeFindings(fields, seconds),
    ...keyFindings(used.verdict),
  ]
  const { time, expire } = fields
  const known = time !== undefined && expire !== undefined && time < MILLISECONDS_LIKE && expire < DATE_LIKE
  const over = known && seconds > time + expire
  return {
    decoded,
    findings: findings.length > 0 ? findings : [nothingWrong(used.verdict)],
    ...(known ? { expires: time + expire } : {}),
    // A cut copy may be a whole one elsewhere: who can tell is told to be careful.
    live: fields.userId !== undefined && !over,
  }
}
