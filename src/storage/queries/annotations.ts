/** Annotations, their codes, and what people thought of them. */
import type { Selectable } from 'kysely'
import type { Annotation, AnnotationChange, Annotations, Feedback, FeedbackKind } from '../contract/annotations.ts'
import type { MessageKey } from '../contract/keys.ts'
import type { Database, Tables, Tx } from '../tables.ts'
import { channelRow, messageOf, placeOf, scopeRow } from './rows.ts'

function toAnnotation(row: Selectable<Tables['annotations']>): Annotation {
  const { platform, workspace, replyChannel, reply } = row
  const hasReply = replyChannel !== null && reply !== null
  return {
    id: row.id,
    source: messageOf(placeOf({ ...row, thread: row.sourceThread }), row.source),
    ...(row.thread === null ? {} : { thread: row.thread }),
    author: row.author,
    codes: JSON.parse(row.codes) as string[],
    ...(hasReply && {
      reply: messageOf(placeOf({ platform, workspace, channel: replyChannel, thread: row.replyThread }), reply),
    }),
    state: row.state,
    at: row.at,
    changedAt: row.changedAt,
  }
}

const replyRow = (reply: MessageKey | undefined) => ({
  replyChannel: reply?.conversation.channel ?? null,
  replyThread: reply?.conversation.thread ?? null,
  reply: reply?.id ?? null,
})

/** Stores the codes a second time as rows, because the JSON column cannot be indexed. */
async function indexCodes(tx: Tx, annotation: number, codes: readonly string[]) {
  await tx.deleteFrom('annotationCodes').where('annotation', '=', annotation).execute()
  if (codes.length === 0) return
  await tx
    .insertInto('annotationCodes')
    .values([...new Set(codes)].map((code) => ({ annotation, code })))
    .execute()
}

export function createAnnotations(db: Database): Annotations {
  const all = db.selectFrom('annotations').selectAll()
  const withCodes = (codes: readonly string[]) =>
    db
      .selectFrom('annotations')
      .innerJoin('annotationCodes', 'annotationCodes.annotation', 'annotations.id')
      .where('annotationCodes.code', 'in', codes)

  return {
    save: ({ source, thread, author, codes, reply, at }) =>
      db.transaction().execute(async (tx) => {
        const content = {
          sourceThread: source.conversation.thread ?? null,
          thread: thread ?? null,
          author,
          codes: JSON.stringify(codes),
          ...replyRow(reply),
          state: 'posted' as const,
          at,
          changedAt: at,
        }
        const row = await tx
          .insertInto('annotations')
          .values({ ...channelRow(source.conversation), source: source.id, ...content })
          .onConflict((on) => on.columns(['platform', 'workspace', 'channel', 'source']).doUpdateSet(content))
          .returningAll()
          .executeTakeFirstOrThrow()
        await indexCodes(tx, row.id, codes)
        return toAnnotation(row)
      }),

    update: (id, { codes, reply, state }: AnnotationChange, at) =>
      db.transaction().execute(async (tx) => {
        const row = await tx
          .updateTable('annotations')
          .set({
            changedAt: at,
            ...(codes && { codes: JSON.stringify(codes) }),
            ...(reply && replyRow(reply)),
            ...(state && { state }),
          })
          .where('id', '=', id)
          .returningAll()
          .executeTakeFirst()
        if (row && codes) await indexCodes(tx, id, codes)
        return row && toAnnotation(row)
      }),

    async get(id) {
      const row = await all.where('id', '=', id).executeTakeFirst()
      return row && toAnnotation(row)
    },

    async bySource({ conversation, id }) {
      const key = { ...channelRow(conversation), source: id }
      const row = await all.where((is) => is.and(key)).executeTakeFirst()
      return row && toAnnotation(row)
    },

    async byReply({ conversation, id }) {
      const key = { ...scopeRow(conversation), replyChannel: conversation.channel, reply: id }
      const row = await all.where((is) => is.and(key)).executeTakeFirst()
      return row && toAnnotation(row)
    },

    async explainedIn(channel, thread, codes) {
      if (codes.length === 0) return new Set()
      const rows = await withCodes(codes)
        .where((is) => is.and({ ...channelRow(channel), thread }))
        .where('state', '<>', 'removed')
        .select('code')
        .distinct()
        .execute()
      return new Set(rows.map((row) => row.code))
    },

    async lastExplained(channel, codes, since) {
      if (codes.length === 0) return new Map()
      const rows = await withCodes(codes)
        .where((is) => is.and(channelRow(channel)))
        .where('at', '>=', since)
        .where('state', '<>', 'removed')
        .select(({ fn }) => ['code', fn.max('at').as('last')])
        .groupBy('code')
        .execute()
      return new Map(rows.map((row) => [row.code, row.last]))
    },

    async countSince(channel, since) {
      const { count } = await db
        .selectFrom('annotations')
        .where((is) => is.and(channelRow(channel)))
        .where('at', '>=', since)
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
      return count
    },

    async posted(scope, codes, since, limit) {
      if (codes.length === 0) return []
      const rows = await withCodes(codes)
        .where((is) => is.and({ ...scopeRow(scope), state: 'posted' }))
        .where('at', '>=', since)
        .selectAll('annotations')
        .distinct()
        .orderBy('at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute()
      return rows.map(toAnnotation)
    },
  }
}

export function createFeedback(db: Database): Feedback {
  return {
    async add(annotation, kind, person, at) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('feedback')
        .columns(['annotation', 'kind', 'person', 'at'])
        // Insert from a select, so that a pruned annotation inserts nothing instead of violating the foreign key.
        .expression(({ selectFrom, val, cast }) =>
          selectFrom('annotations')
            .where('id', '=', annotation)
            .select([
              'id',
              cast<FeedbackKind>(val(kind), 'text').as('kind'),
              cast<string>(val(person), 'text').as('person'),
              cast<number>(val(at), 'bigint').as('at'),
            ]),
        )
        .onConflict((on) => on.doNothing())
        .executeTakeFirst()
      return numInsertedOrUpdatedRows === 1n
    },

    byCode: (scope, since) =>
      db
        .selectFrom('annotationCodes as c')
        .innerJoin('annotations as a', 'a.id', 'c.annotation')
        .leftJoin('feedback as f', 'f.annotation', 'a.id')
        .where((is) => is.and({ 'a.platform': scopeRow(scope).platform, 'a.workspace': scope.workspace }))
        .where('a.at', '>=', since)
        .groupBy('c.code')
        .select(({ fn }) => [
          'c.code',
          fn.count<number>('a.id').distinct().as('annotations'),
          fn.count<number>('f.person').filterWhere('f.kind', '=', 'not-helpful').as('notHelpful'),
          fn.count<number>('f.person').filterWhere('f.kind', '=', 'dismissed').as('dismissed'),
        ])
        .orderBy(({ fn }) => fn.count('f.person'), 'desc')
        .orderBy('c.code')
        .execute(),
  }
}
