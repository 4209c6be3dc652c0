/** Storage contract: claims, leases, settings, annotations and feedback. */
import { describe, expect, it } from 'vitest'
import type { MessageKey, Storage } from '../../src/storage/contract.ts'
import { fresh } from './storage-values.ts'

export function workContract(engine: string, storage: () => Storage) {
  describe(`${engine}: claims`, () => {
    it('are taken once, and again when they ran out or were released', async () => {
      const { claims } = storage()
      const [a, b] = [fresh('event'), fresh('message')]
      const claim = await claims.take([a, b], 1000, 500)
      expect(claim?.keys.toSorted()).toEqual([a, b].toSorted())
      expect(await claims.take([b], 1200, 500)).toBeUndefined()
      expect(await claims.take([fresh('other'), a], 1200, 500)).toBeUndefined()
      expect(await claims.take([b], 1500, 500)).toBeDefined()
      const again = await claims.take([a], 1500, 500)
      if (!again) throw new Error('not taken')
      await claims.release(again)
      expect(await claims.take([a], 1501, 500)).toBeDefined()
    })
    it('take all keys or none', async () => {
      const { claims } = storage()
      const [a, b] = [fresh('event'), fresh('event')]
      await claims.take([b], 0, 100)
      expect(await claims.take([a, b], 0, 100)).toBeUndefined()
      expect(await claims.take([a], 0, 100)).toBeDefined()
    })
    it('live longer when extended, for ever long when completed, and only for their owner', async () => {
      const { claims } = storage()
      const key = fresh('event')
      const claim = await claims.take([key], 0, 100)
      if (!claim) throw new Error('not taken')
      expect(await claims.isDone([key], 50)).toBe(false)
      expect(await claims.extend(claim, 300)).toBe(true)
      expect(await claims.take([key], 200, 100)).toBeUndefined()
      expect(await claims.complete(claim, 10_000)).toBe(true)
      expect(await claims.isDone([key, fresh('unknown')], 9_999)).toBe(true)
      expect(await claims.isDone([key], 10_000)).toBe(false)
      // The owner cannot release a claim that is done.
      await claims.release(claim)
      expect(await claims.extend(claim, 1)).toBe(false)
      expect(await claims.take([key], 9_999, 100)).toBeUndefined()
      expect(await claims.take([key], 10_000, 100)).toBeDefined()
    })
    it('that were lost to somebody else cannot be extended, completed or released', async () => {
      const { claims } = storage()
      const key = fresh('event')
      const lost = await claims.take([key], 0, 100)
      const won = await claims.take([key], 100, 100)
      if (!lost || !won) throw new Error('not taken')
      expect(await claims.extend(lost, 900)).toBe(false)
      expect(await claims.complete(lost, 900)).toBe(false)
      await claims.release(lost)
      expect(await claims.take([key], 150, 100)).toBeUndefined()
      expect(await claims.complete(won, 900)).toBe(true)
    })
    it('are won by one of many who ask at once', async () => {
      const { claims } = storage()
      const keys = [fresh('event'), fresh('message')]
      const asked = await Promise.all(Array.from({ length: 20 }, () => claims.take(keys, 0, 1000)))
      expect(asked.filter(Boolean)).toHaveLength(1)
    })
  })

  describe(`${engine}: leases`, () => {
    it('belong to one owner until they run out or are given up', async () => {
      const { leases } = storage()
      const name = fresh('job')
      expect(await leases.acquire(name, 'a', 0, 100)).toBe(true)
      expect(await leases.acquire(name, 'b', 99, 100)).toBe(false)
      expect(await leases.acquire(name, 'a', 99, 100)).toBe(true)
      expect(await leases.acquire(name, 'b', 150, 100)).toBe(false)
      expect(await leases.acquire(name, 'b', 199, 100)).toBe(true)
      await leases.release(name, 'a')
      expect(await leases.acquire(name, 'a', 200, 100)).toBe(false)
      await leases.release(name, 'b')
      expect(await leases.acquire(name, 'a', 200, 100)).toBe(true)
    })
  })

  describe(`${engine}: channel settings`, () => {
    it('keep every version, and take a change only on what it was made from', async () => {
      const { settings } = storage()
      const scope = { platform: 'test', workspace: fresh('team') }
      const channel = { ...scope, channel: 'c1' }
      const by = { id: 'u1', name: 'Ada' }
      expect(await settings.get(channel)).toBeUndefined()
      expect(await settings.set(channel, { mode: 'auto' }, { by, at: 1 }, 0)).toBe(true)
      expect(await settings.set(channel, { mode: 'off' }, { by, at: 2 }, 0)).toBe(false)
      expect(await settings.set(channel, { mode: 'quiet', 语言: 'zh' }, { by, at: 3 }, 1)).toBe(true)
      expect(await settings.get(channel)).toEqual({ version: 2, value: { mode: 'quiet', 语言: 'zh' }, by, at: 3 })
      expect((await settings.history(channel, 10)).map(({ version, at }) => [version, at])).toEqual([
        [2, 3],
        [1, 1],
      ])
      expect(await settings.history(channel, 1)).toHaveLength(1)
      await settings.set({ ...scope, channel: 'c2' }, {}, { by, at: 4 }, 0)
      const listed = await settings.list(scope)
      expect(listed.map(({ channel: place, version }) => [place.channel, version]).toSorted()).toEqual([
        ['c1', 2],
        ['c2', 1],
      ])
      expect(await settings.list({ ...scope, workspace: fresh('team') })).toEqual([])
    })
  })

  describe(`${engine}: annotations`, () => {
    const place = () => ({ platform: 'test', workspace: fresh('team'), channel: 'c' })
    const said = (conversation: MessageKey['conversation'], id = fresh('m')): MessageKey => ({ conversation, id })
    it('are found by source and by reply, updated and replaced under the same id', async () => {
      const { annotations } = storage()
      const conversation = place()
      const [source, reply] = [said(conversation), said({ ...conversation, thread: 't1' })]
      const saved = await annotations.save({
        source,
        thread: 't1',
        author: 'h1',
        codes: ['70001', '-10003'],
        reply,
        at: 5,
      })
      expect(saved).toMatchObject({
        source,
        reply,
        thread: 't1',
        author: 'h1',
        codes: ['70001', '-10003'],
        state: 'posted',
      })
      expect(await annotations.get(saved.id)).toEqual(saved)
      expect(await annotations.bySource(source)).toEqual(saved)
      expect(await annotations.byReply(reply)).toEqual(saved)
      expect(await annotations.bySource(said(place(), source.id))).toBeUndefined()
      const changed = await annotations.update(saved.id, { codes: ['10010'], state: 'dismissed' }, 6)
      expect(changed).toMatchObject({ id: saved.id, codes: ['10010'], state: 'dismissed', changedAt: 6, reply })
      expect(await annotations.update(saved.id + 1_000_000, { state: 'removed' }, 7)).toBeUndefined()
      const again = await annotations.save({ source, author: 'h1', codes: ['6014'], at: 8 })
      expect(again).toMatchObject({ id: saved.id, codes: ['6014'], state: 'posted' })
    })
    it('answer for thread, cooldown and budget', async () => {
      const { annotations } = storage()
      const conversation = place()
      const save = (codes: string[], at: number, thread?: string) =>
        annotations.save({ source: said(conversation), author: 'h', codes, at, ...(thread ? { thread } : {}) })
      const first = await save(['70001'], 100, 't1')
      await save(['10010', '70001'], 200, 't2')
      expect([...(await annotations.explainedIn(conversation, 't1', ['70001', '10010']))]).toEqual(['70001'])
      await annotations.update(first.id, { state: 'dismissed' }, 101)
      expect([...(await annotations.explainedIn(conversation, 't1', ['70001']))]).toEqual(['70001'])
      await annotations.update(first.id, { state: 'removed' }, 102)
      expect([...(await annotations.explainedIn(conversation, 't1', ['70001']))]).toEqual([])
      expect([...(await annotations.lastExplained(conversation, ['70001', '6014'], 150))]).toEqual([['70001', 200]])
      expect([...(await annotations.lastExplained(conversation, ['70001'], 201))]).toEqual([])
      expect(await annotations.countSince(conversation, 100)).toBe(2)
      expect(await annotations.countSince(conversation, 101)).toBe(1)
      expect(await annotations.countSince(place(), 0)).toBe(0)
      const { platform, workspace } = conversation
      expect(
        (await annotations.posted({ platform, workspace }, ['70001', '10010'], 0, 10)).map(({ codes }) => codes),
      ).toEqual([['10010', '70001']])
      expect(await annotations.posted({ platform, workspace }, [], 0, 10)).toEqual([])
    })
    it('take one word of feedback per person, and count it by code', async () => {
      const { annotations, feedback } = storage()
      const conversation = place()
      const { id } = await annotations.save({ source: said(conversation), author: 'h', codes: ['70001'], at: 10 })
      expect(await feedback.add(id, 'not-helpful', 'p1', 11)).toBe(true)
      expect(await feedback.add(id, 'not-helpful', 'p1', 12)).toBe(false)
      expect(await feedback.add(id, 'dismissed', 'p1', 12)).toBe(true)
      expect(await feedback.add(id, 'not-helpful', 'p2', 13)).toBe(true)
      expect(await feedback.add(id + 1_000_000, 'not-helpful', 'p2', 13)).toBe(false)
      const { platform, workspace } = conversation
      expect(await feedback.byCode({ platform, workspace }, 0)).toEqual([
        { code: '70001', annotations: 1, notHelpful: 2, dismissed: 1 },
      ])
    })
  })
}
