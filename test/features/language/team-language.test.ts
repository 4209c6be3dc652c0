/** Team cards, banners, tickets and the UserSig doctor, for who reads Chinese. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Card } from '../../../src/chat/card.ts'
import { TEAM_WORDS } from '../../../src/features/access/team-words.ts'
import { FILE_WORDS } from '../../../src/features/reading/file-words.ts'
import { RUNBOOK_WORDS } from '../../../src/features/runbook/runbook-words.ts'
import { TICKET_WORDS } from '../../../src/features/ticket/ticket-words.ts'
import { inChinese } from '../../../src/features/usersig/findings-zh.ts'
import { USERSIG_WORDS } from '../../../src/features/usersig/usersig-words.ts'
import { ALICE, APP, DAY, ISSUED, KEY, packed, toBase64 } from '../../core/usersig/signatures.ts'
import { channelOf, textOf } from '../../platforms/memory/local-platform.ts'
import { MINUTE, startBot } from '../../support/bot.ts'

const TABLES = [FILE_WORDS, RUNBOOK_WORDS, TEAM_WORDS, TICKET_WORDS, USERSIG_WORDS]
const HAN = /\p{Script=Han}/u
/** Names that are the same in both languages. */
const NAMES = ['UserID', 'SDKAppID']
const textsOf = (words: object) =>
  Object.values(words).filter((value) => typeof value === 'string' && !NAMES.includes(value))
const english = TABLES.flatMap(({ en }) => textsOf(en)).filter((words) => words.trim().length > 5)
const read = (card: Card) => [textOf(card), card.summary, ...card.actions.map((action) => action.label)].join('\n')
function expectChinese(card: Card | undefined) {
  const shown = card ? read(card) : ''
  expect(shown).toMatch(HAN)
  expect(
    english.filter((words) => shown.includes(words)),
    shown,
  ).toEqual([])
  return shown
}

it('every Chinese text holds Chinese, and none is left in English', () => {
  expect(TABLES.length).toBeGreaterThanOrEqual(2)
  for (const { en, zh } of TABLES) {
    expect(Object.keys(zh)).toEqual(Object.keys(en))
    expect(textsOf(zh)).toHaveLength(textsOf(en).length)
    for (const words of textsOf(zh).filter((text) => /[a-z]{3}/i.test(text))) expect(words).toMatch(HAN)
  }
})

it('everything that the doctor can find is said in Chinese', () => {
  const folder = join(import.meta.dirname, '../../../src/core/usersig')
  const files = readdirSync(folder).filter((file) => /^diagnose|-findings/.test(file))
  const sources = files.map((file) => readFileSync(join(folder, file), 'utf8'))
  const named = sources.join('').matchAll(/\bid: '([a-z0-9-]+)'|add\('([a-z0-9-]+)'/g)
  const states = ['empty', 'truncated', 'damaged', 'unpacked', 'gzip', 'raw-deflate', 'web-token', 'secret-key', 'word']
  const wrappings = ['percent-encoded', 'white-space', 'quotes']
  const ids = [...[...named].map(([, a, b]) => a ?? b ?? ''), ...states, ...wrappings, 'other']
  expect(ids.length).toBeGreaterThan(28)
  for (const id of ids) {
    const said = inChinese({ id, codes: [], says: 'x', fix: 'y', values: {} })
    expect(said.says, id).toMatch(HAN)
    expect(said.fix, id).toMatch(HAN)
  }
})

it('the doctor answers in Chinese, with lengths, moments and ids in it', async () => {
  const bot = await startBot()
  bot.clock.now = ISSUED + 4 * DAY
  const ask = async (words: string) => {
    await bot.command('imerr', words, { locale: 'zh-CN' })
    return expectChinese(bot.replies.at(-1)?.card)
  }
  const shown = await ask(`usersig ${ALICE} bob 1400000002`)
  expect(shown).toContain('已过期 3 天（2023-11-15 22:13 UTC）')
  expect(shown).toContain('签发给 alice，登录使用的是 bob')
  expect(shown).toContain('为 SDKAppID 1400000001 生成，初始化使用的是 1400000002')
  expect(await ask(`usersig ${ALICE} Alice ${APP}`)).toContain('两者只有大小写不同')
  for (const words of ['usersig', `usersig ${KEY}`, `usersig ${toBase64(packed())}`, `usersig ${ALICE} a b`])
    expect(await ask(words)).not.toContain('undefined')
  expect(await ask(`usersig ${packed({ 'TLS.expire': 0 })}`)).toContain('有效期为 0 秒，生成时就已过期')
  await bot.stop()
  const chinese = await startBot({ IMERR_LANG: 'zh' })
  await chinese.say(`usersig ${ALICE}`, { addressed: true })
  expectChinese(chinese.replies.at(-1)?.card)
  await chinese.stop()
})

it('notes, tickets and banners are in the language of who reads them', async () => {
  const bot = await startBot({ IMERR_LANG: 'zh' })
  const ask = async (command: 'imerr' | 'imtriage', words: string) => {
    await bot.command(command, words)
    return expectChinese(bot.replies.at(-1)?.card)
  }
  for (const words of ['note 70001 hello', 'mute 70001 2h']) await ask('imtriage', words)
  bot.rights = () => ({ admin: false, moderator: false, colleague: true })
  await ask('imtriage', 'note 70001 请先重启 passport。 https://wiki.example.com/sig @identity')
  expect(await ask('imerr', '70001')).toContain(
    '团队备注：请先重启 passport。 · 处理手册：https://wiki.example.com/sig',
  )
  for (const words of [
    'note',
    'note 99999',
    'note 70001',
    'note 6206',
    `note 70001 ${'长'.repeat(601)}`,
    'note 10010 off',
  ])
    await ask('imtriage', words)
  await ask('imtriage', 'note 70001 remove')
  expect(await ask('imtriage', 'ticket 70001 sdk=8.2 appid=1400000001')).toContain('SDK 版本：8.2')
  await ask('imtriage', 'ticket 70001 what')
  await ask('imtriage', 'ticket 70001 appid=x')
  const scope = { platform: 'local', workspace: channelOf('x').workspace }
  const at = bot.clock.now
  await bot.storage.incidents.open(
    { scope, key: '70001', codes: ['70001'], since: at - 10 * MINUTE, detail: { people: 40 }, at },
    { event: 'opened', at },
  )
  const known = /已知问题：自 08:50 UTC 起，影响 40 人；尚无人处理（事件 1）/
  expect(await ask('imerr', '70001')).toMatch(known)
  await bot.say('{"ActionStatus":"FAIL","ErrorCode":70001,"ErrorInfo":"x"}')
  expect(expectChinese(bot.posts.at(-1)?.card)).toMatch(known)
  await bot.stop()
})
