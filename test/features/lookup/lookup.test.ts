/** `/imerr`: what is answered to whatever is asked. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Card } from '../../../src/chat/card.ts'
import type { Language } from '../../../src/features/language/language.ts'
import { PHRASES } from '../../../src/features/language/phrases.ts'
import { textOf } from '../../platforms/memory/local-platform.ts'
import { startBot, type TestBot } from '../../support/bot.ts'
import { knowledge } from '../../support/knowledge.ts'
import { never } from '../../support/never.ts'

const TOKEN = 'xoxb-123456789012-1234567890123-AbCdEfGhIjKlMnOpQrStUvWx'
const { catalog } = knowledge
const entry = (code: string) => catalog.get(code) ?? never()

let bot: TestBot
beforeEach(async () => {
  bot = await startBot()
})
afterEach(() => bot.stop())

async function ask(words: string, locale?: string): Promise<Card> {
  await bot.command('imerr', words, locale ? { locale } : {})
  return bot.replies.at(-1)?.card ?? never()
}
const buttons = (card: Card) =>
  card.actions.flatMap((action) => (action.kind === 'button' ? [`${action.id} ${action.value}`] : []))

describe('one code', () => {
  it.each<[Language, string]>([
    ['en', 'en-US'],
    ['zh', 'zh-CN'],
  ])('has title, cause, steps, retry, who acts, related codes and documents (%s)', async (language, locale) => {
    const card = await ask('10010', locale)
    const known = entry('10010')
    const say = PHRASES[language]
    expect(card.title).toBe(`10010 · ${known.title} (${say.part.server})`)
    const shown = textOf(card).replaceAll('`', '')
    for (const words of [known.section, ...known.symbols, known.cause, ...known.fix, say.retry[known.retry]])
      expect(shown).toContain(words.replaceAll('`', ''))
    expect(shown).toContain(`${say.actsLabel}: ${say.acts[known.acts]}`)
    expect(buttons(card)).toEqual([...known.related.map((code) => `lookup.show ${code}`), 'lookup.share 10010'])
    expect(card.url).toMatch(/^https:/)
    expect(bot.replies.at(-1)?.visibility).toBe('private')
  })
  it('tells the sign, a misspelt constant, a range and an unknown number', async () => {
    expect((await ask('-10113')).title).toMatch(/^-10113 · /)
    const guessed = await ask('ERR_SVR_GROUP_NOT_FOUN')
    expect(guessed.title).toMatch(/^10010 · /)
    expect(textOf(guessed)).toContain('No such constant; the nearest is ERR_SVR_GROUP_NOT_FOUND')
    expect((await ask('120345')).title).toMatch(/^120345 · /)
    const unknown = await ask('10099')
    expect(unknown.title).toContain('Not a known')
    expect(buttons(unknown).length).toBeGreaterThan(0)
    expect(textOf(await ask('99999999'))).toContain('another product')
  })
  it('answers related codes in place, and shares for everybody without a further share', async () => {
    const [related = ''] = entry('10010').related
    await bot.press(undefined, 'lookup.show', related)
    expect(bot.replies.at(-1)).toMatchObject({ visibility: 'private' })
    expect(bot.replies.at(-1)?.card.title).toMatch(new RegExp(`^${related} · `))
    await bot.press(undefined, 'lookup.share', '10010')
    expect(bot.replies.at(-1)).toMatchObject({ visibility: 'public' })
    expect(bot.posts.at(-1)?.card.title).toMatch(/^10010 · /)
    expect(buttons(bot.posts.at(-1)?.card ?? never())).not.toContain('lookup.share 10010')
  })
})

describe('a number that cannot be a code', () => {
  it.each(['99999999999999999999', '-4294967296', '10010.5', '1e5', '0x271a271a271a', '１２３４５６７８９０１２'])(
    '%s: says what codes look like',
    async (number) => {
      await bot.command('imerr', number)
      const shown = textOf(bot.replies.at(-1)?.card as Card)
      expect(shown).toContain('That number cannot be a Tencent Cloud Chat code')
      expect(shown).toContain('short whole numbers such as 10010')
      expect(shown).not.toContain('Try the number itself')
    },
  )
})

describe('several codes', () => {
  it('shows five in short and names the rest and the unknown', async () => {
    const card = await ask('10010 6206 70001 8002 9508 20009 30010 55555555')
    const shown = textOf(card)
    expect(card.title).toBe('7 codes')
    for (const code of ['10010', '6206', '70001', '8002', '9508'])
      expect(shown).toContain(`${code} · ${entry(code).title}`)
    expect(shown).toContain('And 2 more: 20009, 30010.')
    expect(shown).toContain('Not a known code: 55555555.')
    expect(buttons(card)).toHaveLength(6)
  })
})

describe('words', () => {
  it('give hits to choose from', async () => {
    const card = await ask('kicked offline')
    expect(card.title).toBe('Codes that fit "kicked offline"')
    expect(buttons(card)).toContain('lookup.show 6208')
    expect(buttons(card).length).toBeLessThanOrEqual(5)
  })
  it('that fit nothing get advice; nothing at all gets help', async () => {
    expect((await ask('qqqqzzzz')).title).toBe('Nothing fits these words')
    expect((await ask('')).title).toBe('How to use imerr')
  })
  it('are quoted without what is secret in them', async () => {
    for (const words of [`kicked offline ${TOKEN}`, `qqqqzzzz ${TOKEN}`]) {
      const card = await ask(words)
      expect(JSON.stringify(card)).not.toContain('AbCdEfGh')
    }
    await bot.say(`qqqqzzzz ${TOKEN}`, { addressed: true })
    expect(JSON.stringify([bot.posts, bot.logged])).not.toContain('AbCdEfGh')
    expect(textOf(bot.posts.at(-1)?.card ?? never())).toContain('holds a secret')
  })
})

describe('a paste', () => {
  it('is scanned, and numbers that are no codes are left out', async () => {
    const card = await ask('request took 10015 ms\n{"ActionStatus":"FAIL","ErrorCode":70001,"ErrorInfo":"expired"}')
    expect(card.title).toMatch(/^70001 · /)
    expect((await ask('first line\nsecond line, port 10010')).title).toBe('No Tencent Chat error code found')
  })
  it('of a log gets a digest without secrets, in the language of the asker', async () => {
    const lines = Array.from({ length: 20 }, (_, i) => `2026-06-01 09:00:${10 + i} frame drawn`)
    const fails = `2026-06-01 09:00:40 joinGroup failed, ErrorCode: 10010, password=hunter2hunter2 ${TOKEN}`
    const card = await ask([...lines, fails].join('\n'), 'zh-CN')
    expect(card.title).toBe('日志: 1 个错误码')
    const shown = textOf(card)
    expect(shown).toContain('最可能的原因（最先出现）：10010')
    expect(shown).toContain('第 21 行')
    expect(shown).toContain('其中含有凭证')
    expect(JSON.stringify(card)).not.toMatch(/hunter2|AbCdEfGh/)
    expect((await ask([...lines, fails].join('\n'))).title).toBe('The log: 1 code')
  })
})

describe('a message to the bot', () => {
  it('is answered for everybody, in the language of the channel', async () => {
    await bot.say('10010', { addressed: true })
    expect(bot.replies.at(-1)?.visibility).toBe('public')
    expect(bot.posts.at(-1)?.card.title).toContain('(Server)')
    expect(buttons(bot.posts.at(-1)?.card ?? never()).join()).not.toContain('share')
    bot.rights = () => ({ admin: true, moderator: true })
    await bot.command('imconfig', 'language zh')
    await bot.say('10010', { addressed: true })
    expect(bot.posts.at(-1)?.card.title).toContain('(服务端)')
  })
  it('that only says hello gets help', async () => {
    await bot.say('Hello!', { addressed: true })
    expect(bot.posts.at(-1)?.card.title).toBe('Ask about a Tencent Cloud Chat error')
  })
})

it('what was asked is counted, by people and without their names', async () => {
  await ask('10010')
  await ask('10010')
  const top = await bot.storage.occurrences.top({ from: 0, to: bot.clock.now + 1 }, 5)
  expect(top).toMatchObject([{ code: '10010', people: 1 }])
  expect(JSON.stringify(top)).not.toContain('alice')
})

it('speaks the language of the service where a platform tells none', async () => {
  const zh = await startBot({ IMERR_LANG: 'zh' })
  await zh.command('imerr', '10010')
  expect(zh.replies.at(-1)?.card.title).toContain('(服务端)')
  await zh.command('imerr', '10010', { locale: 'en-US' })
  expect(zh.replies.at(-1)?.card.title).toContain('(Server)')
  await zh.stop()
})
