import { Client } from 'pg'
import { expect, it } from 'vitest'
import { openStorage } from '../../src/storage/open.ts'
import { surviveKills } from '../contracts/killed.ts'
import { sharedDatabase } from '../support/shared-postgres.ts'

it('PostgreSQL: killed fifty times, nothing lost, nothing doubled, no session left behind', async () => {
  const url = await sharedDatabase()
  await surviveKills({ url }, () => openStorage({ url }))
  const client = new Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ state: string }>(
    "select state from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state like '%transaction%'",
  )
  expect(rows).toEqual([])
  await client.end()
}, 240_000)
