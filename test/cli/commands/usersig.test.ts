import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ALICE, APP, generator, KEY } from '../../core/usersig/signatures.ts'
import { imerr, imerrWith, runNode } from '../../support/processes/run.ts'

const FRESH = generator.genSig('alice', 604_800, null)
const folder = mkdtempSync(join(tmpdir(), 'imerr-usersig-'))
const fileWith = (name: string, content: string) => {
  const file = join(folder, name)
  writeFileSync(file, content)
  return file
}
const keyFile = fileWith('key', `${KEY}\n`)

it('opens one from an argument and exits 1, because it expired', async () => {
  const { code, out, err } = await imerr('usersig', ALICE, 'bob', '1400000002')
  expect(out).toMatch(/UserID\s+alice/)
  expect(out.replace(/\s+/g, ' ')).toMatch(/Expired \d+ days ago/)
  expect(out.replace(/\s+/g, ' ')).toContain('Issued for alice, login used bob')
  expect(out.replace(/\s/g, '')).not.toContain(ALICE.slice(0, 30))
  expect({ code, err }).toEqual({ code: 1, err: '' })
})
it('reads it from standard input and verifies it with a key from a file', async () => {
  const { code, out } = await imerrWith(`${FRESH}\n`, 'usersig', '-', 'alice', `${APP}`, '--key-file', keyFile)
  expect(out).toContain('signed with this key')
  expect(out).not.toContain(KEY)
  expect(code).toBe(0)
})
it('verifies with a key from the environment, and names another key', async () => {
  const env = { IMERR_USERSIG_KEY: KEY.replace('0', 'f') }
  const { code, out } = await runNode('src/cli/bin.js', ['usersig', FRESH], '', env)
  expect(out.replace(/\s+/g, ' ')).toContain('signed with another key than yours')
  expect(out).toContain('70009')
  expect(code).toBe(1)
})
it('says of a word that it is no UserSig, and how one looks, without repeating it', async () => {
  const { code, out, err } = await imerr('usersig', 'hunter2')
  expect(out).toMatch(/^That is not a UserSig\nOne begins with eJ/)
  expect(out).not.toMatch(/hunter2|70003/)
  expect({ code, err }).toEqual({ code: 1, err: '' })
  expect(JSON.parse((await imerr('usersig', 'hunter2', '--json')).out)).toMatchObject({ state: 'other' })
})
it('prints JSON without the signature', async () => {
  const { out } = await imerrWith(FRESH, 'usersig', '-', '--json')
  expect(JSON.parse(out)).toMatchObject({ state: 'whole', live: true, fields: { userId: 'alice', sdkAppId: APP } })
  expect(out).not.toContain('signature"')
})
it.each([
  [['usersig'], /write: imerr usersig SIG/],
  [['usersig', ALICE, 'alice', 'x'], /SDKAPPID 'x'/],
  [['usersig', ALICE, 'alice', '1', 'more'], /write: imerr usersig/],
  [
    ['usersig', ALICE, '--key-file', '/nowhere/at/all'],
    /--key-file \/nowhere\/at\/all: there is no such file\. It has to/,
  ],
  [['usersig', ALICE, '--key-file', folder], /: that is a folder; name the file inside it/],
  [['usersig', ALICE, '--key-file', fileWith('short', 'abc')], /no secret key in it/],
  [['usersig', ALICE, '--key-file', fileWith('empty', '\n')], /no secret key in it/],
])('%j: one clear line and exit 2', async (args, message) => {
  const { code, out, err } = await imerr(...args)
  expect(code).toBe(2)
  expect(out).toBe('')
  expect(err).toMatch(message)
  expect(err).not.toContain(ALICE)
  expect(err).not.toMatch(/ENOENT|EISDIR/)
})
