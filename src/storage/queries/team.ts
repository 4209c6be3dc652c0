/** What a team and its people told the bot: runbook entries, mutes, opt-outs, installations. */
import type { Selectable } from 'kysely'
import type { Installations, Mutes, OptOuts, Runbook, RunbookEntry } from '../contract/team.ts'
import type { Database, Tables } from '../tables.ts'
import { byRow, changeOf, scopeRow, withoutNulls } from './rows.ts'

function toEntry(row: Selectable<Tables['runbook']>): RunbookEntry {
  const { id, code, text, link, owner } = row
  return { ...withoutNulls({ id, code, text, link, owner }), ...changeOf(row) }
}

const hasContent = ({ text, link, owner }: RunbookEntry) => text !== '' || link !== undefined || owner !== undefined

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
      return entry && hasContent(entry) ? entry : undefined
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
      return rows.map(toEntry).filter(hasContent)
    },
  }
}

export function createMutes(db: Database): Mutes {
  return {
    async set(scope, code, until, { by, at }) {
      const content = { until, ...byRow(by), at }
      await db
        .insertInto('mutes')
        .values({ ...scopeRow(scope), code, ...content })
        .onConflict((on) => on.columns(['platform', 'workspace', 'code']).doUpdateSet(content))
        .execute()
    },

    async active(scope, now) {
      const rows = await db
        .selectFrom('mutes')
        .selectAll()
        .where((is) => is.and(scopeRow(scope)))
        .where('until', '>', now)
        .orderBy('code')
        .execute()
      return rows.map((row) => ({ code: row.code, until: row.until, ...changeOf(row) }))
    },
  }
}

export function createOptOuts(db: Database): OptOuts {
  return {
    async set(scope, person, out, at) {
      const key = { ...scopeRow(scope), person }
      if (out) {
        await db
          .insertInto('optOuts')
          .values({ ...key, at })
          .onConflict((on) => on.doNothing())
          .execute()
      } else {
        await db
          .deleteFrom('optOuts')
          .where((is) => is.and(key))
          .execute()
      }
    },

    async has(scope, person) {
      const row = await db
        .selectFrom('optOuts')
        .select('at')
        .where((is) => is.and({ ...scopeRow(scope), person }))
        .executeTakeFirst()
      return row !== undefined
    },
  }
}

export function createInstallations(db: Database): Installations {
  return {
    async save(platform, key, secret, at) {
      await db
        .insertInto('installations')
        .values({ platform, key, secret, at })
        .onConflict((on) => on.columns(['platform', 'key']).doUpdateSet({ secret, at }))
        .execute()
    },

    async get(platform, key) {
      const row = await db
        .selectFrom('installations')
        .select('secret')
        .where((is) => is.and({ platform, key }))
        .executeTakeFirst()
      return row?.secret
    },

    async delete(platform, key) {
      await db
        .deleteFrom('installations')
        .where((is) => is.and({ platform, key }))
        .execute()
    },
  }
}
