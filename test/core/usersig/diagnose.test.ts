import { deflateRawSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { diagnoseUserSig, type UsedWith } from '../../../src/core/usersig/diagnose.ts'
import {
  ALICE,
  APP,
  DAY,
  generator,
  ISSUED,
  KEY,
  MINUTE,
  packed,
  toBase64,
  toBase64Url,
  toVendorAlphabet,
  VERSION_1,
} from './signatures.ts'

const JUST_AFTER = ISSUED + MINUTE
const SECONDS = ISSUED / 1000
const found = (pasted: string, used: UsedWith = {}, now = JUST_AFTER) =>
  Object.fromEntries(diagnoseUserSig(pasted, used, now).findings.map(({ id, codes, says }) => [id, { codes, says }]))
const ids = (...given: Parameters<typeof found>) => Object.keys(found(...given))
const json = JSON.stringify({ 'TLS.ver': '2.0', 'TLS.identifier': 'alice', 'TLS.sdkappid': APP })

describe('finds', () => {
  it('expired', () => {
    const { expired } = found(ALICE, {}, ISSUED + 4 * DAY)
    expect(expired).toEqual({ codes: ['70001', '6206'], says: 'expired 3 days ago (2023-11-15 22:13 UTC)' })
    expect(ids(ALICE, {}, ISSUED + DAY - MINUTE)).not.toContain('expired')
    expect(ids(ALICE, {}, ISSUED + DAY + MINUTE)).toContain('expired')
  })
  it.each([0, -5])('expired when it was made: validity %i', (expire) => {
    expect(found(packed({ 'TLS.expire': expire })).expired?.says).toContain('expired when it was made')
  })
  it('for another user', () => {
    const { 'other-user': other } = found(ALICE, { userId: 'bob' })
    expect(other).toEqual({ codes: ['70013'], says: 'issued for alice, login used bob' })
    expect(found(ALICE, { userId: 'Alice' })['other-user']?.says).toContain('only in upper and lower case')
    expect(found(ALICE, { userId: 'alice ' })['other-user']?.says).toContain('only in white space')
    expect(ids(ALICE, { userId: 'alice' })).not.toContain('other-user')
  })
  it('for another app', () => {
    const { 'other-app': other } = found(ALICE, { sdkAppId: 1400000002 })
    expect(other).toEqual({ codes: ['70014'], says: 'made for SDKAppID 1400000001, init used 1400000002' })
    expect(ids(ALICE, { sdkAppId: APP })).not.toContain('other-app')
  })
  it('in a URL with another user and app', () => {
    const address = `https://adminapisgp.im.qcloud.com/v4/a/b?sdkappid=1400000009&identifier=administrator&usersig=${ALICE}`
    expect(found(address)['other-user']?.says).toBe('issued for alice, the address names administrator')
    expect(found(address)['other-app']?.says).toContain('the address names 1400000009')
  })
  it('a private-map key', () => {
    const key = generator.genPrivateMapKey('alice', 604_800, 1, 255)
    const { 'private-map-key': said } = found(key, {}, Date.now())
    expect(said?.says).toMatch(/private-map key.*not a login signature/)
    expect(said?.codes).toEqual(['70003', '70009'])
  })
  it('version 1', () => {
    expect(found(VERSION_1)['version-1']?.codes).toEqual(['70009', '70016'])
  })
  it('cut off', () => {
    for (const cut of [1, 20, 60, 120])
      expect(found(ALICE.slice(0, -cut)).truncated).toMatchObject({
        codes: ['70003'],
        says: expect.stringContaining('cut off'),
      })
  })
  it('truncated, expired and for another user, all from what is left', () => {
    expect(ids(ALICE.slice(0, -40), { userId: 'bob' }, ISSUED + 9 * DAY)).toEqual([
      'truncated',
      'other-user',
      'expired',
    ])
  })
  it('empty', () => {
    for (const nothing of ['', '  ', '""', 'https://x/?usersig=&a=1'])
      expect(found(nothing).empty?.codes, nothing).toEqual(['70002'])
  })
  it.each([
    ['plain-base64', toBase64(ALICE)],
    ['base64url', toBase64Url(ALICE)],
    ['percent-encoded', ALICE.replaceAll('-', '%2D')],
    ['white-space', `${ALICE.slice(0, 76)}\n${ALICE.slice(76)}`],
    ['quotes', `'${ALICE}'`],
    ['damaged', `${ALICE.slice(0, 100)}A${ALICE.slice(101)}`],
    ['damaged', ALICE.slice(0, 100) + ALICE.slice(101)],
    ['foreign-characters', `${ALICE.slice(0, 60)}…`],
    ['trailing', ALICE + ALICE],
    ['unpacked', json],
    ['unpacked', toVendorAlphabet(Buffer.from(json).toString('base64'))],
    ['gzip', toVendorAlphabet(gzipSync(json).toString('base64'))],
    ['raw-deflate', toVendorAlphabet(deflateRawSync(json).toString('base64'))],
    ['web-token', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJleGFtcGxlIn0.EXAMPLE'],
    ['secret-key', KEY],
    ['word', 'undefined'],
    ['word', '[object Promise]'],
    ['other', 'hello'],
    ['other', 'eJob finished'],
  ])('%s: 70003 or 70005', (id, pasted) => {
    const said = found(pasted)
    expect(said).toHaveProperty(id)
    expect(said[id]?.codes).toEqual(['70003', '70005'])
  })
  it('issued in the future: a wrong clock', () => {
    expect(found(ALICE, {}, ISSUED - 2 * 3_600_000)['from-the-future']?.says).toContain('2 hours in the future')
    expect(ids(ALICE, {}, ISSUED - MINUTE)).not.toContain('from-the-future')
  })
  it('a validity that is a date, and a time in milliseconds', () => {
    expect(ids(packed({ 'TLS.expire': SECONDS + 86_400 }))).toEqual(['expire-not-seconds'])
    expect(ids(packed({ 'TLS.time': ISSUED }))).toEqual(['time-in-milliseconds'])
  })
  it('valid for a short time only', () => {
    expect(found(packed({ 'TLS.expire': 600 }))['short-lived']?.says).toContain('10 minutes')
    expect(ids(packed({ 'TLS.expire': 86_400 }))).toEqual(['looks-right'])
  })
  it('fields missing or of the wrong type', () => {
    const says = found(packed({ 'TLS.identifier': 7, 'TLS.sig': undefined }))['fields-missing']?.says
    expect(says).toContain('TLS.identifier, TLS.sig')
    expect(ids(packed({ 'TLS.sig': 'c2hvcnQ=' }))).toEqual(['no-signature'])
  })
})

describe('when nothing is wrong', () => {
  it('only the key can tell, and only in a terminal', () => {
    const { 'looks-right': right } = found(ALICE, { userId: 'alice', sdkAppId: APP })
    expect(right?.codes).toEqual(['70009', '70003', '70005'])
  })
  it('with the key: it fits or differs', () => {
    expect(ids(ALICE, { verdict: 'fits' })).toEqual(['verified'])
    expect(ids(ALICE, { verdict: 'differs' })).toEqual(['other-key'])
    expect(ids(VERSION_1, { verdict: 'unverifiable' })).toContain('not-verified')
  })
})

it('tells whether it still works as a password', () => {
  const live = (pasted: string, now = JUST_AFTER) => diagnoseUserSig(pasted, {}, now).live
  expect(live(ALICE)).toBe(true)
  expect(live(ALICE, ISSUED + 2 * DAY)).toBe(false)
  // A truncated copy counts as live: the complete one may be elsewhere.
  expect(live(ALICE.slice(0, -20))).toBe(true)
  expect(live('hello')).toBe(false)
})

it('never quotes the value', () => {
  for (const pasted of [ALICE, ALICE.slice(0, -30), toBase64Url(ALICE), KEY, `"${ALICE}"`]) {
    const said = JSON.stringify(diagnoseUserSig(pasted, {}, JUST_AFTER).findings)
    for (let at = 0; at + 12 < pasted.length; at += 6) expect(said).not.toContain(pasted.slice(at, at + 12))
  }
})
