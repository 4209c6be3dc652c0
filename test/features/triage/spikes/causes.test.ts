/** What becomes an incident, what does not, and what belongs to one. */
import { beforeEach, describe, expect, it } from 'vitest'
import { channelOf, textOf } from '../../../platforms/memory/local-platform.ts'
import { never } from '../../../support/never.ts'
import { HOUR, MINUTE, openStage, openStageWithBot, type Stage } from '../stage.ts'

let stage: Stage
beforeEach(async () => {
  stage = await openStageWithBot()
})
const titles = () => stage.live().map((post) => post.card.title)

it('raises one incident for the codes of one cause', async () => {
  await stage.crowd(['6206', '70001'], 8)
  await stage.pass(2 * MINUTE)
  expect(titles()).toEqual([expect.stringMatching(/^Incident \d+: UserSig expired \((6206, 70001|70001, 6206)\)$/)])
})

it('raises one incident for a category whose codes rise together', async () => {
  await stage.crowd(['9508', '9511', '9506', '9516', '9513', '9510', '9515'], 21)
  await stage.pass(2 * MINUTE)
  expect(await stage.incidents()).toHaveLength(1)
  expect(titles()[0]).toMatch(/^Incident \d+: network, \d codes$/)
  expect(textOf(stage.live()[0]?.card ?? never())).toContain('9511')
})

it('lets a code join the incident of its category that began shortly before', async () => {
  await stage.crowd('70001', 9)
  await stage.pass(5 * MINUTE)
  await stage.crowd('70013', 12)
  await stage.pass(2 * MINUTE)
  expect(await stage.incidents()).toMatchObject([{ codes: ['70001', '70013'] }])
  expect(stage.thread().at(-1)?.text).toContain('Another code joined: 70013, 12 people')
  expect(stage.live()).toHaveLength(1)
})

it('keeps unrelated causes apart that rise at the same time', async () => {
  await stage.crowd('70001', 9)
  await stage.crowd('10010', 12)
  await stage.pass(2 * MINUTE)
  expect(await stage.incidents()).toHaveLength(2)
})

it('counts people, not messages: one person who repeats a message is not a spike', async () => {
  const at = stage.clock.now
  await stage.storage.occurrences.add(
    Array.from({ length: 80 }, (_, i) => ({
      code: '70001',
      kind: 'annotation' as const,
      conversation: channelOf('support'),
      author: 'one',
      message: `m${i}`,
      at: at - i * 1000,
    })),
  )
  await stage.pass(5 * MINUTE)
  expect(await stage.incidents()).toEqual([])
})

it('counts lookups and annotations alike', async () => {
  const person = (n: number) => ({ id: `p${n}`, name: `P${n}`, bot: false })
  for (let n = 0; n < 5; n++) await stage.command('imerr', '70001', { by: person(n) })
  for (let n = 5; n < 10; n++) await stage.say('{"ErrorCode":70001,"ErrorInfo":"expired"}', { by: person(n) })
  await stage.pass(MINUTE)
  expect(textOf(stage.live()[0]?.card ?? never())).toContain('10 people')
})

it('raises nothing for usual traffic', async () => {
  const { now } = stage.clock
  const busy = Array.from({ length: 240 * 20 }, (_, i) => ({
    code: '20009',
    kind: 'lookup' as const,
    conversation: channelOf('support'),
    author: `busy${i}`,
    at: now - (i * HOUR) / 20,
  }))
  await stage.storage.occurrences.add(busy)
  await stage.crowd('20009', 6)
  await stage.pass(3 * MINUTE)
  expect(await stage.incidents()).toEqual([])
  await stage.crowd('20009', 30)
  await stage.pass(MINUTE)
  expect(textOf(stage.live()[0]?.card ?? never())).toMatch(/in 15 min, usually 5/)
})

it('needs more people while there is little history', async () => {
  const young = await openStage()
  await young.storage.prune({ now: young.clock.now, occurrencesBefore: young.clock.now - 3 * HOUR })
  await young.startBot()
  await young.crowd('70001', 8)
  await young.pass(MINUTE)
  expect(await young.incidents()).toEqual([])
  await young.crowd('70001', 8)
  await young.pass(MINUTE)
  expect(await young.incidents()).toHaveLength(1)
})

it('opens and lists an incident also where no on-call channel is set', async () => {
  await stage.command('imconfig', 'oncall none', { by: { id: 'admin', name: 'Admin', bot: false } })
  expect(stage.lastReply()).toContain('admin')
  stage.rights = () => ({ admin: true, moderator: true })
  await stage.command('imconfig', 'oncall none')
  await stage.crowd('70001', 9)
  await stage.pass(2 * MINUTE)
  expect(stage.live()).toEqual([])
  expect(textOf(await stage.ask('incidents'))).toContain('70001 · UserSig expired, since 08:59 UTC, 9 people')
  const id = (await stage.incidents())[0]?.id
  await stage.press(undefined, 'incident.ack', `${id}`)
  expect(await stage.incidents()).toMatchObject([{ state: 'acknowledged' }])
})

it('follows each setting of the configuration', async () => {
  const strict = await openStageWithBot(undefined, {
    IMERR_TRIAGE_PEOPLE: 'warning=20',
    IMERR_TRIAGE_QUIET_MINUTES: '10',
  })
  await strict.crowd('70001', 19)
  await strict.pass(MINUTE)
  expect(await strict.incidents()).toEqual([])
  await strict.crowd('70001', 2)
  await strict.pass(MINUTE)
  expect(await strict.incidents()).toMatchObject([{ state: 'open' }])
  await strict.pass(13 * MINUTE)
  expect(await strict.incidents()).toMatchObject([{ state: 'resolved' }])
})

describe('a muted code', () => {
  it('raises nothing, nor do other codes of its cause, until the mute ends', async () => {
    expect(textOf(await stage.ask('mute 70001 1h'))).toMatch(/70001 is muted[\s\S]*until 10:00 UTC[\s\S]*6206/)
    await stage.crowd('6206', 9)
    await stage.pass(2 * MINUTE)
    expect(await stage.incidents()).toEqual([])
    await stage.pass(HOUR)
    await stage.crowd('6206', 9)
    await stage.pass(MINUTE)
    expect(await stage.incidents()).toHaveLength(1)
  })
  it('raises incidents again when the mute is removed', async () => {
    await stage.ask('mute 70001 7d')
    expect(textOf(await stage.ask('incidents'))).toContain('70001 until 2026-06-17')
    await stage.ask('mute 70001 off')
    await stage.crowd('70001', 9)
    await stage.pass(MINUTE)
    expect(await stage.incidents()).toHaveLength(1)
  })
})
