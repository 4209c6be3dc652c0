import type { Selectable } from 'kysely'
import type { Runbook, RunbookEntry } from '../contract/team.ts'
import type { Database, Tables } from '../tables.ts'
import { byRow, changeOf, scopeRow, withoutNulls } from './rows.ts'

function toEntry(row: Selectable<Tables['runbook']>): RunbookEntry {
  const { id, code, text, link, owner } = row
  return { ...withoutNulls({ id, code, text, link, owner }), ...changeOf(row) }
}

const saysSomething = ({ text, link, owner }: RunbookEntry) => text !== '' || link !== undefined || owner !== undefined

export function createRunbook(db: Database): Runbook {
  const newestFirst = db.selectFrom('runbook').selectAll().orderBy('id', 'desc')
  return {
    async add(scope, code, { text, link, owner }, { by, at }) {
      const row = await db
        .insertInto('runbook')
        .values({ ...scopeRow(scope), code, text, link: link ?? null, owner: owner ?? null, ...byRow(by), at })
        .returningAll()
        .executeTakeFirstOrThrow()
      return toEntry(row)
    },

    async current(scope, code) {
      const row = await newestFirst
        .where((is) => is.and({ ...scopeRow(scope), code }))
        .limit(1)
        .executeTakeFirst()
      const entry = row && toEntry(row)
      return entry && saysSomething(entry) ? entry : undefined
    },

    async history(scope, code, limit) {
      const rows = await newestFirst
        .where((is) => is.and({ ...scopeRow(scope), code }))
        .limit(limit)
        .execute()
      return rows.map(toEntry)
    },

    async list(scope) {
      const rows = await db
        .selectFrom('runbook')
        .selectAll()
        .where('id', 'in', (query) =>
          query
            .selectFrom('runbook')
            .where((is) => is.and(scopeRow(scope)))
            .groupBy('code')
            .select(({ fn }) => fn.max('id').as('id')),
        )
        .orderBy('code')
        .execute()
      return rows.map(toEntry).filter(saysSomething)
    },
  }
}
