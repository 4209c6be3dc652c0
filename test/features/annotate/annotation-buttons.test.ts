/** The buttons under a reply, and who may press them. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ALICE, BOB, textOf } from '../../platforms/memory/local-platform.ts'
import { startBot, type TestBot, titles } from '../../support/bot.ts'
import { FAILS, failing } from '../../support/failing-messages.ts'
import { never } from '../../support/never.ts'

let bot: TestBot
beforeEach(async () => {
  bot = await startBot()
})
afterEach(async () => {
  await bot.stop()
})

describe('the buttons', () => {
  it('Details shows the whole card to one person', async () => {
    await bot.say(FAILS)
    await bot.press(bot.posts[0]?.ref, 'annotate.details', '70001', BOB)
    expect(bot.replies).toHaveLength(1)
    expect(bot.replies[0]?.visibility).toBe('private')
    expect(textOf(bot.replies[0]?.card ?? never())).toContain('What to do')
  })
  it('Not helpful is counted once per person', async () => {
    await bot.say(FAILS)
    for (const by of [BOB, BOB, ALICE]) await bot.press(bot.posts[0]?.ref, 'annotate.unhelpful', '70001', by)
    const [count] = await bot.storage.feedback.byCode({ platform: 'local', workspace: 'team' }, 0)
    expect(count).toMatchObject({ code: '70001', notHelpful: 2 })
  })
  it('Dismiss is for the author and for moderators', async () => {
    await bot.say(FAILS)
    const reply = bot.posts[0]?.ref
    await bot.press(reply, 'annotate.dismiss', '70001', BOB)
    expect(titles(bot)).toHaveLength(1)
    expect(textOf(bot.replies.at(-1)?.card ?? never())).toContain('Only the author')
    await bot.press(reply, 'annotate.dismiss', '70001', ALICE)
    expect(bot.posts).toEqual([])
    expect(bot.replies.at(-1)?.card.actions).toHaveLength(1)
    bot.rights = () => ({ admin: false, moderator: true })
    await bot.say(failing(10010))
    await bot.press(bot.posts[0]?.ref, 'annotate.dismiss', '10010', BOB)
    expect(bot.posts).toEqual([])
  })
  it('denies when the platform does not tell who may', async () => {
    await bot.say(FAILS)
    bot.rights = () => {
      throw new Error('the platform is silent')
    }
    await bot.press(bot.posts[0]?.ref, 'annotate.dismiss', '70001', BOB)
    await bot.command('imconfig', 'mode off', { by: BOB })
    expect(titles(bot)).toHaveLength(1)
    expect(textOf(bot.replies.at(-1)?.card ?? never())).toContain('Only an admin')
  })
  it('a dismissed annotation does not come back by an edit', async () => {
    const said = await bot.say(FAILS)
    await bot.press(bot.posts[0]?.ref, 'annotate.dismiss', '70001')
    await bot.edit(said, failing(10010))
    expect(bot.posts).toEqual([])
  })
})
