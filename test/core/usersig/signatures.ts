/** Signatures made by the vendor's own generator, with an invented key. */
import { createRequire } from 'node:module'
import { deflateSync } from 'node:zlib'

interface Generator {
  genSig(userId: string, expire: number, userbuf: null): string
  genPrivateMapKey(userId: string, expire: number, room: number, rights: number): string
}
// The package is CommonJS without types.
const { Api } = createRequire(import.meta.url)('tls-sig-api-v2') as {
  Api: new (sdkAppId: number, key: string) => Generator
}

export const KEY = '0123456789abcdef'.repeat(4)
export const APP = 1400000001
export const generator = new Api(APP, KEY)

/** Made for alice at 1700000000 (2023-11-14 22:13:20 UTC), valid for a day. */
export const ALICE =
  'eJyrVgrxCdYrSy1SslIy0jNQ0gHzM1NS80oy0zLBwok5mcmpUInilOzEgoLMFCUrQxMDCDCEyJRk5qYqWRmaQ0UNIKKpFQWZRalKVhZmJjCh4sx0JSulZLf8ovIUozBHr6TkJF9tI69EX4-KrOSc-OLAPEvngIKQ5PyIHGM-n0L-UFulWgCUUDEZ'
export const ISSUED = 1_700_000_000_000
export const MINUTE = 60_000
export const DAY = 86_400_000

export const toVendorAlphabet = (base64: string) => base64.replace(/\+/g, '*').replace(/\//g, '-').replace(/=/g, '_')
export const toBase64 = (token: string) => token.replace(/\*/g, '+').replace(/-/g, '/').replace(/_/g, '=')
export const toBase64Url = (token: string) => toBase64(token).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '')

/** Packs any fields as a generator would. */
export const pack = (fields: object): string =>
  toVendorAlphabet(deflateSync(Buffer.from(JSON.stringify(fields))).toString('base64'))

/** A version 2 UserSig with these fields in place of the usual ones; its signature is made up. */
export const packed = (fields: object = {}): string =>
  pack({
    'TLS.ver': '2.0',
    'TLS.identifier': 'alice',
    'TLS.sdkappid': APP,
    'TLS.time': ISSUED / 1000,
    'TLS.expire': 604_800,
    'TLS.sig': Buffer.alloc(32, 7).toString('base64'),
    ...fields,
  })

export const VERSION_1 = pack({
  'TLS.account_type': '0',
  'TLS.identifier': 'alice',
  'TLS.appid_at_3rd': '0',
  'TLS.sdk_appid': `${APP}`,
  'TLS.expire_after': '604800',
  'TLS.version': '201512300000',
  'TLS.time': `${ISSUED / 1000}`,
  'TLS.sig': Buffer.alloc(70, 7).toString('base64'),
})
