/** Sightings of codes, and counts over them. */
import { type Selectable, type SelectQueryBuilder, sql } from 'kysely'
import type { OccurrenceQuery, Occurrences, StoredOccurrence } from '../contract/occurrences.ts'
import type { Database, Tables } from '../tables.ts'
import { channelRow, placeOf, withoutNulls } from './rows.ts'

/** Rows per insert: SQLite allows 32,766 values in a statement. */
const ROWS = 500

type Matching<O> = SelectQueryBuilder<Tables, 'occurrences', O>

function toOccurrence(row: Selectable<Tables['occurrences']>): StoredOccurrence {
  const { platform, workspace, channel, thread, ...rest } = row
  return { ...withoutNulls(rest), conversation: placeOf({ platform, workspace, channel, thread }) }
}

const tally = {
  people: sql<number>`count(distinct author)`,
  count: sql<number>`count(*)`,
  channels: sql<number>`count(distinct platform || '/' || workspace || '/' || channel)`,
  first: sql<number>`min(at)`,
  last: sql<number>`max(at)`,
}

export function createOccurrences(db: Database): Occurrences {
  function matching({ from, to, codes, scope }: OccurrenceQuery): Matching<object> {
    let query: Matching<object> = db.selectFrom('occurrences').where('at', '>=', from).where('at', '<', to)
    // An empty list matches nothing; `in ()` is not valid SQL.
    if (codes) query = codes.length > 0 ? query.where('code', 'in', codes) : query.where(sql<boolean>`1 = 0`)
    if (scope) query = query.where('platform', '=', scope.platform).where('workspace', '=', scope.workspace)
    return query
  }

  const tallied = (query: OccurrenceQuery) =>
    matching(query).select([
      tally.people.as('people'),
      tally.count.as('count'),
      tally.channels.as('channels'),
      tally.first.as('first'),
      tally.last.as('last'),
    ])

  // Whole-number division rounds down in both engines.
  const bucketed = (query: OccurrenceQuery, bucketMs: number) =>
    matching(query)
      .select([
        sql<number>`${query.from} + (at - ${query.from}) / ${bucketMs} * ${bucketMs}`.as('bucket'),
        tally.people.as('people'),
        tally.count.as('count'),
      ])
      .groupBy('bucket')

  return {
    async add(occurrences) {
      const rows = occurrences.map(({ code, kind, conversation, message, api, author, at }) => ({
        ...channelRow(conversation),
        thread: conversation.thread ?? null,
        code,
        kind,
        message: message ?? null,
        api: api ?? null,
        author,
        at,
      }))
      if (rows.length === 0) return
      await db.transaction().execute(async (tx) => {
        for (let i = 0; i < rows.length; i += ROWS) {
          await tx
            .insertInto('occurrences')
            .values(rows.slice(i, i + ROWS))
            .onConflict((on) => on.doNothing())
            .execute()
        }
      })
    },

    async total(query) {
      const row = await tallied(query).executeTakeFirstOrThrow()
      return row.count === 0 ? undefined : row
    },

    top: (query, limit) =>
      tallied(query)
        .select('code')
        .groupBy('code')
        .orderBy(tally.people, 'desc')
        .orderBy(tally.count, 'desc')
        .orderBy('code')
        .limit(limit)
        .execute(),

    async series(query, bucketMs) {
      const rows = await bucketed(query, bucketMs).orderBy('bucket').execute()
      return rows.map(({ bucket, ...rest }) => ({ at: bucket, ...rest }))
    },

    async seriesByCode(query, bucketMs) {
      const rows = await bucketed(query, bucketMs)
        .select('code')
        .groupBy('code')
        .orderBy('code')
        .orderBy('bucket')
        .execute()
      return rows.map(({ bucket, ...rest }) => ({ at: bucket, ...rest }))
    },

    scopes: (query) =>
      matching(query).select(['platform', 'workspace']).distinct().orderBy('platform').orderBy('workspace').execute(),

    async channels(query, limit) {
      const rows = await matching(query)
        .select(['platform', 'workspace', 'channel', tally.people.as('people'), tally.count.as('count')])
        .groupBy(['platform', 'workspace', 'channel'])
        .orderBy(tally.people, 'desc')
        .orderBy(tally.count, 'desc')
        .orderBy('channel')
        .limit(limit)
        .execute()
      return rows.map((row) => ({ channel: channelRow(row), people: row.people, count: row.count }))
    },

    async samples(query, limit) {
      const rows = await matching(query)
        .where('message', 'is not', null)
        .selectAll()
        .orderBy('at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute()
      return rows.map(toOccurrence)
    },

    async page(query, after, limit) {
      const rows = await matching(query).where('id', '>', after).selectAll().orderBy('id').limit(limit).execute()
      return rows.map(toOccurrence)
    },
  }
}
