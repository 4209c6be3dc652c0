/** An incident as on-call sees it, on both storage engines: its message, its buttons, its thread. */
import { beforeEach, describe, expect, it } from 'vitest'
import { textOf } from '../../../platforms/memory/local-platform.ts'
import { FAILS } from '../../../support/failing-messages.ts'
import { never } from '../../../support/never.ts'
import { ADA, BEN, buttonOf, engines, MINUTE, ONCALL, openStageWithBot, type Stage } from '../stage.ts'

describe.each(engines())('an incident on $engine', ({ open }) => {
  let stage: Stage
  beforeEach(async () => {
    stage = await openStageWithBot(await open())
  })

  it('is one message in the on-call channel, edited in place only when something changed', async () => {
    await stage.spike()
    expect(stage.live()).toHaveLength(1)
    expect(stage.live()[0]?.options.mention).toEqual(['ada', 'ben'])
    expect(stage.shown()).toMatch(/^Incident \d+: 70001 · /)
    expect(stage.shown()).toContain('9 people in 1 channel')
    expect(stage.shown()).toContain('9 people in 15 min, usually nobody')
    expect(stage.shown()).toMatch(/█.? people per 5 min/)
    expect(stage.shown()).toContain('message 1')
    expect(stage.shown()).toContain('Who acts')
    const before = stage.edits()
    await stage.bots[0]?.triage()
    expect(stage.edits()).toBe(before)
    await stage.crowd('70001', 4)
    await stage.pass(MINUTE)
    expect(stage.edits()).toBe(before + 1)
    expect(stage.live()).toHaveLength(1)
    expect(stage.shown()).toContain('13 people')
  })

  it('can be acknowledged by anybody in the channel, who is then named everywhere', async () => {
    await stage.spike()
    await stage.click('Acknowledge', BEN)
    expect(stage.shown()).toContain('Acknowledged by Ben.')
    expect(stage.thread().at(-1)?.text).toContain('Acknowledged by Ben')
    await stage.command('imerr', '70001')
    expect(stage.lastReply().split('\n')[1]).toMatch(/^Known issue since 08:59 UTC, 9 people; acknowledged by Ben/)
    await stage.say(FAILS)
    expect(textOf(stage.posts.at(-1)?.card ?? never())).toContain('Known issue since 08:59 UTC')
    await stage.click('Take over', ADA)
    expect(stage.shown()).toContain('Acknowledged by Ada.')
    const [incident] = await stage.incidents()
    expect(incident).toMatchObject({ state: 'acknowledged', owner: { id: 'ada', name: 'Ada' } })
    const history = await stage.storage.incidents.history(incident?.id ?? 0)
    expect(history.map(({ event, by }) => [event, by?.name])).toEqual([
      ['opened', undefined],
      ['acknowledged', 'Ben'],
      ['acknowledged', 'Ada'],
    ])
  })

  it('mentions again only while nobody has it and it doubles, at most every 15 minutes', async () => {
    await stage.spike()
    await stage.crowd('70001', 20)
    await stage.pass(10 * MINUTE)
    expect(stage.mentions()).toBe(0)
    await stage.pass(10 * MINUTE)
    expect(stage.mentions()).toBe(1)
    expect(stage.thread().at(-1)?.text).toContain('nobody has it yet; 29 people by now, 9 at the last mention')
    await stage.crowd('70001', 10)
    await stage.pass(20 * MINUTE)
    expect(stage.mentions()).toBe(1)
    await stage.click('Acknowledge')
    await stage.crowd('70001', 60)
    await stage.pass(20 * MINUTE)
    expect(stage.mentions()).toBe(1)
  })

  it('explains a button that is pressed too late, and changes nothing', async () => {
    await stage.spike()
    const message = stage.live()[0]
    const ack = buttonOf(message?.card ?? never(), 'Acknowledge')
    await stage.click('Resolve')
    await stage.press(message?.ref, ack.id, ack.value, BEN)
    expect(stage.lastReply()).toContain('resolved at 09:01 UTC by Ada')
    expect(await stage.incidents()).toMatchObject([{ state: 'resolved' }])
    for (const value of ['99', 'nonsense', '']) {
      await stage.press(message?.ref, 'incident.ack', value)
      expect(stage.lastReply()).toContain('not known any more')
    }
    await stage.press(message?.ref, 'incident.snooze', `${ack.value}:soon`)
    expect(stage.lastReply()).toContain('not a length of time')
  })

  it('never shows an older state when a button is pressed in the middle of a tick', async () => {
    await stage.spike()
    const { permalink } = stage.adapter
    let pressed = false
    stage.adapter.permalink = async (message) => {
      if (!pressed) {
        pressed = true
        await stage.click('Acknowledge', BEN)
      }
      return permalink(message)
    }
    await stage.crowd('70001', 5)
    await stage.bots[0]?.triage()
    expect(pressed).toBe(true)
    expect(stage.shown()).toContain('Acknowledged by Ben.')
  })

  it('refuses buttons pressed outside the on-call channel', async () => {
    await stage.spike()
    const ack = buttonOf(stage.live()[0]?.card ?? never(), 'Acknowledge')
    await stage.press(undefined, ack.id, ack.value, BEN)
    expect(stage.lastReply()).toContain('Only people in the on-call channel')
    expect(await stage.incidents()).toMatchObject([{ state: 'open' }])
  })

  it('is posted again when its message was deleted, and after a day', async () => {
    await stage.spike()
    await stage.click('Acknowledge')
    await stage.adapter.remove(stage.live()[0]?.ref ?? never())
    await stage.crowd('70001', 3)
    await stage.pass(2 * MINUTE)
    expect(stage.live()).toHaveLength(1)
    expect(stage.shown()).toContain('Acknowledged by Ada')
    for (let hour = 0; hour < 24; hour++) {
      await stage.crowd('70001', 9)
      await stage.crowd('70001', 9)
      await stage.pass(20 * MINUTE, undefined, 5 * MINUTE)
      stage.clock.now += 40 * MINUTE - 1
    }
    await stage.crowd('70001', 9)
    await stage.pass(5 * MINUTE)
    expect(await stage.incidents()).toHaveLength(1)
    expect(stage.live()).toHaveLength(2)
    expect(textOf(stage.live()[0]?.card ?? never())).toContain('continues in a newer message')
    expect(stage.shown()).toContain('Acknowledged by Ada')
  })

  it('survives a failed delivery, and posts later', async () => {
    const { DeliveryError } = await import('../../../../src/chat/adapter.ts')
    stage.failures.push({ error: new DeliveryError('forbidden', 'not in the channel'), after: false })
    await stage.spike()
    expect(stage.live()).toEqual([])
    expect(await stage.incidents()).toMatchObject([{ state: 'open' }])
    await stage.pass(6 * MINUTE)
    expect(stage.live()).toHaveLength(1)
  })

  it('has its thread in the on-call channel', async () => {
    await stage.spike()
    await stage.click('Acknowledge')
    const line = stage.posts.find((post) => post.options.inThreadOf)
    expect(line?.options.inThreadOf).toEqual(stage.live()[0]?.ref)
    expect(line?.ref.conversation).toMatchObject(ONCALL)
  })
})
