/** Claims on events and leases on jobs, each atomic in one statement or transaction. */
import { randomUUID } from 'node:crypto'
import type { Claim, Claims, Leases } from '../contract/claims.ts'
import type { Database } from '../tables.ts'

/** Thrown inside a transaction to roll it back. */
class Taken extends Error {}

export function createClaims(db: Database): Claims {
  return {
    async take(keys, now, leaseMs) {
      // Sorted, or two processes could deadlock on each other's keys.
      const claim: Claim = { keys: [...new Set(keys)].sort(), token: randomUUID() }
      const values = claim.keys.map((key) => ({ key, token: claim.token, expiresAt: now + leaseMs }))
      try {
        await db.transaction().execute(async (tx) => {
          // Inserts a new key, overwrites an expired one; a second writer waits for the first.
          const taken = await tx
            .insertInto('claims')
            .values(values)
            .onConflict((on) =>
              on
                .column('key')
                .doUpdateSet((row) => ({ token: row.ref('excluded.token'), expiresAt: row.ref('excluded.expiresAt') }))
                .where('claims.expiresAt', '<=', now),
            )
            .returning('key')
            .execute()
          if (taken.length < values.length) throw new Taken()
        })
        return claim
      } catch (error) {
        if (error instanceof Taken) return undefined
        throw error
      }
    },

    async isDone(keys, now) {
      const row = await db
        .selectFrom('claims')
        .select('key')
        .where('key', 'in', keys)
        .where('token', 'is', null)
        .where('expiresAt', '>', now)
        .limit(1)
        .executeTakeFirst()
      return row !== undefined
    },

    extend: async ({ keys, token }, until) => {
      const { numUpdatedRows } = await db
        .updateTable('claims')
        .set({ expiresAt: until })
        .where('key', 'in', keys)
        .where('token', '=', token)
        .executeTakeFirst()
      return Number(numUpdatedRows) === keys.length
    },

    // Clearing the token protects a done claim from `release` and `extend`.
    complete: async ({ keys, token }, until) => {
      const { numUpdatedRows } = await db
        .updateTable('claims')
        .set({ expiresAt: until, token: null })
        .where('key', 'in', keys)
        .where('token', '=', token)
        .executeTakeFirst()
      return Number(numUpdatedRows) === keys.length
    },

    async release({ keys, token }) {
      await db.deleteFrom('claims').where('key', 'in', keys).where('token', '=', token).execute()
    },
  }
}

export function createLeases(db: Database): Leases {
  return {
    async acquire(name, owner, now, ttlMs) {
      const held = await db
        .insertInto('leases')
        .values({ name, owner, expiresAt: now + ttlMs })
        .onConflict((on) =>
          on
            .column('name')
            .doUpdateSet((row) => ({ owner: row.ref('excluded.owner'), expiresAt: row.ref('excluded.expiresAt') }))
            .where((row) => row.or([row('leases.expiresAt', '<=', now), row('leases.owner', '=', owner)])),
        )
        .returning('name')
        .executeTakeFirst()
      return held !== undefined
    },

    async release(name, owner) {
      await db.deleteFrom('leases').where('name', '=', name).where('owner', '=', owner).execute()
    },
  }
}
