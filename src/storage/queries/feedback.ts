import type { Feedback, FeedbackKind } from '../contract/annotations.ts'
import type { Database } from '../tables.ts'
import { scopeRow } from './rows.ts'

export function createFeedback(db: Database): Feedback {
  return {
    async add(annotation, kind, person, at) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('feedback')
        .columns(['annotation', 'kind', 'person', 'at'])
        // Read from the annotation, so that one which has been pruned is no error.
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
