/** The commands on-call uses during an incident, on both storage engines. */
import { beforeEach, describe, expect, it } from 'vitest'
import { textOf } from '../../../platforms/memory/local-platform.ts'
import { BEN, engines, HOUR, MINUTE, openStageWithBot, type Stage } from '../stage.ts'

describe.each(engines())('on $engine', ({ open }) => {
  let stage: Stage
  beforeEach(async () => {
    stage = await openStageWithBot(await open())
  })
  const answer = async (words: string) => textOf(await stage.ask(words))

  describe('/imtriage handover', () => {
    it('lists open incidents, the events of this shift, mutes and top codes', async () => {
      await stage.crowd('10010', 12)
      await stage.pass(MINUTE)
      await stage.click('Resolve')
      stage.clock.now += 9 * HOUR
      await stage.crowd('70001', 9)
      await stage.pass(MINUTE)
      await stage.click('Acknowledge', BEN)
      await stage.ask('mute 30010 2h')
      const shown = await answer('handover')
      expect(shown).toMatch(/Hand-over 2026-06-10 18:02 UTC: the last 8 h\n1 open, 0 resolved in the last 8 h\./)
      expect(shown).toMatch(/Open\n\d+: 70001 · UserSig expired/)
      const spans = (await stage.ask('handover')).blocks.flatMap((block) =>
        block.kind === 'list' ? block.items.flat() : [],
      )
      const message = stage.live().at(-1)?.ref.id
      expect(spans).toContainEqual({
        kind: 'link',
        url: `https://local.example/ops/${message}`,
        text: expect.stringContaining('70001'),
      })
      expect(shown).toMatch(/18:02 UTC incident \d+ acknowledged by Ben/)
      expect(shown).toContain('30010 until 20:02 UTC by Ada')
      expect(shown).toContain('70001 UserSig expired, 9 people')
      expect(shown).not.toContain('10010')
      expect(await answer('handover 12')).toMatch(/incident \d+ resolved by Ada/)
    })
    it.each(['0', '200', 'all'])('rejects %s as a shift with an explanation', async (hours) => {
      expect(await answer(`handover ${hours}`)).toContain('Write the length of the shift in hours')
    })
  })

  describe('/imtriage mute', () => {
    it('raises nothing for the code and its twins until it ends or is removed', async () => {
      expect(await answer('mute 70001 2h')).toMatch(/raises no new incident until 11:00 UTC.*\n?.*6206/)
      await stage.crowd(['70001', '6206'], 20)
      await stage.pass(5 * MINUTE)
      expect(await stage.incidents()).toEqual([])
      expect(await answer('incidents')).toContain('70001 until 11:00 UTC by Ada')
      expect(await answer('mute 70001 off')).toContain('70001 raises incidents again')
      await stage.pass(MINUTE)
      expect(await stage.incidents()).toHaveLength(1)
    })
    it('says so when there is no mute to remove', async () => {
      expect(await answer('mute 70001 off')).toMatch(/^70001 is not muted\n70001 was not muted, so nothing changes/)
      await stage.ask('mute 70001 1h')
      await stage.pass(61 * MINUTE)
      expect(await answer('mute 70001 off')).toContain('70001 was not muted')
      expect(await answer('mute 1234567 off')).toContain('1234567 is not a known code')
    })
    it('removes the mutes of other codes of the same cause too', async () => {
      await stage.ask('mute 6206 2 h')
      expect(await answer('mute 70001 off')).toContain('70001, 6206 raise incidents again')
      expect(await answer('incidents')).not.toContain('Muted codes')
      await stage.crowd(['70001', '6206'], 20)
      await stage.pass(MINUTE)
      expect(await stage.incidents()).toHaveLength(1)
    })
    it('ends by itself', async () => {
      await stage.ask('mute 70001 1h')
      await stage.pass(61 * MINUTE)
      await stage.spike()
      expect(await stage.incidents()).toHaveLength(1)
    })
  })
})
