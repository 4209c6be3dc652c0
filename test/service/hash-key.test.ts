import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { hashKeyOf } from '../../src/service/hash-key.ts'
import type { Storage } from '../../src/storage/contract.ts'
import { openStorage } from '../../src/storage/open.ts'

let storage: Storage
beforeEach(async () => {
  storage = await openStorage({ file: ':memory:' })
})
afterEach(() => storage.close())

it('is kept in a folder that is its owner’s alone', async () => {
  const parent = mkdtempSync(join(tmpdir(), 'imerr-private-'))
  const kept = await openStorage({ file: join(parent, 'var', 'imerr.db') })
  expect(statSync(join(parent, 'var')).mode & 0o777).toBe(0o700)
  await kept.close()
  rmSync(parent, { recursive: true })
})

it('the configured key is taken as it is', async () => {
  expect(await hashKeyOf(storage, 'mine', 'a', Date.now)).toBe('mine')
})

it('every process has the same key, also when one makes it while another looks', async () => {
  const { installations } = storage
  let first: string | undefined
  const slow: typeof installations.get = async (...key) => {
    const found = await installations.get(...key)
    // Between this look and what follows it the other process makes its key.
    first ??= await hashKeyOf(storage, undefined, 'other', Date.now)
    return found
  }
  const second = await hashKeyOf(
    { leases: storage.leases, installations: { ...installations, get: slow } },
    undefined,
    'us',
    Date.now,
  )
  expect(second).toBe(first)
  expect(await hashKeyOf(storage, undefined, 'later', Date.now)).toBe(first)
})
