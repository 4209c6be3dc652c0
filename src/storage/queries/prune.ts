/** Deletes expired rows in batches. */
import { setImmediate } from 'node:timers/promises'
import type { Pruned, PruneLimits } from '../contract.ts'
import type { Database } from '../tables.ts'

const BATCH = 500

/** Runs `deleteSome` until it deletes less than a batch. May be interrupted: the next run continues. */
async function inBatches(
  batch: number,
  deleteSome: () => Promise<{ readonly numDeletedRows: bigint }>,
): Promise<number> {
  for (let total = 0; ; ) {
    const gone = Number((await deleteSome()).numDeletedRows)
    total += gone
    if (gone < batch) return total
    // SQLite runs on this thread: let waiting events go first.
    await setImmediate()
  }
}

/**
 * A statement whose rows can be renewed repeats its condition outside of the subquery, because another process may renew a
 * row between the select and the delete.
 */
export function createPrune(db: Database) {
  const claims = (now: number, batch: number) =>
    db
      .deleteFrom('claims')
      .where('expiresAt', '<=', now)
      .where('key', 'in', (from) => from.selectFrom('claims').select('key').where('expiresAt', '<=', now).limit(batch))
      .executeTakeFirstOrThrow()

  const leases = (now: number, batch: number) =>
    db
      .deleteFrom('leases')
      .where('expiresAt', '<=', now)
      .where('name', 'in', (from) =>
        from.selectFrom('leases').select('name').where('expiresAt', '<=', now).limit(batch),
      )
      .executeTakeFirstOrThrow()

  // A team mutes a handful of codes, so one statement is enough.
  const mutes = (now: number) => db.deleteFrom('mutes').where('until', '<=', now).executeTakeFirstOrThrow()

  const occurrences = (before: number, batch: number) =>
    db
      .deleteFrom('occurrences')
      .where('id', 'in', (from) => from.selectFrom('occurrences').select('id').where('at', '<', before).limit(batch))
      .executeTakeFirstOrThrow()

  const annotations = (before: number, batch: number) =>
    db
      .deleteFrom('annotations')
      .where('changedAt', '<', before)
      .where('id', 'in', (from) =>
        from.selectFrom('annotations').select('id').where('changedAt', '<', before).limit(batch),
      )
      .executeTakeFirstOrThrow()

  const incidents = (before: number, batch: number) =>
    db
      .deleteFrom('incidents')
      .where('changedAt', '<', before)
      .where('state', '=', 'resolved')
      .where('id', 'in', (from) =>
        from
          .selectFrom('incidents')
          .select('id')
          .where('changedAt', '<', before)
          .where('state', '=', 'resolved')
          .limit(batch),
      )
      .executeTakeFirstOrThrow()

  return async (limits: PruneLimits): Promise<Pruned> => {
    const { now, occurrencesBefore, annotationsBefore, incidentsBefore, batch = BATCH } = limits
    const older = (before: number | undefined, table: typeof occurrences) =>
      before === undefined ? 0 : inBatches(batch, () => table(before, batch))
    return {
      claims: await inBatches(batch, () => claims(now, batch)),
      leases: await inBatches(batch, () => leases(now, batch)),
      mutes: Number((await mutes(now)).numDeletedRows),
      occurrences: await older(occurrencesBefore, occurrences),
      annotations: await older(annotationsBefore, annotations),
      incidents: await older(incidentsBefore, incidents),
    }
  }
}
