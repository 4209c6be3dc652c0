import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { OPEN_FORM } from '../../../src/chat/command.ts'
import { createHome } from '../../../src/features/help/home.ts'
import type { Defaults } from '../../../src/features/settings/effective-settings.ts'
import { StorageUnavailable } from '../../../src/storage/contract.ts'
import { ALICE, BOB, channelOf, textOf } from '../../platforms/memory/local-platform.ts'
import { startBot, type TestBot } from '../../support/bot.ts'
import { knowledge } from '../../support/knowledge.ts'

const DEFAULTS: Defaults = { mode: 'off', supportChannels: ['help-*'], language: 'en', cooldownMinutes: 30 }
const DAY = 24 * 3_600_000

let bot: TestBot
beforeEach(async () => {
  bot = await startBot()
})
afterEach(() => bot.stop())

const homeOf = (storage: Parameters<typeof createHome>[0]['storage'] = bot.storage) =>
  createHome({ storage, catalog: knowledge.catalog, defaults: DEFAULTS, now: () => bot.clock.now })

describe('the home page', () => {
  it('says how to ask and offers the form, before anything was seen', async () => {
    const card = await homeOf()(ALICE, channelOf('alice'))
    const shown = textOf(card)
    expect(shown).toContain('Hello Alice.')
    expect(shown).toContain('/imerr 10010')
    expect(shown).toContain('Where nothing is set: mode off; auto in help-*')
    expect(shown).not.toContain('Seen most')
    expect(card.actions).toMatchObject([{ id: OPEN_FORM, label: 'Explain a log' }])
  })
  it('puts first what most people met in the last week, as buttons', async () => {
    await bot.command('imerr', '6206')
    bot.clock.now += 8 * DAY
    for (const by of [ALICE, BOB]) await bot.command('imerr', '70001', { by })
    for (let i = 0; i < 3; i++) await bot.command('imerr', '10010')
    const card = await homeOf()(ALICE, channelOf('alice'))
    expect(textOf(card)).toMatch(/70001 UserSig expired · 2 people\n10010 .* · 1 person/)
    expect(textOf(card)).not.toContain('6206')
    expect(card.actions.map((action) => 'value' in action && action.value)).toEqual(['paste', '70001', '10010'])
  })
  it('shows what channels of this workspace decided, and no other workspace', async () => {
    bot.rights = () => ({ admin: true, moderator: true })
    await bot.command('imconfig', 'mode quiet')
    await bot.command('imconfig', 'oncall C1')
    await bot.command('imconfig', 'mode quiet', { conversation: { ...channelOf('secret'), workspace: 'other' } })
    const shown = textOf(await homeOf()(ALICE, channelOf('alice')))
    expect(shown).toContain('support mode quiet, on-call set')
    expect(shown).not.toContain('secret')
  })
  it('speaks Chinese to who reads Chinese', async () => {
    await bot.command('imerr', '70001')
    const card = await homeOf()(ALICE, channelOf('alice'), 'zh-CN')
    expect(textOf(card)).toMatch(/Alice，您好[\s\S]*最近 7 天最常出现[\s\S]*1 人[\s\S]*本工作区[\s\S]*模式 off/)
    expect(card.actions[0]?.label).toBe('解释日志')
  })
  it('opens without storage, too, and says so', async () => {
    const lost = async () => {
      throw new StorageUnavailable('gone')
    }
    const { occurrences, settings } = bot.storage
    const home = homeOf({ occurrences: { ...occurrences, top: lost }, settings: { ...settings, list: lost } })
    expect(textOf(await home(ALICE, channelOf('alice')))).toContain('My storage does not answer right now')
  })
})
