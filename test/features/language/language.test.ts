/** Whoever reads Chinese reads Chinese: none of the English fixed words reaches them, in any flow. */
import { expect, it } from 'vitest'
import type { Card } from '../../../src/chat/card.ts'
import { ANNOTATION_WORDS } from '../../../src/features/annotate/annotation-words.ts'
import { WHY_WORDS } from '../../../src/features/annotate/why-words.ts'
import { HOME_WORDS } from '../../../src/features/help/home-words.ts'
import { PHRASES } from '../../../src/features/language/phrases.ts'
import { ANSWER_WORDS } from '../../../src/features/lookup/answer-words.ts'
import { DIGEST_WORDS } from '../../../src/features/lookup/digest-words.ts'
import { SETTINGS_WORDS } from '../../../src/features/settings/settings-words.ts'
import { textOf } from '../../platforms/memory/local-platform.ts'
import { startBot } from '../../support/bot.ts'

const TOKEN = 'xoxb-123456789012-1234567890123-AbCdEfGhIjKlMnOpQrStUvWx'
const TABLES = [ANNOTATION_WORDS, ANSWER_WORDS, DIGEST_WORDS, HOME_WORDS, SETTINGS_WORDS, WHY_WORDS, PHRASES]
const failing = (code: number) => `{"ActionStatus":"FAIL","ErrorCode":${code},"ErrorInfo":"x"}`

/** The texts of a table that need no argument. */
function textsOf(words: object): string[] {
  return Object.values(words).flatMap((value: unknown) => {
    if (typeof value === 'string') return [value]
    if (typeof value === 'object' && value !== null) return textsOf(value)
    return []
  })
}
const HAN = /\p{Script=Han}/u
const read = (card: Card) => [textOf(card), card.summary, ...card.actions.map((action) => action.label)].join('\n')

it('every Chinese text holds Chinese, and none is left in English', () => {
  expect(TABLES.length).toBeGreaterThanOrEqual(2)
  for (const { en, zh } of TABLES) {
    const chinese = textsOf(zh)
    expect(chinese).toHaveLength(textsOf(en).length)
    // Punctuation and the name "Web SDK" are the same in both.
    for (const words of chinese.filter((text) => /[a-z]{3}/i.test(text) && text !== 'Web SDK'))
      expect(words, words).toMatch(HAN)
  }
})

it('no flow mixes English fixed words in', async () => {
  const bot = await startBot({ IMERR_LANG: 'zh', IMERR_BUDGET: '2' })
  bot.rights = () => ({ admin: true, moderator: true })
  const asked = ['', '10010', '6206 70001 8002 9508 20009 30010 5555555', '-10010', '10099', 'kicked offline', 'qqqzzz']
  const whys = ['why port 10010', `why ${failing(70001)}`, 'why https://local.example/support/none', 'optout', 'optin']
  for (const words of [...asked, 'ERR_SVR_GROUP_NOT_FOUN', 'one\ntwo', ...whys]) await bot.command('imerr', words)
  const lines = Array.from({ length: 15 }, () => 'frame drawn').join('\n')
  await bot.command('imerr', `${lines}\n${failing(70001)} password=hunter2hunter2\n${failing(10010)}`)
  const settings = [
    'show',
    'history',
    'mode quiet',
    'mode x',
    'language x',
    'cooldown x',
    'ignore-code x',
    'ignore-bot',
  ]
  for (const words of [...settings, 'oncall', 'oncall C1 U1', 'shared x', 'x', 'mode default', 'history', 'help'])
    await bot.command('imconfig', words)
  await bot.say(`${failing(70001)} ${TOKEN}`)
  await bot.press(bot.posts[0]?.ref, 'annotate.unhelpful', '70001')
  await bot.press(bot.posts[0]?.ref, 'annotate.unhelpful', '70001')
  await bot.press(bot.posts[0]?.ref, 'annotate.dismiss', '70001')
  await bot.say('see', { files: [bot.attach(Buffer.from(`${failing(10010)}\n${failing(6206)}\n`))] })
  await bot.say(failing(8002))
  await bot.say(failing(9508))
  await bot.say(`10010 ${TOKEN}`, { addressed: true })
  const cards = [...bot.replies, ...bot.posts, ...bot.whispers].map(({ card }) => read(card))
  expect(cards.length).toBeGreaterThan(30)
  const english = TABLES.flatMap(({ en }) => textsOf(en))
    .map((text) => text.trim())
    // Short words stand in titles of the catalog, which are English.
    .filter((text) => text.length > 11 && !['Web SDK', 'channel mode'].includes(text))
  expect(english.length).toBeGreaterThan(50)
  for (const card of cards) {
    expect(card).toMatch(HAN)
    expect(
      english.filter((words) => card.includes(words)),
      card,
    ).toEqual([])
  }
  await bot.stop()
})
