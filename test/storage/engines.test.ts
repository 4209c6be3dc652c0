/** The storage contract, on both engines. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Storage } from '../../src/storage/contract.ts'
import { openStorage } from '../../src/storage/open.ts'
import { forgettingContract } from '../contracts/storage-forgetting.ts'
import { historyContract } from '../contracts/storage-history.ts'
import { teamContract } from '../contracts/storage-team.ts'
import { workContract } from '../contracts/storage-work.ts'
import { sharedDatabase } from '../support/shared-postgres.ts'

function onEngine(engine: string, open: () => Promise<Storage>, close: () => Promise<void>) {
  describe(engine, () => {
    let storage: Storage | undefined
    const here = () => {
      if (!storage) throw new Error('not opened')
      return storage
    }
    beforeAll(async () => {
      storage = await open()
    })
    afterAll(async () => {
      await storage?.close()
      await close()
    })
    workContract(engine, here)
    historyContract(engine, here)
    teamContract(engine, here)
    forgettingContract(engine, here)
    it('answers a ping, and closes twice', async () => {
      const second = await open()
      await second.ping()
      await second.close()
      await second.close()
      await expect(second.ping()).rejects.toMatchObject({ name: 'StorageUnavailable' })
    })
  })
}

const folder = mkdtempSync(join(tmpdir(), 'imerr-storage-'))
onEngine(
  'SQLite',
  () => openStorage({ file: join(folder, 'new', 'imerr.db') }),
  async () => rmSync(folder, { recursive: true, force: true }),
)

let url = ''
onEngine(
  'PostgreSQL',
  async () => {
    url ||= await sharedDatabase()
    return openStorage({ url })
  },
  async () => {},
)
