/** Says what is wrong with a UserSig, and which error codes that explains. */
import { type DecodedUserSig, decodeUserSig } from './decode-usersig.ts'
import { type Finding, formFindings } from './form-findings.ts'
import { identityFindings, type UsedAs } from './identity-findings.ts'
import { kindFindings } from './kind-findings.ts'
import { expiryOf, timeFindings } from './time-findings.ts'
import type { Verdict } from './verify.ts'

export type { Finding } from './form-findings.ts'

/** What the app passes beside the UserSig, where the asker says so. */
export interface UsedWith extends UsedAs {
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
  const expires = expiryOf(fields)
  const over = expires !== undefined && seconds > expires
  return {
    decoded,
    findings: findings.length > 0 ? findings : [nothingWrong(used.verdict)],
    ...(expires === undefined ? {} : { expires }),
    // A cut copy may be a whole one elsewhere: who can tell is told to be careful.
    live: fields.userId !== undefined && !over,
  }
}
