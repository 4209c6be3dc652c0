/** Several processes on one database: they start at once, and each thing is done by one of them. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { StorageOptions } from '../../src/storage/open.ts'
import { runNode } from '../support/processes/run.ts'
import { sharedDatabase } from '../support/shared-postgres.ts'

const STARTERS = 4
const COUNT = 60

const folder = mkdtempSync(join(tmpdir(), 'imerr-processes-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe.each([
  ['SQLite', async (name: string): Promise<StorageOptions> => ({ file: join(folder, `${name}.db`) })],
  ['PostgreSQL', async (): Promise<StorageOptions> => ({ url: await sharedDatabase() })],
] as const)('%s', (_engine, fresh) => {
  // The database is empty: whoever comes first makes the tables, the others wait for it.
  it.each(['claim', 'incident', 'lease'])(
    'started at once on an empty database, each %s is won once',
    async (job) => {
      const options = JSON.stringify(await fresh(job))
      const ran = await Promise.all(
        Array.from({ length: STARTERS }, () =>
          runNode('test/support/processes/storage-process.ts', [options, job, String(COUNT)]),
        ),
      )
      expect(ran.map(({ code, err }) => ({ code, err }))).toEqual(ran.map(() => ({ code: 0, err: '' })))
      const won = ran.flatMap(({ out }) => JSON.parse(out) as string[])
      expect(won.map(Number).toSorted((a, b) => a - b)).toEqual(Array.from({ length: COUNT }, (_, i) => i))
    },
    60_000,
  )
})
