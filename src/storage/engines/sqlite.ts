/** The default engine: one file, by the SQLite that is part of Node. */
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type SqliteStatement,
} from 'kysely'
import { LRUCache } from 'lru-cache'

/** How long a write waits for another process's; writes take about a millisecond each. */
const BUSY_TIMEOUT_MS = 5_000

/** Mode of a folder made for the file: owner only, because the file holds the key that people are hashed by. */
const PRIVATE = 0o700

/** Opens the file, made with its folder when there is none. @throws what node:sqlite or the file system throws */
export function createSqliteDialect(file: string): Dialect {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true, mode: PRIVATE })
  const db = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: true })
  try {
    // WAL: readers and one writer at once, and a killed process leaves a file that the next one repairs by itself.
    db.exec('pragma journal_mode = wal')
    // NORMAL: what is committed survives the death of the process. Only a power cut can take back the last moments, and
    // then the worst is an event answered twice; FULL would cost a disk flush with every event against that.
    db.exec('pragma synchronous = normal')
  } catch (error) {
    db.close()
    throw error
  }
  return {
    createDriver: () => new ImmediateDriver({ database: fitKysely(db) }),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createAdapter: () => new SqliteAdapter(),
    createIntrospector: (kysely) => new SqliteIntrospector(kysely),
  }
}

/**
 * Takes the write lock when a transaction begins. One that reads first and writes later would be refused at once,
 * whatever the timeout, when another process wrote in between.
 */
class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection) {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }
}

/** Kysely expects better-sqlite3; this adapts node:sqlite to its interface. */
function fitKysely(db: DatabaseSync): SqliteDatabase {
  // Preparing costs as much as running. Our queries are few, except that the lengths of their lists vary.
  const prepared = new LRUCache<string, SqliteStatement>({ max: 500 })
  return {
    close: () => db.close(),
    prepare(sql) {
      const known = prepared.get(sql)
      if (known) return known
      const statement = fitStatement(db.prepare(sql))
      prepared.set(sql, statement)
      return statement
    },
  }
}

function fitStatement(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...parameters.map(toSqlite)),
    run: (parameters) => statement.run(...parameters.map(toSqlite)),
    iterate: (parameters) => statement.iterate(...parameters.map(toSqlite)),
  }
}

/** node:sqlite sends every number as a float, with which `7 / 2` is 3.5; whole numbers have to be BigInts. */
function toSqlite(value: unknown): SQLInputValue {
  return (Number.isSafeInteger(value) ? BigInt(value as number) : value) as SQLInputValue
}
