import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, expect, it } from 'vitest'
import { openStorage } from '../../src/storage/open.ts'
import { surviveKills } from '../contracts/killed.ts'

const folder = mkdtempSync(join(tmpdir(), 'imerr-killed-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('SQLite: killed fifty times, nothing lost, nothing doubled, the file intact', async () => {
  const file = join(folder, 'imerr.db')
  await surviveKills({ file }, () => openStorage({ file }))
  const database = new DatabaseSync(file)
  expect(database.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' })
  expect(database.prepare('pragma foreign_key_check').all()).toEqual([])
  database.close()
}, 240_000)
