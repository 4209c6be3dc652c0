import { beforeEach, describe, expect, it } from 'vitest'
import { COMMANDS } from '../../../../src/features/commands.ts'
import { channelOf, textOf } from '../../../platforms/memory/local-platform.ts'
import { ADA, BEN, buttonOf, DAY, MINUTE, ONCALL, openStageWithBot, type Stage } from '../stage.ts'

let stage: Stage
beforeEach(async () => {
  stage = await openStageWithBot()
})
const answer = async (words: string) => textOf(await stage.ask(words))

describe('/imtriage top', () => {
  it('lists codes by people, with a sparkline, the trend and the category', async () => {
    stage.clock.now -= DAY
    await stage.crowd('70001', 4)
    stage.clock.now += DAY
    await stage.crowd('70001', 9)
    await stage.crowd('10010', 3)
    const lines = (await answer('top 2h')).split('\n')
    expect(lines[0]).toBe('Top codes of the last 2 h')
    expect(lines[3]).toBe('70001 | UserSig expired | 9 | ▁▁▁▁▁▁▁▁▁▁▁█ | new | auth')
    expect(lines[4]).toMatch(/^10010 \| .* \| 3 \| /)
    expect(await answer('top')).toMatch(/70001 \| UserSig expired \| 9 \| \S+ \| ×2\.3 \| auth/)
  })
  it('says so when nothing was seen', async () => {
    stage.clock.now += DAY
    expect(await answer('top 30m')).toContain('Nobody met an error code in the last 30 min')
  })
  it.each(['soon', '0h', '-3h', '400d', '2 hours', 'NaN', '1e3h'])(
    'rejects the window %s with an explanation',
    async (window) => {
      expect(await answer(`top ${window}`)).toMatch(/not a length of time[\s\S]*\/imtriage top 2h/)
    },
  )
  it('sees only its own workspace', async () => {
    const elsewhere = { ...channelOf('x'), workspace: 'other' }
    const seen = { code: '70001', kind: 'lookup' as const, conversation: elsewhere, author: 'z', at: stage.clock.now }
    await stage.storage.occurrences.add([seen])
    expect(await answer('top 2h')).not.toContain('70001')
  })
})

describe('/imtriage incident and incidents', () => {
  beforeEach(async () => {
    await stage.crowd('70001', 9)
    await stage.pass(MINUTE)
    await stage.click('Acknowledge', BEN)
  })
  it('list open and recent incidents; the bare command does too', async () => {
    await stage.crowd('10010', 12)
    await stage.pass(MINUTE)
    await stage.click('Resolve')
    const list = await answer('incidents')
    expect(list).toMatch(/Not resolved\n1: 70001 · UserSig expired, since 08:59 UTC, 9 people; acknowledged by Ben/)
    expect(list).toMatch(/Resolved in the last 24 h\n2: 10010 .*12 people; resolved at 09:02 UTC by Ada/)
    expect(await answer('')).toBe(list)
  })
  it('show one incident with its history and buttons', async () => {
    const card = await stage.ask('incident 1')
    expect(textOf(card)).toMatch(/What happened\n09:01 UTC Opened: 9 people.*\n09:01 UTC Acknowledged by Ben/)
    const resolve = buttonOf(card, 'Resolve')
    const shown = await stage.adapter.post(ONCALL, card)
    await stage.press(shown, resolve.id, resolve.value, ADA)
    expect(await stage.incidents()).toMatchObject([{ state: 'resolved' }])
    expect(textOf(stage.live()[0]?.card ?? card)).toContain('Resolved at 09:01 UTC by Ada')
  })
  it.each([
    ['incident 77', 'There is no incident 77 here'],
    ['incident', 'Write the number of the incident'],
    ['incident x', 'Write the number of the incident'],
    ['incident 99999999999999999999', 'Write the number of the incident'],
  ])('%s: a clear error', async (words, error) => {
    expect(await answer(words)).toContain(error)
  })
  it('can be shared with the channel', async () => {
    const share = buttonOf(await stage.ask('incidents'), 'Share here')
    await stage.press({ conversation: ONCALL, id: 'private' }, share.id, share.value)
    expect(stage.replies.at(-1)).toMatchObject({ visibility: 'public', card: { title: 'Incidents' } })
    await stage.press({ conversation: ONCALL, id: 'private' }, share.id, 'export 7d')
    expect(stage.replies.at(-1)).toMatchObject({ visibility: 'private' })
  })
})

