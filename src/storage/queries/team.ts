/** Small tables with one row per thing: mutes, opt-outs, installations. */
import type { Installations, Mutes, OptOuts } from '../contract/team.ts'
import type { Database } from '../tables.ts'
import { byRow, changeOf, scopeRow } from './rows.ts'

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
