/** What is well written and yet no login signature of today: another version or purpose, fields missing. */
import type { DecodedUserSig } from './decode-usersig.ts'
import type { Finding } from './form-findings.ts'

const HMAC_BYTES = 32
const FIELD_NAMES = {
  userId: 'TLS.identifier',
  sdkAppId: 'TLS.sdkappid',
  time: 'TLS.time',
  expire: 'TLS.expire',
  signature: 'TLS.sig',
} as const

export function kindFindings({ fields, state }: DecodedUserSig): Finding[] {
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