describe('/imtriage timeline', () => {
  it('shows when and where a code was seen, and its incidents', async () => {
    await stage.crowd('70001', 9)
    await stage.pass(MINUTE)
    const shown = await answer('timeline 70001 2h')
    expect(shown).toMatch(/▁█▂ people per 5 min/)
    expect(shown).toContain('Affected: 9 people in 1 channel')
    expect(shown).toContain('Peak: 8 people from 08:55 UTC')
    expect(shown).toContain('support 9 people')
    expect(shown).toContain('1: since 08:59 UTC, open, nobody has it yet')
  })
  it.each([
    ['timeline', 'Name a code, for example: /imtriage timeline 70001 7d'],
    ['timeline 4711', '4711 is not a known code'],
    ['timeline 70001 never', 'not a length of time'],
  ])('%s: a clear error', async (words, error) => {
    expect(await answer(words)).toContain(error)
  })
  it('says so when nobody met the code', async () => {
    expect(await answer('timeline 70001')).toContain('Nobody met it in the last 24 h')
  })
})

describe('/imtriage', () => {
  it('has help for every subcommand, and explains an unknown word', async () => {
    const help = await answer('help')
    const subcommands = COMMANDS.find((spec) => spec.name === 'imtriage')?.subcommands ?? []
    expect(subcommands.length).toBeGreaterThan(5)
    for (const { name } of subcommands) expect(help).toContain(`/imtriage ${name}`)
    expect(await answer('EXPLODE')).toContain('There is no /imtriage EXPLODE.')
    expect(await answer('explode')).toContain('There is no /imtriage explode. Type /imtriage help.')
  })
  it.each([
    ['mute', 'Name a code'],
    ['mute 70001', 'Say for how long'],
    ['mute 70001 ages', 'not a length of time'],
    ['mute 1234567 2h', '1234567 is not a known code'],
    ['mute 70001 99y', '"99y" is not a length of time'],
    ['mute 70001 -5m', '"-5m" is not a length of time'],
    ['mute 70001 91d', 'at most 90d'],
  ])('%s: a clear error', async (words, error) => {
    expect(await answer(words)).toContain(error)
  })
})

it('does not repeat long unknown words, which may be secrets', async () => {
  const secret = `eJ${'x'.repeat(300)}`
  for (const words of [
    '',
    'top ',
    'timeline ',
    'timeline 70001 ',
    'mute ',
    'mute 70001 ',
    'ticket ',
    'ticket 70001 ',
    'note ',
  ])
    expect(await answer(words + secret), words).not.toContain('xxxxxxxx')
})

it('says that it is blind while storage is lost', async () => {
  const { storage } = stage
  await stage.crowd('70001', 9)
  await stage.pass(MINUTE)
  const message = stage.live()[0]
  await storage.close()
  for (const words of ['top', 'incidents', 'incident 1', 'timeline 70001', 'handover', 'mute 70001 1h'])
    expect(await answer(words)).toContain('Triage is blind: my storage does not answer')
  await stage.press(message?.ref, 'incident.ack', '1')
  expect(textOf(stage.replies.at(-1)?.card ?? (await stage.ask('help')))).toContain('Triage is blind')
  await stage.command('imerr', '70001')
  expect(textOf(stage.replies.at(-1)?.card ?? (await stage.ask('help')))).toMatch(/^70001 · UserSig expired/)
})
