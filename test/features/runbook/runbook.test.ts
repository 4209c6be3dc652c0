import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createKnowledge } from '../../../src/core/knowledge.ts'
import { applyOverlay } from '../../../src/core/load/overlay.ts'
import { createRunbook, parseNote } from '../../../src/features/runbook/runbook.ts'
import { openStorage } from '../../../src/storage/open.ts'
import { ALICE as SIG } from '../../core/usersig/signatures.ts'
import { BOB, channelOf, textOf } from '../../platforms/memory/local-platform.ts'
import { MINUTE, startBot, type TestBot } from '../../support/bot.ts'
import { data } from '../../support/knowledge.ts'

let bot: TestBot
beforeEach(async () => {
  bot = await startBot()
  bot.rights = () => ({ admin: false, moderator: false, colleague: true })
})
afterEach(() => bot.stop())

const last = () => {
  const reply = bot.replies.at(-1)
  if (!reply) throw new Error('no reply')
  return textOf(reply.card)
}
async function note(words: string, by = BOB) {
  await bot.command('imtriage', `note ${words}`, { by })
  return last()
}
async function lookUp(words: string, conversation = channelOf('support')) {
  await bot.command('imerr', words, { conversation })
  return last()
}

describe('a note', () => {
  it('is shown on the card of its code only, with link and owner', async () => {
    expect(await note('70001 Restart passport first. https://wiki.example.com/sig @identity')).toContain('Noted.')
    const card = await lookUp('70001')
    expect(card).toContain(
      'Your team: Restart passport first. · Runbook: https://wiki.example.com/sig · Owner: @identity',
    )
    expect(await lookUp('10010')).not.toContain('Your team')
    expect(await lookUp('10010 70001')).toContain('Your team on 70001: Restart passport first.')
  })
  it('belongs to one workspace', async () => {
    await note('70001 Ours.')
    expect(await lookUp('70001', { ...channelOf('other'), workspace: 'strangers' })).not.toContain('Ours.')
    expect(await lookUp('70001', channelOf('other'))).toContain('Ours.')
  })
  it('replaces the previous one; the history lists all with who and when, newest first', async () => {
    await note('70001 First.')
    bot.clock.now += MINUTE
    await note('70001 Second.', { id: 'eve', name: 'Eve', bot: false })
    bot.clock.now += MINUTE
    await note('70001 remove')
    expect(await lookUp('70001')).not.toContain('Your team')
    const history = await note('70001')
    expect(history).toMatch(/no note about 70001/)
    expect(history).toMatch(/09:02 UTC, Bob: taken back\n09:01 UTC, Eve: Second\.\n09:00 UTC, Bob: First\./)
  })
  it('can be on a code inside a range, and on the whole range', async () => {
    await note('120001-130000 Ask the backend team.')
    expect(await lookUp('120345')).toContain('Ask the backend team.')
    await note('120345 The phone is not verified.')
    expect(await lookUp('120345')).toContain('The phone is not verified.')
    expect(await lookUp('120346')).toContain('Ask the backend team.')
  })
  it('never stores a secret', async () => {
    expect(await note(`70001 use ${SIG} for tests, mail me@example.com`)).toContain('It contained something private')
    const kept = JSON.stringify(await bot.storage.runbook.history(channelOf('x'), '70001', 5))
    expect(kept).toContain('[UserSig]')
    expect(kept).not.toContain('me@example.com')
    expect(JSON.stringify(bot.replies)).not.toContain(SIG.slice(20, 60))
  })
  it('that is too long, or removed where there is none, changes nothing', async () => {
    expect(await note(`70001 ${'long '.repeat(2_000)}`)).toContain('longer than 600 characters')
    expect(await note('70001 remove')).toContain('There is no note about 70001')
    expect(await bot.storage.runbook.history(channelOf('x'), '70001', 5)).toEqual([])
  })
  it('names people and groups without notifying them', async () => {
    await note('70001 Ask <!channel> @everyone @here and <@U012ABC> first. <@U777|ada>')
    await bot.say('{"ActionStatus":"FAIL","ErrorCode":70001,"ErrorInfo":"x"}')
    await lookUp('70001')
    const cards = [...bot.posts, ...bot.replies].map(({ card }) => card)
    // Renderers escape text spans, so they are shown as written.
    const spans = cards.flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === 'text' ? block.text : [])))
    expect(spans).toContainEqual({ kind: 'user', id: 'U777' })
    expect(spans.filter((span) => span.kind === 'text' && span.text.includes('@everyone')).length).toBeGreaterThan(1)
    expect(spans.filter((span) => span.kind === 'link')).toEqual([])
    expect(bot.posts.flatMap(({ options }) => options.mention ?? [])).toEqual([])
  })
  it.each([
    ['', 'Say which code'],
    ['99999 hello', '99999 is not a known code'],
    ['hello', 'hello is not a known code'],
    [`70001 ${'x'.repeat(601)}`, 'longer than 600 characters'],
  ])('%j: says what to write and stores nothing', async (words, message) => {
    expect(await note(words)).toContain(message)
    expect(await bot.storage.runbook.list(channelOf('x'))).toEqual([])
  })
})

describe('parseNote', () => {
  const link = 'https://wiki.example.com/a'
  it.each([
    ['just words', { text: 'just words' }],
    [link, { text: '', link }],
    [`<${link}|the page>`, { text: '', link }],
    [`${link} then call`, { text: 'then call', link }],
    [`see ${link} first`, { text: `see ${link} first`, link }],
    [`words ${link} @team-a`, { text: 'words', link, owner: '@team-a' }],
    ['@team-a', { text: '', owner: '@team-a' }],
    ['words <@U012ABC|ada>', { text: 'words', owner: '<@U012ABC|ada>' }],
    ['words owner: Identity team', { text: 'words', owner: 'Identity team' }],
    ['ask @ada before restarting', { text: 'ask @ada before restarting' }],
  ])('%j', (words, note) => {
    expect(parseNote(words)).toEqual(note)
  })
})

it("shows the overlay's owner and runbook; a note's win over them; lost storage hides only notes", async () => {
  const source = 'overrides:\n  - code: 70001\n    owner: "@identity"\n    runbook: https://wiki.example.com/overlay\n'
  const knowledge = createKnowledge(applyOverlay(data, [{ file: 'own.yaml', source }]))
  const storage = await openStorage({ file: ':memory:' })
  const runbook = createRunbook({ storage, knowledge, now: () => bot.clock.now })
  const place = channelOf('support')
  const shown = async () => {
    const blocks = await runbook.blocks(['70001'], place)
    return textOf({ tone: 'info', title: '', summary: '', blocks, actions: [] }).trim()
  }
  expect(await shown()).toBe('Your team: Runbook: https://wiki.example.com/overlay · Owner: @identity')
  await storage.runbook.add(place, '70001', { text: 'Note.', owner: 'Ada' }, { by: BOB, at: 1 })
  expect(await shown()).toBe('Your team: Note. · Runbook: https://wiki.example.com/overlay · Owner: Ada')
  await storage.close()
  expect(await shown()).toBe('Your team: Runbook: https://wiki.example.com/overlay · Owner: @identity')
})
