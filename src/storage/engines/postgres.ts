/** The engine for several processes: PostgreSQL 13 or newer. */
import { type Dialect, PostgresDialect, type PostgresPool } from 'kysely'
import { Pool, type PoolClient, types } from 'pg'

const CONNECT_TIMEOUT_MS = 5_000
/** Our queries take milliseconds. A client-side limit, because some poolers refuse one set at the server. */
const ANSWER_TIMEOUT_MS = 10_000
const CONNECTIONS = 10

export interface PostgresOptions {
  /** Called when an idle connection breaks; the pool replaces it. */
  readonly onIdleError: (error: Error) => void
  /** No query timeout; for migrations. */
  readonly patient?: boolean
}

/** Connects on first use. */
export function createPostgresDialect(url: string, { onIdleError, patient = false }: PostgresOptions): Dialect {
  const pool = new Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    ...(patient ? {} : { query_timeout: ANSWER_TIMEOUT_MS }),
    keepAlive: true,
    application_name: 'imerr',
    types: { getTypeParser },
  })
  // Without a listener the error event would end the process.
  pool.on('error', onIdleError)
  // The pool listens to a client only while it is idle. Of one in use, the query rejects, and this keeps the event from
  // ending the process.
  pool.on('connect', (client) => client.on('error', () => {}))
  return new PostgresDialect({ pool: discardSilentConnections(pool) })
}

/** Counts and times come as bigint, which pg hands over as strings; ours are far below 2^53. */
const getTypeParser: typeof types.getTypeParser = (oid: number, format?: 'text' | 'binary') =>
  oid === types.builtins.INT8 && format !== 'binary' ? Number : types.getTypeParser(oid, format as 'text')

/**
 * pg gives a connection whose query got no answer back to the pool, where the next query would wait behind the lost one
 * (seen when a firewall drops packets without a word). This closes it instead.
 */
function discardSilentConnections(pool: Pool): PostgresPool {
  const watch = (client: PoolClient) => {
    let silent = false
    return {
      async query(text: string, parameters: readonly unknown[]) {
        try {
          return await client.query(text, [...parameters])
        } catch (error) {
          silent ||= error instanceof Error && error.message === 'Query read timeout'
          throw error
        }
      },
      release: (destroy?: boolean) => client.release(destroy || silent),
    }
  }
  return {
    options: pool.options,
    connect: async () => watch(await pool.connect()) as unknown as Awaited<ReturnType<PostgresPool['connect']>>,
    end: () => pool.end(),
  }
}
