/** Incidents and their history. */
import type { Selectable } from 'kysely'
import type { Incident, IncidentChange, Incidents, NewIncident, NewIncidentEvent } from '../contract/incidents.ts'
import type { MessageKey } from '../contract/keys.ts'
import { isUniqueViolation } from '../errors.ts'
import type { Database, Tables, Tx } from '../tables.ts'
import { byRow, scopeRow, withoutNulls } from './rows.ts'

function toIncident(row: Selectable<Tables['incidents']>): Incident {
  const { platform, workspace, codes, detail, ownerId, ownerName, message, ...rest } = row
  return {
    ...withoutNulls(rest),
    scope: { platform, workspace },
    codes: JSON.parse(codes) as string[],
    detail: JSON.parse(detail) as unknown,
    ...(ownerId !== null && ownerName !== null && { owner: { id: ownerId, name: ownerName } }),
    ...(message !== null && { message: JSON.parse(message) as MessageKey }),
  }
}

/** Sets each field that is in `change`, to null when it is undefined; the others stay. */
function changedColumns(change: IncidentChange) {
  const { state, codes, detail } = change
  return {
    ...(state && { state }),
    ...(codes && { codes: JSON.stringify(codes) }),
    ...(detail && { detail: JSON.stringify(detail) }),
    ...('snoozedUntil' in change && { snoozedUntil: change.snoozedUntil ?? null }),
    ...('resolvedAt' in change && { resolvedAt: change.resolvedAt ?? null }),
    ...('owner' in change && { ownerId: change.owner?.id ?? null, ownerName: change.owner?.name ?? null }),
    ...('message' in change && { message: change.message ? JSON.stringify(change.message) : null }),
  }
}

const eventRow = (incident: number, { event, by, note, at }: NewIncidentEvent) => ({
  incident,
  event,
  at,
  note: note ?? null,
  ...(by ? byRow(by) : { byId: null, byName: null }),
})

async function record(tx: Tx, incident: number, events: readonly NewIncidentEvent[]) {
  if (events.length === 0) return
  await tx
    .insertInto('incidentEvents')
    .values(events.map((event) => eventRow(incident, event)))
    .execute()
}

async function insertOrFind(tx: Tx, { scope, key, codes, since, detail, at }: NewIncident) {
  // Twice: the existing incident may be resolved between the insert and the select.
  for (let attempt = 0; attempt < 2; attempt++) {
    const created = await tx
      .insertInto('incidents')
      .values({
        ...scopeRow(scope),
        key,
        since,
        state: 'open',
        openedAt: at,
        changedAt: at,
        version: 1,
        codes: JSON.stringify(codes),
        detail: JSON.stringify(detail),
      })
      .onConflict((on) => on.doNothing())
      .returningAll()
      .executeTakeFirst()
    if (created) return { row: created, created: true }
    const existing = await tx
      .selectFrom('incidents')
      .selectAll()
      .where((is) => is.and({ ...scopeRow(scope), key }))
      .where('state', '<>', 'resolved')
      .executeTakeFirst()
    if (existing) return { row: existing, created: false }
  }
  throw new Error(`The incident ${key} was opened and resolved by others each time it was looked at`)
}

export function createIncidents(db: Database): Incidents {
  const all = db.selectFrom('incidents').selectAll()
  return {
    open: (incident, event) =>
      db.transaction().execute(async (tx) => {
        const { row, created } = await insertOrFind(tx, incident)
        if (created) await record(tx, row.id, [event])
        return { incident: toIncident(row), created }
      }),

    async get(id) {
      const row = await all.where('id', '=', id).executeTakeFirst()
      return row && toIncident(row)
    },

    async latest(scope, key) {
      const row = await all
        .where((is) => is.and({ ...scopeRow(scope), key }))
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row && toIncident(row)
    },

    async list({ scope, unresolved, changedSince, limit }) {
      let query = all.orderBy('openedAt', 'desc').orderBy('id', 'desc').limit(limit)
      if (scope) query = query.where((is) => is.and(scopeRow(scope)))
      if (unresolved) query = query.where('state', '<>', 'resolved')
      if (changedSince !== undefined) query = query.where('changedAt', '>=', changedSince)
      return (await query.execute()).map(toIncident)
    },

    async update({ id, version }, change, at, events = []) {
      try {
        return await db.transaction().execute(async (tx) => {
          const row = await tx
            .updateTable('incidents')
            .set({ ...changedColumns(change), changedAt: at, version: version + 1 })
            .where((is) => is.and({ id, version }))
            .returningAll()
            .executeTakeFirst()
          if (row) await record(tx, id, events)
          return row && toIncident(row)
        })
      } catch (error) {
        // Reopened while another of its key is unresolved.
        if (isUniqueViolation(error)) return undefined
        throw error
      }
    },

    append: (id, event) =>
      db.transaction().execute(async (tx) => {
        const known = await tx.selectFrom('incidents').select('id').where('id', '=', id).executeTakeFirst()
        if (known) await record(tx, id, [event])
        return known !== undefined
      }),

    async history(id) {
      const rows = await db.selectFrom('incidentEvents').selectAll().where('incident', '=', id).orderBy('id').execute()
      return rows.map(({ byId, byName, incident: _, ...rest }) => ({
        ...withoutNulls(rest),
        ...(byId !== null && byName !== null && { by: { id: byId, name: byName } }),
      }))
    },
  }
}
