/** A UserSig that was made for another user or another app than it is used for. */
import type { DecodedUserSig } from './decode-usersig.ts'
import type { Finding } from './form-findings.ts'

/** Whom the app logs in, where the asker says so. */
export interface UsedAs {
  /** The UserID that `login` was called with. */
  readonly userId?: string
  /** The SDKAppID that the SDK was initialised with. */
  readonly sdkAppId?: number
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

export function identityFindings({ fields, address }: DecodedUserSig, used: UsedAs): Finding[] {
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
