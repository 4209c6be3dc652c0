import { beforeEach, describe, expect, it } from 'vitest'
import type { Bot } from '../../../../src/service/bot.ts'
import type { Storage } from '../../../../src/storage/contract.ts'
import { textOf } from '../../../platforms/memory/local-platform.ts'
import { BEN, engines, MINUTE, openStage, type Stage } from '../stage.ts'

describe.each(engines())('two processes on $engine', ({ open }) => {
  let storage: Storage
  let stage: Stage
  let first: Bot
  let second: Bot
  beforeEach(async () => {
    storage = await open()
    stage = await openStage(storage)
    first = await stage.startBot()
    second = await stage.startBot()
  })
  const shown = () =>
    textOf(stage.live().at(-1)?.card ?? { title: '', blocks: [], actions: [], summary: '', tone: 'info' })

  it('raise one incident and post one message: only one of them ticks', async () => {
    await stage.crowd('70001', 9)
    const looked = await Promise.all([first.triage(), second.triage()])
    expect(looked.filter(Boolean)).toHaveLength(1)
    await stage.pass(5 * MINUTE, first)
    await stage.pass(5 * MINUTE, second)
    expect(await stage.incidents()).toHaveLength(1)
    expect(stage.live()).toHaveLength(1)
  })

  it('take over from each other when one dies, and edit the same message', async () => {
    await stage.crowd('70001', 9)
    expect(await first.triage()).toBe(true)
    expect(await second.triage()).toBe(false)
    const message = stage.live()[0]?.ref
    // The first process is killed: it stops ticking and does not release its lease.
    await stage.crowd('70001', 8)
    stage.clock.now += 30_000
    expect(await second.triage()).toBe(false)
    stage.clock.now += 30_000
    expect(await second.triage()).toBe(true)
    expect(stage.live().map((post) => post.ref)).toEqual([message])
    expect(shown()).toContain('17 people')
    expect(await stage.incidents()).toHaveLength(1)
  })

  it('hand over at once when one is stopped', async () => {
    expect(await first.triage()).toBe(true)
    await first.stop()
    expect(await second.triage()).toBe(true)
  })

  it('handle buttons of messages that the other one posted', async () => {
    await stage.crowd('70001', 9)
    expect(await first.triage()).toBe(true)
    // Events go to the second process.
    await stage.click('Acknowledge', BEN)
    stage.clock.now += MINUTE
    await stage.crowd('70001', 30)
    await stage.pass(20 * MINUTE, first)
    expect(shown()).toContain('Acknowledged by Ben.')
    expect(shown()).toContain('39 people')
    expect(stage.thread().filter(({ mention }) => mention.length > 0)).toEqual([])
    expect(stage.live()).toHaveLength(1)
  })

  it('decide once when a button is pressed in both at the same time', async () => {
    await stage.crowd('70001', 9)
    await first.triage()
    await Promise.all([stage.click('Resolve', BEN), stage.click('Acknowledge')])
    const [incident] = await stage.incidents()
    expect(incident?.state).toBe('resolved')
    const history = await storage.incidents.history(incident?.id ?? 0)
    expect(history.filter(({ event }) => event === 'resolved')).toHaveLength(1)
  })
})
