/** Storage contract: a team's runbook, mutes, opt-outs and installations. */
import { describe, expect, it } from 'vitest'
import type { Storage } from '../../src/storage/contract.ts'
import { ADA, fresh, freshTeam } from './storage-values.ts'

export function teamContract(engine: string, storage: () => Storage) {
  describe(`${engine}: a team's own words`, () => {
    it('keep a runbook with its history, until it is taken back', async () => {
      const { runbook } = storage()
      const scope = freshTeam()
      await runbook.add(scope, '70001', { text: 'restart the signer', owner: '@auth' }, { by: ADA, at: 1 })
      const second = await runbook.add(scope, '70001', { text: 'see', link: 'https://w.example/1' }, { by: ADA, at: 2 })
      expect(await runbook.current(scope, '70001')).toEqual(second)
      expect((await runbook.history(scope, '70001', 9)).map(({ at }) => at)).toEqual([2, 1])
      expect((await runbook.list(scope)).map(({ code, at }) => [code, at])).toEqual([['70001', 2]])
      await runbook.add(scope, '70001', { text: '' }, { by: ADA, at: 3 })
      expect(await runbook.current(scope, '70001')).toBeUndefined()
      expect(await runbook.list(scope)).toEqual([])
      expect(await runbook.history(scope, '70001', 9)).toHaveLength(3)
      expect(await runbook.current(freshTeam(), '70001')).toBeUndefined()
    })
    it('mute codes for a while, and opt people out', async () => {
      const { mutes, optOuts } = storage()
      const scope = freshTeam()
      await mutes.set(scope, '6014', 500, { by: ADA, at: 1 })
      await mutes.set(scope, '6014', 300, { by: ADA, at: 2 })
      expect(await mutes.active(scope, 299)).toEqual([{ code: '6014', until: 300, by: ADA, at: 2 }])
      expect(await mutes.active(scope, 300)).toEqual([])
      expect(await optOuts.has(scope, 'p')).toBe(false)
      await optOuts.set(scope, 'p', true, 1)
      await optOuts.set(scope, 'p', true, 2)
      expect(await optOuts.has(scope, 'p')).toBe(true)
      expect(await optOuts.has(freshTeam(), 'p')).toBe(false)
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
}
