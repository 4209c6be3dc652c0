import { setImmediate } from 'node:timers/promises'
import type { Pruned, PruneLimits } from '../contract.ts'
import type { Database } from '../tables.ts'

const BATCH = 500

/** Runs `deleteSome` until it finds less than a batch. Cut off halfway nothing is lost: the next run goes on. */
async function inBatches(
  batch: number,
  deleteSome: () => Promise<{ readonly numDeletedRows: bigint }>,
): Promise<number> {
  for (let total = 0; ; ) {
    const gone = Number((await deleteSome()).numDeletedRows)
    total += gone
    if (gone < batch) return total
    // SQLite works on our own thread: events that wait go first.
    await setImmediate()
  }
}

/**
 * Every statement names its condition twice: inside to find a batch, outside because a row may have been renewed by
 * another process between the finding and the deleting.
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

  // A team mutes a handful of codes; there is nothing to cut into batches.
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
