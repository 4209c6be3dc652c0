/** Storage contract: sightings and incidents. */
import { describe, expect, it } from 'vitest'
import type { Occurrence, Storage } from '../../src/storage/contract.ts'
import { ADA, freshTeam, type Team } from './storage-values.ts'

export function historyContract(engine: string, storage: () => Storage) {
  describe(`${engine}: occurrences`, () => {
    async function seen(scope: Team, rows: readonly Partial<Occurrence>[]) {
      const conversation = { ...scope, channel: 'c1' }
      await storage().occurrences.add(
        rows.map((row) => ({ code: '70001', kind: 'annotation', conversation, author: 'a', at: 0, ...row })),
      )
    }
    it('count people, sightings and channels, and a message once', async () => {
      const scope = freshTeam()
      const other = { ...scope, channel: 'c2', thread: 't' }
      await seen(scope, [
        { at: 10, message: 'm1' },
        { at: 11, message: 'm1' },
        { at: 20, author: 'b', message: 'm2', conversation: other },
        { at: 30, author: 'b' },
        { at: 30, author: 'b' },
        { at: 40, code: '-10003', author: 'c', api: 'openim/sendmsg' },
      ])
      const { occurrences } = storage()
      const all = { from: 0, to: 100, scope }
      expect(await occurrences.total({ ...all, codes: ['70001'] })).toEqual({
        people: 2,
        count: 4,
        channels: 2,
        first: 10,
        last: 30,
      })
      expect(await occurrences.total({ ...all, codes: [] })).toBeUndefined()
      expect(await occurrences.total({ ...all, from: 100, to: 200 })).toBeUndefined()
      expect(await occurrences.total({ ...all, to: 40 })).toMatchObject({ last: 30 })
      expect((await occurrences.top(all, 10)).map(({ code, people }) => [code, people])).toEqual([
        ['70001', 2],
        ['-10003', 1],
      ])
      expect(await occurrences.top(all, 1)).toHaveLength(1)
      expect((await occurrences.channels(all, 5)).map(({ channel, people }) => [channel.channel, people])).toEqual([
        ['c1', 3],
        ['c2', 1],
      ])
      expect((await occurrences.samples(all, 5)).map(({ message }) => message)).toEqual(['m2', 'm1'])
      expect((await occurrences.samples(all, 1))[0]).toMatchObject({ conversation: other, at: 20 })
    })
    it('are put into buckets in which a person counts once', async () => {
      const scope = freshTeam()
      await seen(scope, [{ at: 105 }, { at: 109 }, { at: 112, author: 'b' }, { at: 131, code: '6014' }])
      const query = { from: 100, to: 200, scope }
      expect(await storage().occurrences.series(query, 10)).toEqual([
        { at: 100, people: 1, count: 2 },
        { at: 110, people: 1, count: 1 },
        { at: 130, people: 1, count: 1 },
      ])
      expect(await storage().occurrences.seriesByCode(query, 50)).toEqual([
        { code: '6014', at: 100, people: 1, count: 1 },
        { code: '70001', at: 100, people: 2, count: 3 },
      ])
    })
    it('come in pages, each once', async () => {
      const scope = freshTeam()
      await seen(
        scope,
        Array.from({ length: 1203 }, (_, at) => ({ at, author: `p${at}` })),
      )
      const found: number[] = []
      for (let after = 0, full = true; full; ) {
        const page = await storage().occurrences.page({ from: 0, to: 9999, scope }, after, 500)
        found.push(...page.map(({ at }) => at))
        after = page.at(-1)?.id ?? after
        full = page.length === 500
      }
      expect(found).toHaveLength(1203)
      expect(new Set(found).size).toBe(1203)
    })
  })

  describe(`${engine}: incidents`, () => {
    const open = (scope: Team, key = '70001', at = 100) =>
      storage().incidents.open(
        { scope, key, codes: [key], since: 50, detail: { people: 8 }, at },
        { event: 'opened', note: '8 people', at },
      )
    it('are one per key while unresolved, whoever opens them', async () => {
      const scope = freshTeam()
      const opened = await Promise.all(Array.from({ length: 10 }, () => open(scope)))
      expect(opened.filter(({ created }) => created)).toHaveLength(1)
      expect(new Set(opened.map(({ incident }) => incident.id)).size).toBe(1)
      const [first] = opened
      expect(first?.incident).toMatchObject({ scope, key: '70001', state: 'open', since: 50, detail: { people: 8 } })
      expect((await open(freshTeam())).created).toBe(true)
      const id = first?.incident.id ?? 0
      expect((await storage().incidents.history(id)).map(({ event }) => event)).toEqual(['opened'])
    })
    it('change only as the caller saw them, with their history', async () => {
      const { incidents } = storage()
      const scope = freshTeam()
      const { incident } = await open(scope)
      const message = { conversation: { ...scope, channel: 'ops', thread: 't' }, id: 'm' }
      const change = { state: 'acknowledged', owner: ADA, message, codes: ['70001', '6206'] } as const
      const done = { event: 'acknowledged', by: ADA, at: 110 }
      const updated = await incidents.update(incident, change, 110, [done])
      expect(updated).toMatchObject({ ...change, changedAt: 110, openedAt: 100 })
      expect(await incidents.update(incident, { state: 'resolved' }, 120, [done])).toBeUndefined()
      if (!updated) throw new Error('not updated')
      const cleared = await incidents.update(updated, { state: 'resolved', owner: undefined, resolvedAt: 130 }, 130)
      expect(cleared).toMatchObject({ state: 'resolved', resolvedAt: 130, message })
      expect(cleared).not.toHaveProperty('owner')
      expect(await incidents.append(incident.id, { event: 'mentioned', at: 140 })).toBe(true)
      expect(await incidents.append(incident.id + 1_000_000, { event: 'x', at: 1 })).toBe(false)
      expect((await incidents.history(incident.id)).map(({ event, by }) => [event, by?.name])).toEqual([
        ['opened', undefined],
        ['acknowledged', 'Ada'],
        ['mentioned', undefined],
      ])
      expect(await incidents.get(incident.id)).toEqual(cleared)
    })
    it('are not reopened beside another of their key', async () => {
      const { incidents } = storage()
      const scope = freshTeam()
      const { incident } = await open(scope)
      const resolved = await incidents.update(incident, { state: 'resolved', resolvedAt: 101 }, 101)
      if (!resolved) throw new Error('not resolved')
      const second = await open(scope, '70001', 102)
      expect(second.created).toBe(true)
      expect(await incidents.update(resolved, { state: 'open', resolvedAt: undefined }, 103)).toBeUndefined()
      expect((await incidents.latest(scope, '70001'))?.id).toBe(second.incident.id)
      expect(await incidents.latest(scope, 'network')).toBeUndefined()
      const unresolved = await incidents.list({ scope, unresolved: true, limit: 9 })
      expect(unresolved.map(({ id }) => id)).toEqual([second.incident.id])
      expect(await incidents.list({ scope, limit: 9 })).toHaveLength(2)
      expect(await incidents.list({ scope, changedSince: 102, limit: 9 })).toHaveLength(1)
    })
  })
}
