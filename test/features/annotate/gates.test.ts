/** What keeps the bot from replying. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { BOB, channelOf, textOf } from '../../platforms/memory/local-platform.ts'
import { MINUTE, startBot, suppressed, type TestBot, titles } from '../../support/bot.ts'
import { FAILS, failing } from '../../support/failing-messages.ts'
import { never } from '../../support/never.ts'

let bot: TestBot
beforeEach(async () => {
  bot = await startBot()
})
afterEach(async () => {
  await bot.stop()
})

describe('the gates', () => {
  it('channel mode: off', async () => {
    await bot.stop()
    bot = await startBot({ IMERR_SUPPORT_CHANNELS: 'help-*' })
    await bot.say(FAILS)
    expect(await suppressed(bot, 'channel mode')).toBe(1)
    bot.channelName = 'help-im'
    await bot.say(FAILS)
    expect(titles(bot)).toHaveLength(1)
  })
  it('channel mode: silent where other organisations read along', async () => {
    await bot.say(FAILS, { external: true })
    expect(bot.posts).toEqual([])
    bot.rights = () => ({ admin: true, moderator: true })
    await bot.command('imconfig', 'shared allow')
    await bot.say(FAILS, { external: true })
    expect(titles(bot)).toHaveLength(1)
  })
  it('author opted out, and back in', async () => {
    await bot.command('imerr', 'optout')
    await bot.say(FAILS)
    expect(await suppressed(bot, 'author opted out')).toBe(1)
    await bot.say(FAILS, { by: BOB })
    await bot.command('imerr', 'optin')
    await bot.say(failing(10010))
    expect(titles(bot).map((title) => title.slice(0, 5))).toEqual(['70001', '10010'])
  })
  it('ignored bot', async () => {
    bot.rights = () => ({ admin: true, moderator: true })
    await bot.command('imconfig', 'ignore-bot <@B1>')
    await bot.say(FAILS, { by: { id: 'B1', name: 'alerts', bot: true } })
    expect(await suppressed(bot, 'ignored bot')).toBe(1)
  })
  it('confidence: an ignored code', async () => {
    bot.rights = () => ({ admin: true, moderator: true })
    await bot.command('imconfig', 'ignore-code 70001')
    await bot.say(FAILS)
    expect(bot.posts).toEqual([])
    await bot.command('imerr', `why ${FAILS}`)
    expect(textOf(bot.replies.at(-1)?.card ?? never())).toContain('ignored list')
  })
  it('already explained in this thread, whatever the cooldown', async () => {
    const first = await bot.say(FAILS)
    bot.clock.now += 40 * MINUTE
    const conversation = { ...channelOf('support'), thread: first.message.id }
    await bot.say(FAILS, { conversation, replyIn: conversation })
    expect(await suppressed(bot, 'already explained')).toBe(1)
  })
  it('cooldown per channel and code', async () => {
    await bot.say(FAILS)
    await bot.say(FAILS, { by: BOB })
    expect(await suppressed(bot, 'cooldown')).toBe(1)
    await bot.say(FAILS, { conversation: channelOf('other') })
    bot.clock.now += 31 * MINUTE
    await bot.say(FAILS)
    expect(titles(bot)).toHaveLength(3)
  })
  it('channel budget, then one storm summary, then silence', async () => {
    for (const code of [70001, 10010, 20009, 30010, 8002, 10007, 10017, 20003, 10004]) await bot.say(failing(code))
    expect(titles(bot)).toHaveLength(7)
    expect(titles(bot)[6]).toBe('Many error codes at once')
    expect(await suppressed(bot, 'channel budget')).toBe(3)
  })
})
