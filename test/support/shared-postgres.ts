/** The PostgreSQL that all test files of a run share. A file that crashes PostgreSQL starts its own. */
import { randomBytes } from 'node:crypto'
import { inject } from 'vitest'
import { createDatabase } from './processes/postgres.ts'

/** Creates an empty database, starting the shared PostgreSQL if needed. @returns its DATABASE_URL */
export async function sharedDatabase(): Promise<string> {
  const response = await fetch(inject('postgresUrl'))
  const answer = await response.text()
  if (!response.ok) throw new Error(answer)
  return createDatabase(Number(answer), `test_${randomBytes(6).toString('hex')}`)
}
