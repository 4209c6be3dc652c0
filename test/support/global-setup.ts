/** Global setup: compiles the data once for all test files and processes of a run, and lends them one PostgreSQL. */
import { rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestProject } from 'vitest/node'
import { loadData } from '../../src/core/load/load-data.ts'
import { DATA_FOLDER } from '../../src/paths.ts'
import { COMPILED } from './compiled.ts'
import { startPostgres, type TestPostgres } from './processes/postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Answers with the port of the shared PostgreSQL, which starts with the first request. */
    postgresUrl: string
  }
}

export default async function setUp({ provide }: TestProject): Promise<() => Promise<void>> {
  // An earlier run may have compiled it with other code.
  rmSync(COMPILED, { force: true })
  await loadData(DATA_FOLDER, COMPILED)

  let postgres: Promise<TestPostgres> | undefined
  const lender = createServer((_request, response) => {
    postgres ??= startPostgres()
    postgres.then(
      ({ port }) => response.end(String(port)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    )
  })
  await new Promise<void>((resolve) => lender.listen(0, '127.0.0.1', resolve))
  provide('postgresUrl', `http://127.0.0.1:${(lender.address() as AddressInfo).port}`)
  return async () => {
    lender.close()
    await (await postgres)?.stop()
  }
}
