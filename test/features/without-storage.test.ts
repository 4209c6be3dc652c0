/** The bot while its database is lost: it answers, it keeps what it was told, and it makes up for what storage missed. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { BOB, textOf } from '../platforms/memory/local-platform.ts'
import { startBot, type TestBot } from '../support/bot.ts'
import { type LosableStorage, openLosableStorage } from '../support/losable-storage.ts'
import { never } from '../support/never.ts'

const failing = (code: number) => `{"ActionStatus":"FAIL","ErrorCode":${code},"ErrorInfo":"x"}`

let database: LosableStorage
let bot: TestBot
beforeEach(async () => {
  database = await openLosableStorage()
  bot = await startBot({}, database.storage)
  bot.rights = () => ({ admin: true, moderator: true })
})
afterEach(async () => {
  await bot.stop()
  await database.storage.close()
})

/** The database is back, and the bot has noticed. */
async function found() {
  database.lost = false
  await vi.waitFor(() => expect(bot.parts()).toMatchObject({ storage: true }), { timeout: 20_000, interval: 100 })
}
const lastShown = () => textOf(bot.replies.at(-1)?.card ?? never())

describe('while storage does not answer', () => {
  it('a channel that was off stays off, and a person who opted out stays out', async () => {
    await bot.command('imconfig', 'mode off')
    await bot.command('imerr', 'optout', { by: BOB })
    await bot.say('hello', { by: BOB, conversation: { platform: 'local', workspace: 'team', channel: 'other' } })
    database.lost = true
    await bot.say(failing(70001))
    await bot.say(failing(70001), { by: BOB, conversation: { platform: 'local', workspace: 'team', channel: 'other' } })
    expect(bot.posts).toEqual([])
    expect(bot.parts()).toMatchObject({ storage: false })
  })
  it('nobody waits for it again and again', async () => {
    database.lost = true
    await bot.command('imerr', '10010')
    const { calls } = database
    for (const code of [70001, 10010, 20009]) await bot.say(failing(code))
    for (const words of ['10010', 'kicked offline', 'optout']) await bot.command('imerr', words)
    expect(database.calls).toBe(calls)
    expect(bot.posts).toHaveLength(3)
  })
  it('settings are neither guessed nor changed', async () => {
    await bot.command('imconfig', 'mode quiet')
    database.lost = true
    for (const words of ['show', 'history', 'mode off']) {
      await bot.command('imconfig', words)
      expect(lastShown(), words).toContain('My storage does not answer')
    }
  })
  it('every command and button is answered, and none fails', async () => {
    await bot.say(failing(70001))
    const reply = bot.posts[0]?.ref
    database.lost = true
    const asked = ['10010', 'kicked offline', `why ${failing(70001)}`, 'optout', 'optin', 'help']
    for (const words of asked) await bot.command('imerr', words)
    for (const words of ['top', 'incidents', 'note 70001 call us', 'ticket 70001']) await bot.command('imtriage', words)
    for (const words of ['show', 'history', 'language zh']) await bot.command('imconfig', words)
    const buttons = ['details', 'unhelpful', 'optout', 'dismiss']
    for (const button of buttons) await bot.press(reply, `annotate.${button}`, '70001')
    expect(bot.replies).toHaveLength(asked.length + 4 + 3 + buttons.length)
    expect(bot.logged.filter(({ message }) => message === 'an event failed')).toEqual([])
    const [line, ...more] = bot.logged.filter(({ message }) => message.startsWith('storage does not answer'))
    expect(String(line?.fields.err)).toContain('the database is gone')
    expect(more).toEqual([])
  })
  it('a dismissal holds, and storage learns of it when it is back', async () => {
    const said = await bot.say(failing(70001))
    database.lost = true
    await bot.press(bot.posts[0]?.ref, 'annotate.dismiss', '70001')
    expect(bot.posts).toEqual([])
    await bot.edit(said, failing(10010))
    expect(bot.posts).toEqual([])
    await found()
    await bot.edit(said, failing(20009))
    expect(bot.posts).toEqual([])
    expect((await database.storage.annotations.bySource(said.message))?.state).toBe('dismissed')
  })
  it('an edit of an annotation that storage never saw still reaches it', async () => {
    database.lost = true
    const said = await bot.say(failing(70001))
    await found()
    await bot.edit(said, failing(10010))
    expect(bot.posts.map((post) => post.card.title.slice(0, 5))).toEqual(['10010'])
  })
})
