/** Says what is wrong with a UserSig and which error codes that explains. */
import { type DecodedUserSig, decodeUserSig } from './decode-usersig.ts'
import { type Finding, formFindings } from './form-findings.ts'
import { expiryOf, timeFindings } from './time-findings.ts'
import type { Verdict } from './verify.ts'

export type { Finding } from './form-findings.ts'

/** What the app passes together with the UserSig, as far as it is known. */
export interface UsedWith {
  /** The UserID that `login` was called with. */
  readonly userId?: string
  /** The SDKAppID that the SDK was initialised with. */
  readonly sdkAppId?: number
  /** The result of checking the signature, for somebody who has the key. */
  readonly verdict?: Verdict
}

export interface Diagnosis {
  readonly decoded: DecodedUserSig
  /** Gravest first. Never empty: without a mistake it says that nothing is wrong. */
  readonly findings: readonly Finding[]
  /** Seconds since 1970; absent when unknown. */
  readonly expires?: number
  /** As far as can be told without the key, it now works as a password for its UserID. */
  readonly live: boolean
}

/** How two similar UserIDs differ. */
function differenceOf(inside: string, used: string): 'space' | 'case' | '' {
  if (inside.trim() === used.trim()) return 'space'
  return inside.toLowerCase() === used.toLowerCase() ? 'case' : ''
}
const DIFFERENCES = {
  space: '; they differ only in white space',
  case: '; they differ only in upper and lower case',
  '': '',
} as const

/** The UserSig was made for another user or app than it is used for. */
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
        inside: fields.userId,
        used: userId,
        differ: differenceOf(fields.userId, userId),
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
        inside: fields.sdkAppId,
        used: sdkAppId,
        ...(used.sdkAppId === undefined ? { address: 1 } : {}),
      },
    })
  return found
}

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
    ...identityFindings(decoded, used),
    ...timeFindings(fields, seconds),
    ...keyFindings(used.verdict),
  ]
  const expires = expiryOf(fields)
  const over = expires !== undefined && seconds > expires
  return {
    decoded,
    findings: findings.length > 0 ? findings : [nothingWrong(used.verdict)],
    ...(expires === undefined ? {} : { expires }),
    // A truncated copy may be complete elsewhere, so it counts as live.
    live: fields.userId !== undefined && !over,
  }
}
