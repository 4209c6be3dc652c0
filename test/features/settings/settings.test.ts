/** `/imconfig`: every setting, its refusals, who may use it, and the history. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readSettings } from '../../../src/features/settings/effective-settings.ts'
import { channelOf, textOf } from '../../platforms/memory/local-platform.ts'
import { startBot, type TestBot } from '../../support/bot.ts'

let bot: TestBot
beforeEach(async () => {
  bot = await startBot()
  bot.rights = () => ({ admin: true, moderator: true })
})
afterEach(() => bot.stop())

const KEY = { platform: 'local', workspace: 'team', channel: 'support' }
async function config(words: string, locale?: string): Promise<string> {
  await bot.command('imconfig', words, locale ? { locale } : {})
  const card = bot.replies.at(-1)?.card
  return card ? textOf(card) : ''
}
const stored = async () => readSettings((await bot.storage.settings.get(KEY))?.value)

describe('/imconfig', () => {
  it('shows the effective settings, and where they come from', async () => {
    const shown = await config('')
    expect(shown).toMatch(
      /^Settings of this channel\nMode: auto \(the default\)\nLanguage: en\nCooldown: 30 min per code/,
    )
    expect(shown).not.toContain('Last changed')
    await config('mode quiet')
    expect(await config('show')).toMatch(
      /quiet \(set for this channel\)[\s\S]*Last changed by Alice on 2026-06-01 09:00 UTC/,
    )
  })
  it.each([
    ['mode quiet', { mode: 'quiet' }, 'Mode: quiet'],
    ['MODE Off', { mode: 'off' }, 'Mode: off'],
    ['language zh', { language: 'zh' }, 'Language: zh'],
    ['cooldown 0', { cooldown: 0 }, 'Cooldown: 0 min'],
    ['ignore-code 10010 -10113 120345', { ignoredCodes: ['10010', '-10113', '120345'] }, '10010, -10113, 120345'],
    ['ignore-bot <@B012345>', { ignoredBots: ['B012345'] }, 'Ignored bots: B012345'],
    [
      'oncall <#C123|ops> <@U1> <!subteam^S1>',
      { onCall: { channel: 'C123', mention: ['U1', 'S1'] } },
      'On-call: C123, mentions U1, S1',
    ],
    ['shared allow', { shared: true }, 'Shared channel: annotated as well'],
    ['shared deny', { shared: false }, 'Settings saved'],
  ])('%s', async (words, value, shown) => {
    expect(await config(words)).toContain(shown)
    expect(await stored()).toEqual(value)
  })
  it('undoes settings with default, none, or by repeating them', async () => {
    for (const words of ['mode off', 'oncall C1', 'ignore-code 10010', 'ignore-bot B1']) await config(words)
    for (const words of ['mode default', 'oncall none', 'ignore-code 10010', 'ignore-bot B1']) await config(words)
    expect(await stored()).toEqual({ ignoredCodes: [], ignoredBots: [] })
  })
  it.each([
    ['mode loud', 'Write one of auto, quiet, off, default'],
    ['mode', 'Write one of auto'],
    ['language fr', 'Write one of en, zh'],
    ['cooldown 1441', 'Write minutes from 0 to 1440'],
    ['cooldown 1.5', 'Write minutes from 0 to 1440'],
    ['cooldown -1', 'Write minutes from 0 to 1440'],
    ['ignore-code 55555555', '55555555 is not a known code'],
    ['ignore-code 10010 hello', 'hello is not a known code'],
    ['ignore-code', 'Name a code'],
    ['ignore-bot', 'Name the bot by its id'],
    ['oncall', 'Name the channel and whom to mention'],
    ['shared maybe', 'Write one of allow, deny'],
    ['mod quiet', 'There is no setting "mod". Did you mean /imconfig mode?'],
    ['volume 11', 'There is no setting "volume". Type /imconfig help.'],
  ])('refuses "%s" and says what to write', async (words, refusal) => {
    expect(await config(words)).toContain(refusal)
    expect(await bot.storage.settings.get(KEY)).toBeUndefined()
  })
  it('says when nothing changes, and keeps that out of the history', async () => {
    for (const words of ['oncall none', 'mode default'])
      expect(await config(words)).toMatch(/^Nothing changes: that holds already\n/)
    await config('mode quiet')
    expect(await config('mode quiet')).toMatch(/^Nothing changes/)
    expect((await bot.storage.settings.history(KEY, 10)).length).toBe(1)
  })
  it('refuses in the language of the asker', async () => {
    expect(await config('mode loud', 'zh-CN')).toMatch(/^没有成功\n请写 auto、quiet、off、default 之一/)
  })
  it('is for admins only, even to look; a failing check denies', async () => {
    bot.rights = () => ({ admin: false, moderator: true })
    for (const words of ['show', 'history', 'mode off'])
      expect(await config(words)).toContain('Only an admin of this workspace can use /imconfig')
    bot.rights = () => {
      throw new Error('the platform does not tell')
    }
    expect(await config('mode off')).toContain('Only an admin')
    expect(await stored()).toEqual({})
    expect(await config('help')).toContain('/imconfig mode <mode>')
  })
  it('admits people named in IMERR_ADMINS', async () => {
    const other = await startBot({ IMERR_ADMINS: 'local:alice' })
    await other.command('imconfig', 'mode off')
    expect(other.replies.at(-1)?.card.title).toBe('Settings saved')
    await other.stop()
  })
  it('keeps a history: who, when, and the settings at that time', async () => {
    expect(await config('history')).toContain('Nothing was changed yet.')
    await config('mode quiet')
    bot.clock.now += 3_600_000
    await bot.command('imconfig', 'cooldown 5', { by: { id: 'bob', name: 'Bob', bot: false } })
    expect(await config('history')).toMatch(
      /2026-06-01 10:00 UTC, Bob: mode quiet, cooldown 5\n2026-06-01 09:00 UTC, Alice: mode quiet\n/,
    )
  })
  it('stores neither secrets nor anything that cannot be an id', async () => {
    const token = 'xoxb-123456789012-1234567890123-AbCdEfGhIjKlMnOpQrStUvWx'
    const sig = `eJyrVgrxCdYrSy1SslIy0jNQ0gHzM1NS80oyzLzBwok5${'AbC9'.repeat(12)}`
    for (const words of [`ignore-bot ${token}`, `oncall #ops ${token}`, `oncall ${sig}`, `nonsense ${token}`]) {
      const shown = await config(words)
      expect(shown, words).toMatch(/secret|is not an id/)
      expect(shown).not.toMatch(/AbCdEf|eJyrVg/)
    }
    expect(await config('ignore-bot some$thing')).toContain('is not an id')
    expect(await bot.storage.settings.get(KEY)).toBeUndefined()
  })
  it('loses nothing when several processes change it at once', async () => {
    const words = ['mode quiet', 'language zh', 'cooldown 5', 'ignore-code 10010']
    const others = await Promise.all(words.map(() => startBot({ IMERR_ADMINS: 'alice' }, bot.storage)))
    await Promise.all(others.map((other, i) => other.command('imconfig', words[i] ?? '', { id: `at once ${i}` })))
    expect(others.map((other) => other.replies[0]?.card.title)).toEqual(words.map(() => 'Settings saved'))
    expect(await stored()).toEqual({ mode: 'quiet', language: 'zh', cooldown: 5, ignoredCodes: ['10010'] })
    for (const other of others) await other.stop()
  })
})

describe('without stored settings', () => {
  it('support channels are auto by id or name, others follow the default', async () => {
    const other = await startBot({ IMERR_SUPPORT_CHANNELS: 'C9, #help-*' })
    other.rights = () => ({ admin: true, moderator: true })
    const show = async (channel: string, name?: string) => {
      other.channelName = name
      await other.command('imconfig', 'show', { conversation: channelOf(channel) })
      return textOf(other.replies.at(-1)?.card ?? { tone: 'info', title: '', summary: '', blocks: [], actions: [] })
    }
    expect(await show('C9')).toContain('Mode: auto (listed in IMERR_SUPPORT_CHANNELS)')
    expect(await show('C1', 'help-im')).toContain('Mode: auto (listed in')
    expect(await show('C1', 'random')).toContain('Mode: off (the default)')
    await other.stop()
  })
  it('a channel shared with others is silent until an admin allows it', async () => {
    const fails = '{"ActionStatus":"FAIL","ErrorCode":70001}'
    await bot.say(fails, { external: true })
    expect(bot.posts).toEqual([])
    await config('shared allow')
    await bot.say(fails, { external: true })
    expect(bot.posts).toHaveLength(1)
  })
})
