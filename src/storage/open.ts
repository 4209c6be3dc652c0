/** Opens the storage that the configuration names. */
import { CamelCasePlugin, type Dialect, Kysely, sql } from 'kysely'
import { type Storage, StorageError } from './contract.ts'
import { createPostgresDialect } from './engines/postgres.ts'
import { createSqliteDialect } from './engines/sqlite.ts'
import { guarded, reasonOf } from './errors.ts'
import { migrate } from './migrations/migrate.ts'
import { createAnnotations, createFeedback } from './queries/annotations.ts'
import { createChannelSettings } from './queries/channel-settings.ts'
import { createClaims, createLeases } from './queries/claims.ts'
import { createIncidents } from './queries/incidents.ts'
import { createOccurrences } from './queries/occurrences.ts'
import { createPrune } from './queries/prune.ts'
import { createInstallations, createMutes, createOptOuts, createRunbook } from './queries/team.ts'
import type { Database, Engine, Tables } from './tables.ts'

/** The part of `Log` in src/chat that storage uses; declared here because storage imports nothing but itself. */
export interface StorageLog {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
}

export interface StorageOptions {
  /** `postgres://user:password@host:port/database`. Empty or absent: SQLite. */
  readonly url?: string | undefined
  /** The SQLite file; made with its folder when there is none. */
  readonly file?: string | undefined
  readonly log?: StorageLog | undefined
}

const DEFAULT_FILE = './var/imerr.db'

/**
 * Connects and brings the tables up to date.
 * @throws StorageError that names the file, or host and database, and never the password.
 */
export async function openStorage({ url, file, log }: StorageOptions = {}): Promise<Storage> {
  return url ? await openPostgres(url, log) : await openSqlite(file || DEFAULT_FILE, log)
}

const connect = (dialect: Dialect): Database => new Kysely<Tables>({ dialect, plugins: [new CamelCasePlugin()] })

async function openSqlite(file: string, log?: StorageLog): Promise<Storage> {
  const place = `SQLite file ${file}`
  try {
    const db = connect(createSqliteDialect(file))
    try {
      await upgrade(db, 'sqlite', place, log)
    } catch (error) {
      await db.destroy()
      throw error
    }
    return createStorage(db, 'sqlite')
  } catch (error) {
    throw cannotOpen(place, 'Check that the folder exists and may be written', error)
  }
}

async function openPostgres(url: string, log?: StorageLog): Promise<Storage> {
  const { host, pathname } = parseUrl(url)
  const place = `PostgreSQL database ${pathname.slice(1) || '(default)'} at ${host || 'localhost'}`
  const onIdleError = (error: Error) => log?.warn({ reason: error.message }, `lost a connection to the ${place}`)
  try {
    const starter = connect(createPostgresDialect(url, { onIdleError, patient: true }))
    try {
      await upgrade(starter, 'postgres', place, log)
    } finally {
      await starter.destroy()
    }
    return createStorage(connect(createPostgresDialect(url, { onIdleError })), 'postgres')
  } catch (error) {
    throw cannotOpen(place, 'Check DATABASE_URL and that the server runs', error)
  }
}

/**
 * What Node says about a malformed URL contains it, password and all, so neither message nor cause is passed on. A
 * password with a bare `#`, `?` or `/` in it can end up as the host: then there is an `@`, but no user.
 */
function parseUrl(url: string): URL {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  const torn = parsed?.username === '' && url.includes('@')
  if (parsed && !torn && /^postgres(ql)?:$/.test(parsed.protocol)) return parsed
  throw new StorageError(
    'DATABASE_URL is not understood. Write postgres://user:password@host:5432/database, with special characters of ' +
      'the password percent-encoded, or leave it empty for SQLite.',
  )
}

async function upgrade(db: Database, engine: Engine, place: string, log?: StorageLog) {
  const applied = await migrate(db, engine)
  if (applied.length > 0) log?.info({ migrations: applied }, `brought the ${place} up to date`)
}

function cannotOpen(place: string, advice: string, cause: unknown): StorageError {
  if (cause instanceof StorageError) return cause
  return new StorageError(`Cannot use the ${place}: ${reasonOf(cause)}. ${advice}.`, { cause })
}

function createStorage(db: Database, engine: Engine): Storage {
  return {
    engine,
    claims: guarded(createClaims(db)),
    leases: guarded(createLeases(db)),
    settings: guarded(createChannelSettings(db)),
    annotations: guarded(createAnnotations(db)),
    feedback: guarded(createFeedback(db)),
    occurrences: guarded(createOccurrences(db)),
    incidents: guarded(createIncidents(db)),
    runbook: guarded(createRunbook(db)),
    mutes: guarded(createMutes(db)),
    optOuts: guarded(createOptOuts(db)),
    installations: guarded(createInstallations(db)),
    ...guarded({
      ping: async () => {
        await sql`select 1`.execute(db)
      },
      prune: createPrune(db),
      close: () => db.destroy(),
    }),
  }
}
