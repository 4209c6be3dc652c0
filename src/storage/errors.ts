/** Distinguishes a lost database from a bug, and turns the former into StorageUnavailable. */
import { StorageError, StorageUnavailable } from './contract.ts'

/** SQLite's own numbers: busy, locked, no memory, read-only, I/O error, corrupt, full, cannot open, protocol, not a database. */
const SQLITE_LOST = new Set([5, 6, 7, 8, 10, 11, 13, 14, 15, 26])
/** PostgreSQL's classes: connection, resources, operator intervention (shutdown, cancel), system error. */
const POSTGRES_LOST = /^(08|53|57|58)/
/** Read-only after a failover; a password or database that is no longer valid. */
const POSTGRES_ALSO = new Set(['25006', '28000', '28P01', '3D000'])
const NETWORK = /^(E[A-Z]+|ENOTFOUND|ERR_INVALID_STATE|ERR_TLS.*|ERR_SSL.*)$/
/** Messages of pg and Kysely that come without a code. */
const SAID =
  /^(Connection terminated|timeout exceeded|Query read timeout|Cannot use a pool|Client has encountered|driver has already|Client was closed|The server does not support SSL)/i

function codesOf(error: unknown): { code: string; errcode: number; message: string } {
  const { code, errcode, message } = (error ?? {}) as Record<string, unknown>
  return {
    code: typeof code === 'string' ? code : '',
    errcode: typeof errcode === 'number' ? errcode : 0,
    message: typeof message === 'string' ? message : '',
  }
}

/** True when the database could not be reached, rather than the query being wrong. */
export function isLost(error: unknown): boolean {
  const { code, errcode, message } = codesOf(error)
  // Extended SQLite codes carry the plain one in their low byte.
  if (code === 'ERR_SQLITE_ERROR') return SQLITE_LOST.has(errcode & 0xff)
  if (/^[0-9A-Z]{5}$/.test(code) && !NETWORK.test(code)) return POSTGRES_LOST.test(code) || POSTGRES_ALSO.has(code)
  return NETWORK.test(code) || SAID.test(message)
}

/** What went wrong, in the driver's words. Drivers leave the message empty when several addresses refused. */
export const reasonOf = (error: unknown) => codesOf(error).message || codesOf(error).code || String(error)

const SQLITE_CONSTRAINT_UNIQUE = 2067

export function isUniqueViolation(error: unknown): boolean {
  const { code, errcode } = codesOf(error)
  return code === '23505' || errcode === SQLITE_CONSTRAINT_UNIQUE
}

/** PostgreSQL aborted a transaction because of a deadlock or a serialization failure. */
const isCollision = (error: unknown) => ['40P01', '40001'].includes(codesOf(error).code)

/** @throws StorageUnavailable for a lost database, and whatever else `work` throws */
async function attempt(work: () => unknown): Promise<unknown> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof StorageError || !isLost(error)) throw error
    throw new StorageUnavailable(`The storage is not available: ${reasonOf(error)}`, { cause: error })
  }
}

/** The same methods, with our errors. A method is one transaction at most, so after a collision it can run again. */
export function guarded<T extends object>(methods: T): T {
  const guard =
    (call: (...args: unknown[]) => unknown) =>
    async (...args: unknown[]) => {
      try {
        return await attempt(() => call(...args))
      } catch (error) {
        if (!isCollision(error)) throw error
        return await attempt(() => call(...args))
      }
    }
  return Object.fromEntries(Object.entries(methods).map(([name, call]) => [name, guard(call)])) as T
}
