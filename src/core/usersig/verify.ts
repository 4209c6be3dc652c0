/** Checks a UserSig's signature. Only for whoever has the key at hand: a key must never be asked for in a chat. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { DecodedUserSig } from './decode-usersig.ts'

/** `fits`: made with this key. `differs`: made with another one. `unverifiable`: fields are missing, or it is version 1. */
export type Verdict = 'fits' | 'differs' | 'unverifiable'

/** The key as the console shows it: 64 hex digits, used as text. */
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
