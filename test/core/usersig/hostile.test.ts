/** Whatever is pasted as a UserSig: bounded work, an answer, and nothing of it repeated. */
import { constants, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decodeUserSig } from '../../../src/core/usersig/decode-usersig.ts'
import { diagnoseUserSig } from '../../../src/core/usersig/diagnose.ts'
import { ALICE, toVendorAlphabet } from './signatures.ts'

const MB = 1024 * 1024
const idsOf = (pasted: string) => diagnoseUserSig(pasted, {}, 0).findings.map(({ id }) => id)

/**
 * A megabyte of base64 that opens to a gigabyte of zeros: one compressed block of 16 MB, 64 times. Compressing the
 * gigabyte itself takes seconds.
 */
function gigabyte(): string {
  const block = deflateRawSync(Buffer.alloc(16 * MB), { finishFlush: constants.Z_FULL_FLUSH })
  const header = Buffer.from([0x78, 0x9c])
  const lastBlock = Buffer.from([0x03, 0x00])
  const checksum = Buffer.alloc(4)
  // Adler-32 of n zeros: the low half stays 1, so the high half is n modulo 65521.
  checksum.writeUInt32BE((((1024 * MB) % 65521) * 65536 + 1) >>> 0)
  return toVendorAlphabet(
    Buffer.concat([header, ...Array<Buffer>(64).fill(block), lastBlock, checksum]).toString('base64'),
  )
}

it('does not open a bomb further than a UserSig is long', () => {
  const bomb = gigabyte()
  expect(bomb.length).toBeGreaterThan(MB)
  const small = toVendorAlphabet(deflateSync(Buffer.alloc(5 * MB)).toString('base64'))
  expect(small.length).toBeLessThan(8_000)
  for (const pasted of [bomb, small, `usersig=${bomb}`, `https://x/?usersig=${bomb}`]) {
    const before = process.memoryUsage().arrayBuffers
    expect(decodeUserSig(pasted).fields).toEqual({})
    expect(idsOf(pasted)[0]).toMatch(/damaged|other/)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * MB)
  }
})

it.each([
  ['binary', Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 7919) % 256)).toString('latin1')],
  ['ten megabytes of a letter', 'e'.repeat(10 * MB)],
  ['ten megabytes that begin like one', `eJ${'A'.repeat(10 * MB)}`],
  ['percent signs', '%2A'.repeat(100_000)],
  ['quotation marks', `${'"'.repeat(100_000)}${ALICE}`],
  ['blanks', `${' '.repeat(100_000)}`],
  ['a file of many', `${ALICE}\n`.repeat(1_000)],
  ['gzip of much', toVendorAlphabet(gzipSync(Buffer.alloc(5 * MB)).toString('base64'))],
  ['JSON that does not end', `{"TLS.a":"${'\\"TLS.b":"'.repeat(1_000)}`],
  ['deep JSON', '['.repeat(8_000)],
  ['surrogates', '\ud800'.repeat(5_000)],
])('answers %s', (_, pasted) => {
  const { findings } = diagnoseUserSig(pasted, { userId: 'alice', sdkAppId: 1400000001 }, 0)
  expect(findings.length).toBeGreaterThan(0)
  expect(JSON.stringify(findings).length).toBeLessThan(5_000)
})

it('answers any text, and a value changed at any offset', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (pasted) => {
      expect(idsOf(pasted).length).toBeGreaterThan(0)
    }),
  )
  fc.assert(
    fc.property(fc.nat(ALICE.length - 1), fc.string({ minLength: 1, maxLength: 3 }), (at, put) => {
      expect(idsOf(ALICE.slice(0, at) + put + ALICE.slice(at + 1)).length).toBeGreaterThan(0)
    }),
  )
})
