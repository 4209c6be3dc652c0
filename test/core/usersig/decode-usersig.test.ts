import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeUserSig } from '../../../src/core/usersig/decode-usersig.ts'
import { isSecretKey, verifyUserSig } from '../../../src/core/usersig/verify.ts'
import { ALICE, APP, generator, ISSUED, KEY, packed, toBase64, toBase64Url, VERSION_1 } from './signatures.ts'

const FIELDS = { version: 2, userId: 'alice', sdkAppId: APP, time: ISSUED / 1000, expire: 86_400 }

describe('a UserSig of the official generator', () => {
  it.each(['alice', 'x'.repeat(32), '用户一号', 'a"b\\c', ''])('opens and verifies for UserID %j', (userId) => {
    const decoded = decodeUserSig(generator.genSig(userId, 604_800, null))
    expect(decoded).toMatchObject({
      state: 'whole',
      alphabet: 'vendor',
      fields: { version: 2, userId, sdkAppId: APP, expire: 604_800 },
    })
    expect(verifyUserSig(decoded, KEY)).toBe('fits')
    expect(verifyUserSig(decoded, KEY.replace('0', '1'))).toBe('differs')
  })
  it('opens and verifies with userbuf', () => {
    const decoded = decodeUserSig(generator.genPrivateMapKey('alice', 86_400, 10_000, 255))
    expect(decoded.fields.userbuf).toMatch(/^[A-Za-z0-9+/=]+$/)
    expect(verifyUserSig(decoded, KEY)).toBe('fits')
  })
  it('reads a known one field by field', () => {
    expect(decodeUserSig(ALICE)).toMatchObject({ state: 'whole', fields: FIELDS, wrappings: [], trailing: false })
    expect(verifyUserSig(decodeUserSig(ALICE), KEY)).toBe('fits')
  })
  it('does not verify after a field was changed', () => {
    const decoded = decodeUserSig(ALICE)
    expect(verifyUserSig({ fields: { ...decoded.fields, userId: 'bob' } }, KEY)).toBe('differs')
  })
  it('opens without the padding at its end', () => {
    for (const userId of ['a', 'ab', 'abc', 'abcd', 'abcde']) {
      const token = generator.genSig(userId, 86_400, null).replace(/_+$/, '')
      expect(decodeUserSig(token)).toMatchObject({ state: 'whole', fields: { userId } })
    }
  })
})

describe('version 1', () => {
  it('opens; its numbers are text; it cannot be verified with a secret key', () => {
    const decoded = decodeUserSig(VERSION_1)
    expect(decoded.fields).toMatchObject({
      version: 1,
      userId: 'alice',
      sdkAppId: APP,
      time: ISSUED / 1000,
      expire: 604_800,
    })
    expect(verifyUserSig(decoded, KEY)).toBe('unverifiable')
  })
})

describe('wrappings', () => {
  const address = (sig: string) =>
    `https://console.tim.qq.com/v4/openim/sendmsg?sdkappid=${APP}&identifier=admin%40x&usersig=${sig}&random=1&contenttype=json`
  it.each([
    ['an address', address(ALICE), []],
    ['an address that encodes it', address(ALICE.replaceAll('-', '%2D')), []],
    ['an address that encodes it twice', address(ALICE.replaceAll('-', '%252D')), ['percent-encoded']],
    ['JSON', `{"userID":"alice","userSig":"${ALICE}"}`, []],
    ['an assignment', `userSig = '${ALICE}';`, []],
    ['quotation marks', `"${ALICE}"`, ['quotes']],
    ['backticks', `\`${ALICE}\``, ['quotes']],
    ['line ends', `${ALICE.slice(0, 76)}\r\n${ALICE.slice(76)}`, ['white space']],
    ['percent signs', ALICE.replaceAll('-', '%2D'), ['percent-encoded']],
  ])('%s', (_, pasted, wrappings) => {
    expect(decodeUserSig(pasted)).toMatchObject({ token: ALICE, state: 'whole', fields: FIELDS, wrappings })
  })
  it("is read: the address's own UserID and SDKAppID", () => {
    expect(decodeUserSig(address(ALICE)).address).toEqual({ userId: 'admin@x', sdkAppId: APP })
    expect(decodeUserSig(ALICE).address).toBeUndefined()
  })
})

describe('alphabets', () => {
  // Enough of them that every special character occurs.
  const many = Array.from({ length: 40 }, (_, i) => packed({ 'TLS.identifier': `user${i}` }))
  it('reads plain base64 and says so', () => {
    for (const token of many) {
      const plain = toBase64(token)
      const decoded = decodeUserSig(plain)
      expect(decoded).toMatchObject({ state: 'whole', alphabet: /[+/=]/.test(plain) ? 'base64' : 'vendor' })
    }
  })
  it('recognises base64url by trying both alphabets', () => {
    const seen = new Set<string>()
    for (const token of many) {
      const url = toBase64Url(token)
      const decoded = decodeUserSig(url)
      expect(decoded).toMatchObject({ state: 'whole', fields: { sdkAppId: APP } })
      if (/[-_]/.test(url)) expect(decoded.alphabet).toBe('base64url')
      seen.add(decoded.alphabet)
    }
    expect(seen).toContain('base64url')
  })
})

describe('truncated', () => {
  it.each([1, 2, 10, 30, 60])('%i characters off the end: UserID, app and times are still read', (cut) => {
    expect(decodeUserSig(ALICE.slice(0, -cut))).toMatchObject({ state: 'truncated', fields: FIELDS })
  })
  it('leaves out a number that may be truncated', () => {
    for (let length = 20; length < ALICE.length; length++) {
      const { fields } = decodeUserSig(ALICE.slice(0, length))
      expect([undefined, APP]).toContain(fields.sdkAppId)
      expect([undefined, 86_400]).toContain(fields.expire)
      expect([undefined, 'alice']).toContain(fields.userId)
    }
  })
  it('at any offset, or changed at any: never throws, is never whole', () => {
    const place = fc.nat(ALICE.length - 2)
    fc.assert(
      fc.property(place, place, fc.string(), (from, to, inserted) => {
        const pasted = ALICE.slice(0, from) + inserted + ALICE.slice(to)
        const { state, token } = decodeUserSig(pasted)
        if (token !== ALICE && token.length < ALICE.length - 2) expect(state).not.toBe('whole')
      }),
      { numRuns: 500 },
    )
  })
  it('never throws for any text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `eJ${text}`),
        ),
        (text) => void decodeUserSig(text),
      ),
    )
  })
})

it('a decompression bomb does not open', () => {
  const bomb = packed({ 'TLS.identifier': 'x'.repeat(1_000_000) })
  expect(decodeUserSig(bomb).fields.userId).toBeUndefined()
})

it('a secret key is 64 hex digits', () => {
  expect(isSecretKey(KEY)).toBe(true)
  expect(isSecretKey(`${KEY} `)).toBe(false)
  expect(isSecretKey(ALICE)).toBe(false)
})
