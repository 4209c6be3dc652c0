/** How an incident is snoozed, resolved and reopened, on both storage engines. */
import { beforeEach, describe, expect, it } from 'vitest'
import { textOf } from '../../../platforms/memory/local-platform.ts'
import { FAILS } from '../../../support/failing-messages.ts'
import { never } from '../../../support/never.ts'
import { ADA, BEN, buttonOf, engines, HOUR, MINUTE, openStageWithBot, type Stage } from '../stage.ts'

describe.each(engines())('an incident on $engine', ({ open }) => {
  let stage: Stage
  beforeEach(async () => {
    stage = await openStageWithBot(await open())
  })

  it('is silent while snoozed, and wakes when people still meet the code', async () => {
    await stage.spike()
    await stage.click('Snooze 30 min')
    expect(stage.shown()).toMatch(/Snoozed until 09:31 UTC by Ada/)
    await stage.crowd('70001', 40)
    await stage.pass(29 * MINUTE)
    expect(stage.mentions()).toBe(0)
    await stage.crowd('70001', 6)
    await stage.pass(2 * MINUTE)
    expect(await stage.incidents()).toMatchObject([{ state: 'open' }])
    expect(stage.thread().at(-1)).toMatchObject({ mention: ['ada', 'ben'] })
    expect(stage.thread().at(-1)?.text).toContain('The snooze ended')
    expect(stage.shown()).toContain('Open, nobody has it yet.')
  })

  it('mentions only its owner when it wakes', async () => {
    await stage.spike()
    await stage.click('Acknowledge', BEN)
    await stage.click('Snooze 30 min', ADA)
    await stage.pass(25 * MINUTE)
    await stage.crowd('70001', 6)
    await stage.pass(6 * MINUTE)
    expect(await stage.incidents()).toMatchObject([{ state: 'acknowledged', owner: { id: 'ben' } }])
    expect(stage.thread().at(-1)).toMatchObject({ mention: ['ben'] })
  })

  it('is resolved when the snooze ends and nobody meets the code any more', async () => {
    await stage.spike()
    await stage.click('2 h')
    await stage.pass(119 * MINUTE, undefined, 7 * MINUTE)
    expect(await stage.incidents()).toMatchObject([{ state: 'snoozed' }])
    await stage.pass(2 * MINUTE)
    expect(await stage.incidents()).toMatchObject([{ state: 'resolved' }])
    expect(stage.mentions()).toBe(0)
  })

  it('resolves itself after a quiet time, updates the annotations, and reopens on a relapse', async () => {
    await stage.spike()
    await stage.say(FAILS)
    const annotation = stage.posts.at(-1)
    expect(textOf(annotation?.card ?? never())).toContain('Known issue')
    await stage.pass(45 * MINUTE)
    const [incident] = await stage.incidents()
    expect(incident).toMatchObject({ state: 'resolved' })
    expect(stage.shown()).toMatch(/Resolved at 09:3\d UTC by itself/)
    expect(stage.live().at(-1)?.card.actions).toEqual([])
    expect(textOf(annotation?.card ?? never())).toMatch(
      /Was a known issue from 2026-06-10 08:59 UTC to 2026-06-10 09:3\d UTC; resolved/,
    )
    expect(textOf(annotation?.card ?? never())).not.toMatch(/^Known issue/m)

    await stage.pass(2 * HOUR, undefined, 5 * MINUTE)
    await stage.spike()
    expect(await stage.incidents()).toMatchObject([{ id: incident?.id, state: 'open' }])
    expect(stage.live()).toHaveLength(1)
    expect(stage.shown()).toContain('back since 11:4')
    expect(stage.thread().at(-1)).toMatchObject({ mention: ['ada', 'ben'] })
    expect(buttonOf(stage.live()[0]?.card ?? never(), 'Acknowledge').value).toBe(String(incident?.id))
  })

  it('is a new incident when the code comes back the next day', async () => {
    await stage.spike()
    await stage.pass(45 * MINUTE)
    await stage.pass(7 * HOUR, undefined, 10 * MINUTE)
    await stage.spike()
    expect((await stage.incidents()).map(({ state }) => state)).toEqual(['open', 'resolved'])
  })

  it('is resolved by a button; sightings from before do not reopen it', async () => {
    await stage.spike()
    await stage.click('Resolve')
    expect(stage.shown()).toContain('Resolved at 09:01 UTC by Ada')
    await stage.pass(10 * MINUTE)
    expect(await stage.incidents()).toMatchObject([{ state: 'resolved' }])
    await stage.crowd('70001', 9)
    await stage.pass(MINUTE)
    expect(await stage.incidents()).toMatchObject([{ state: 'open' }])
  })
})
