/** `/imerr why`: what was read, and which gate kept the bot silent. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createAnnotationBook } from '../../../src/features/annotate/annotation-book.ts'
import { DEFAULT_BUDGET } from '../../../src/features/annotate/budget.ts'
import { createForumPosts } from '../../../src/features/annotate/forum-posts.ts'
import { GATES } from '../../../src/features/annotate/gate.ts'
import { asksWhy, createWhy } from '../../../src/features/annotate/why.ts'
import { type Defaults, effectiveSettings } from '../../../src/features/settings/effective-settings.ts'
import { createHashPerson } from '../../../src/features/sightings/hash-person.ts'
import { ALICE, channelOf, textOf } from '../../platforms/memory/local-platform.ts'
import { MINUTE, startBot, type TestBot } from '../../support/bot.ts'
import { knowledge } from '../../support/knowledge.ts'

const DEFAULTS: Defaults = { mode: 'auto', supportChannels: [], language: 'en', cooldownMinutes: 30 }

const failing = (code: number) => `{"ActionStatus":"FAIL","ErrorCode":${code},"ErrorInfo":"x"}`

let bot: TestBot
beforeEach(async () => {
  bot = await startBot()
  bot.rights = () => ({ admin: true, moderator: true })
})
afterEach(() => bot.stop())

async function why(words: string, locale?: string): Promise<string> {
  await bot.command('imerr', `why ${words}`, locale ? { locale } : {})
  const card = bot.replies.at(-1)?.card
  return card ? textOf(card) : ''
}
const linkTo = (id: string) => `https://local.example/support/${id}`

describe('why', () => {
  it('is a question about a message, not a search', () => {
    expect(asksWhy('why https://local.example/x/1')).toBe(true)
    expect(asksWhy('WHY error 10010')).toBe(true)
    expect(asksWhy('why does login fail')).toBe(false)
    expect(asksWhy('whynot 10010')).toBe(false)
  })
  it('would speak, with the evidence', async () => {
    const shown = await why(failing(70001))
    expect(shown).toContain('Would explain 70001.')
    expect(shown).toMatch(/70001 UserSig expired: \d+ % sure\. Evidence: \S/)
  })
  it('tells about a number that belongs to somebody else', async () => {
    expect(await why('listening on port 10010')).toMatch(
      /Silent\. Gate "confidence": (at most \d+ % sure; 80 % is needed|no error code was found)/,
    )
    expect(await why('it is 999')).toContain('no error code was found')
  })
  it('reads the message behind a link, with its author, and says what it did', async () => {
    const said = await bot.say(failing(70001))
    const shown = await why(`<${linkTo(said.message.id)}|this>`)
    expect(shown).not.toContain('Silent')
    expect(shown).toContain('I annotated this message with 70001 (posted).')
    await bot.press(bot.posts[0]?.ref, 'annotate.dismiss', '70001')
    expect(await why(linkTo(said.message.id))).toContain('(dismissed)')
    expect(await why(linkTo('nowhere'))).toContain('I cannot read the message behind this link')
  })
  it('quotes no secret', async () => {
    await bot.command(
      'imerr',
      `why ErrorCode 70001 password=hunter2hunter2 userSig=eJyrVgrxCdYrSy1SslIy0jNQ0gHzM1NS80oy`,
    )
    expect(JSON.stringify(bot.replies)).not.toMatch(/hunter2|eJyrVgrx/)
  })
})

it('redacts evidence, whatever the detector quotes', async () => {
  const mention = {
    code: '70001',
    start: 0,
    end: 5,
    confidence: 0.9,
    evidence: ['password=hunter2hunter2'],
    rivals: [],
  }
  const why = createWhy({
    adapterOf: () => bot.adapter,
    language: 'en',
    now: () => bot.clock.now,
    budget: DEFAULT_BUDGET,
    knowledge: { ...knowledge, detect: () => [mention] },
    annotations: createAnnotationBook(bot.storage.annotations, () => {}),
    optedOut: async () => false,
    posts: createForumPosts(),
    hashPerson: createHashPerson('key'),
    settings: { of: async (at) => effectiveSettings({}, DEFAULTS, at, undefined, false) },
  })
  const asked = { id: 'c', conversation: channelOf('support'), at: bot.clock.now, by: ALICE }
  const card = await why({ ...asked, kind: 'command', command: 'imerr', text: 'why 70001' })
  expect(textOf(card)).toContain('Evidence: password=[password].')
})

describe('every gate', () => {
  /** What closes each gate, and what is said of it. */
  const closing: Record<(typeof GATES)[number], () => Promise<string>> = {
    async 'channel mode'() {
      await bot.command('imconfig', 'mode off')
      return why(failing(70001))
    },
    async 'author opted out'() {
      await bot.command('imerr', 'optout')
      return why(failing(70001))
    },
    async 'ignored bot'() {
      await bot.command('imconfig', 'ignore-bot B1')
      const said = await bot.say(failing(70001), { by: { id: 'B1', name: 'alerts', bot: true } })
      return why(linkTo(said.message.id))
    },
    async confidence() {
      await bot.command('imconfig', 'ignore-code 70001')
      return why(failing(70001))
    },
    async 'already explained'() {
      const thread = { ...channelOf('support'), thread: 't1' }
      const said = await bot.say(failing(70001), { conversation: thread })
      bot.clock.now += 60 * MINUTE
      const next = await bot.say(failing(70001), { conversation: thread })
      expect(await why(linkTo(said.message.id))).toContain('I annotated this message with 70001 (posted).')
      return why(linkTo(next.message.id))
    },
    async cooldown() {
      await bot.say(failing(70001))
      return why(failing(70001))
    },
    async 'channel budget'() {
      for (const code of [70001, 10010, 20009, 30010, 8002, 6206]) await bot.say(failing(code))
      return why(failing(9508))
    },
  }
  it.each(GATES)('"%s" is named', async (gate) => {
    expect(await closing[gate]()).toContain(`Silent. Gate "${gate}": `)
  })
  it('is named in Chinese, too', async () => {
    await bot.say(failing(70001))
    const shown = await why(failing(70001), 'zh-CN')
    expect(shown).toContain('条件“冷却时间”：70001 刚刚在此解释过（冷却时间 30 分钟）')
    expect(shown).not.toMatch(/Silent|Gate|cooldown/)
  })
})
