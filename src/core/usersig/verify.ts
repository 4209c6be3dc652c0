/** Checks a UserSig's signature. Only for the terminal: a chat must never ask for the key. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { DecodedUserSig } from './decode-usersig.ts'

/** `fits`: signed with this key. `differs`: signed with another one. `unverifiable`: fields are missing, or version 1. */
export type Verdict = 'fits' | 'differs' | 'unverifiable'

/** True for 64 hex digits, as the console shows the key; the HMAC takes them as text. */
export const isSecretKey = (text: string): boolean => /^[0-9a-f]{64}$/.test(text)

export function verifyUserSig({ fields }: Pick<DecodedUserSig, 'fields'>, secretKey: string): Verdict {
  const { version, userId, sdkAppId, time, expire, userbuf, signature } = fields
  const complete = [userId, sdkAppId, time, expire, signature].every((value) => value !== undefined)
  if (version !== 2 || !complete) return 'unverifiable'
  const lines = [
    `TLS.identifier:${userId}`,
    `TLS.sdkappid:${sdkAppId}`,
    `TLS.time:${time}`,
    `TLS.expire:${expire}`,
    ...(userbuf === undefined ? [] : [`TLS.userbuf:${userbuf}`]),
  ]
  const expected = createHmac('sha256', secretKey)
    .update(lines.map((line) => `${line}\n`).join(''))
    .digest()
  const given = Buffer.from(signature ?? '', 'base64')
  return given.length === expected.length && timingSafeEqual(given, expected) ? 'fits' : 'differs'
}
