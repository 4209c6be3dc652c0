/** What every storage engine must do: sightings, incidents, what a team says, and forgetting. */
import { describe, expect, it } from 'vitest'
import type { Occurrence, Storage } from '../../src/storage/contract.ts'
import { fresh } from './storage-values.ts'

const ADA = { id: 'u1', name: 'Ada' }
const HOUR = 3_600_000

export function historyContract(engine: string, storage: () => Storage) {
  const team = () => ({ platform: 'test', workspace: fresh('team') })

  describe(`${engine}: occurrences`, () => {
    async function seen(scope: ReturnType<typeof team>, rows: readonly Partial<Occurrence>[]) {
      const conversation = { ...scope, channel: 'c1' }
      await storage().occurrences.add(
        rows.map((row) => ({ code: '70001', kind: 'annotation', conversation, author: 'a', at: 0, ...row })),
      )
    }
    it('count people, sightings and channels, and a message once', async () => {
      const scope = team()
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
        ...{ people: 2, count: 4, channels: 2, first: 10, last: 30 },
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
      const scope = team()
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
      const scope = team()
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
    const open = (scope: ReturnType<typeof team>, key = '70001', at = 100) =>
      storage().incidents.open(
        { scope, key, codes: [key], since: 50, detail: { people: 8 }, at },
        { event: 'opened', note: '8 people', at },
      )
    it('are one per key while unresolved, whoever opens them', async () => {
      const scope = team()
      const opened = await Promise.all(Array.from({ length: 10 }, () => open(scope)))
      expect(opened.filter(({ created }) => created)).toHaveLength(1)
      expect(new Set(opened.map(({ incident }) => incident.id)).size).toBe(1)
      const [first] = opened
      expect(first?.incident).toMatchObject({ scope, key: '70001', state: 'open', since: 50, detail: { people: 8 } })
      expect((await open(team())).created).toBe(true)
      const id = first?.incident.id ?? 0
      expect((await storage().incidents.history(id)).map(({ event }) => event)).toEqual(['opened'])
    })
    it('change only as the caller saw them, with their history', async () => {
      const { incidents } = storage()
      const scope = team()
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
      const scope = team()
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

  describe(`${engine}: a team's own words`, () => {
    it('keep a runbook with its history, until it is taken back', async () => {
      const { runbook } = storage()
      const scope = team()
      await runbook.add(scope, '70001', { text: 'restart the signer', owner: '@auth' }, { by: ADA, at: 1 })
      const second = await runbook.add(scope, '70001', { text: 'see', link: 'https://w.example/1' }, { by: ADA, at: 2 })
      expect(await runbook.current(scope, '70001')).toEqual(second)
      expect((await runbook.history(scope, '70001', 9)).map(({ at }) => at)).toEqual([2, 1])
      expect((await runbook.list(scope)).map(({ code, at }) => [code, at])).toEqual([['70001', 2]])
      await runbook.add(scope, '70001', { text: '' }, { by: ADA, at: 3 })
      expect(await runbook.current(scope, '70001')).toBeUndefined()
      expect(await runbook.list(scope)).toEqual([])
      expect(await runbook.history(scope, '70001', 9)).toHaveLength(3)
      expect(await runbook.current(team(), '70001')).toBeUndefined()
    })
    it('mute codes for a while, and opt people out', async () => {
      const { mutes, optOuts } = storage()
      const scope = team()
      await mutes.set(scope, '6014', 500, { by: ADA, at: 1 })
      await mutes.set(scope, '6014', 300, { by: ADA, at: 2 })
      expect(await mutes.active(scope, 299)).toEqual([{ code: '6014', until: 300, by: ADA, at: 2 }])
      expect(await mutes.active(scope, 300)).toEqual([])
      expect(await optOuts.has(scope, 'p')).toBe(false)
      await optOuts.set(scope, 'p', true, 1)
      await optOuts.set(scope, 'p', true, 2)
      expect(await optOuts.has(scope, 'p')).toBe(true)
      expect(await optOuts.has(team(), 'p')).toBe(false)
      await optOuts.set(scope, 'p', false, 3)
      expect(await optOuts.has(scope, 'p')).toBe(false)
    })
    it('keep sign-ins until they are deleted', async () => {
      const { installations } = storage()
      const key = fresh('T')
      expect(await installations.get('slack', key)).toBeUndefined()
      await installations.save('slack', key, 'one', 1)
      await installations.save('slack', key, 'two', 2)
      expect(await installations.get('slack', key)).toBe('two')
      expect(await installations.get('other', key)).toBeUndefined()
      await installations.delete('slack', key)
      await installations.delete('slack', key)
      expect(await installations.get('slack', key)).toBeUndefined()
    })
  })

  describe(`${engine}: forgetting`, () => {
    it('deletes in small batches what is too old, and nothing else', async () => {
      const { claims, occurrences, annotations, incidents, prune, mutes } = storage()
      const scope = team()
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
      // An incident that is not resolved stays, however old.
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
