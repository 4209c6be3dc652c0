/** Storage contract: retention. */
import { describe, expect, it } from 'vitest'
import type { Storage } from '../../src/storage/contract.ts'
import { ADA, fresh, freshTeam } from './storage-values.ts'

const HOUR = 3_600_000

export function forgettingContract(engine: string, storage: () => Storage) {
  describe(`${engine}: forgetting`, () => {
    it('deletes in small batches what is too old, and nothing else', async () => {
      const { claims, occurrences, annotations, incidents, prune, mutes } = storage()
      const scope = freshTeam()
      const conversation = { ...scope, channel: 'c' }
      const row = (at: number) => ({ ...({ code: '1', kind: 'lookup', conversation, author: 'a', at } as const) })
      await occurrences.add(Array.from({ length: 25 }, (_, i) => row(i + 1)))
      const old = await annotations.save({ source: { conversation, id: 'old' }, author: 'h', codes: ['1'], at: 5 })
      const kept = await annotations.save({ source: { conversation, id: 'new' }, author: 'h', codes: ['1'], at: HOUR })
      const key = fresh('event')
      await claims.take([key], 0, 100)
      await mutes.set(scope, '1', 50, { by: ADA, at: 0 })
      const { incident } = await incidents.open(
        { scope, key: '1', codes: ['1'], since: 0, detail: {}, at: 1 },
        { event: 'opened', at: 1 },
      )
      const limits = { now: 20, occurrencesBefore: 20, annotationsBefore: 100, incidentsBefore: 100, batch: 3 }
      await prune({ now: 0 })
      expect(await occurrences.total({ from: 0, to: 99, scope })).toMatchObject({ count: 25 })
      await prune(limits)
      expect(await occurrences.total({ from: 0, to: 99, scope })).toMatchObject({ count: 6, first: 20 })
      expect(await annotations.get(old.id)).toBeUndefined()
      expect(await annotations.get(kept.id)).toEqual(kept)
      // Unresolved incidents are kept, however old.
      expect(await incidents.get(incident.id)).toBeDefined()
      await incidents.update(incident, { state: 'resolved', resolvedAt: 2 }, 2)
      await prune({ ...limits, now: 200 })
      expect(await incidents.get(incident.id)).toBeUndefined()
      expect(await incidents.history(incident.id)).toEqual([])
      expect(await claims.isDone([key], 0)).toBe(false)
      expect(await claims.take([key], 1, 100)).toBeDefined()
    })
  })
}
