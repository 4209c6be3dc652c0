/** The reply to a message with an error code: when it comes, how it changes, how it goes. */
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DeliveryError } from '../../../src/chat/adapter.ts'
import { textOf } from '../../platforms/memory/local-platform.ts'
import { MINUTE, startBot, suppressed, type TestBot, titles } from '../../support/bot.ts'
import { FAILS, failing } from '../../support/failing-messages.ts'
import { never } from '../../support/never.ts'

const TOKEN = 'xoxb-123456789012-1234567890123-AbCdEfGhIjKlMnOpQrStUvWx'

let bot: TestBot
beforeEach(async () => {
  bot = await startBot()
})
afterEach(async () => {
  await bot.stop()
})

describe('an annotation', () => {
  it('answers a message with a code, short, as a reply with three buttons', async () => {
    const said = await bot.say(FAILS)
    const [post] = bot.posts
    expect(post?.card.title).toMatch(/^70001 · /)
    expect(post?.options.replyTo).toEqual(said.message)
    expect(post?.ref.conversation.thread).toBe(said.message.id)
    expect(post?.card.actions.map((action) => action.label)).toEqual(['Details', 'Not helpful', 'Dismiss'])
    expect(textOf(post?.card ?? never()).length).toBeLessThan(400)
  })
  it('stays silent on other numbers', async () => {
    await bot.say('listening on port 10010, pid 70001')
    expect(bot.posts).toEqual([])
    expect(await suppressed(bot, 'confidence')).toBe(1)
  })
  it('reads the title of a thread together with its first message', async () => {
    await bot.say('it happens since this morning on Android', { title: 'TIM login error code 6208' })
    expect(titles(bot)[0]).toMatch(/^6208 · /)
  })
  it('explains three codes and counts the rest', async () => {
    await bot.say([70001, 10010, 20009, 30010, 8002].map(failing).join('\n'))
    expect(titles(bot)).toEqual(['70001, 10010, 20009 +2 more'])
  })
  it('reads the alert of another bot', async () => {
    await bot.say(`[FIRING] im-gateway ${FAILS}`, { by: { id: 'B1', name: 'alerts', bot: true } })
    expect(titles(bot)).toHaveLength(1)
  })
  it('reads uploaded logs, packed or not, and posts their digest', async () => {
    await bot.say('see the log', { files: [bot.attach(Buffer.from(`start\n${FAILS}\n`))] })
    await bot.say('and this', { files: [bot.attach(gzipSync(`start\n${failing(10010)}\n`), 'two.log.gz')] })
    expect(titles(bot)).toEqual(['im.log: 1 code', 'two.log.gz: 1 code'])
    expect(bot.posts[0]?.card.actions.map((action) => action.label)).toContain('Dismiss')
  })
  it('goes on when a file cannot be read', async () => {
    await bot.say(FAILS, { files: [{ name: 'gone.log', size: 10, mediaType: 'text/plain', url: 'local:404' }] })
    expect(titles(bot)).toHaveLength(1)
    expect(bot.logged.some((line) => line.level === 'warn' && /file/.test(line.message))).toBe(true)
  })
})

describe('edits and deletions', () => {
  it('edits the annotation when the codes change, and not otherwise', async () => {
    const said = await bot.say(FAILS)
    await bot.edit(said, `${FAILS} please help`)
    expect(titles(bot)[0]).toMatch(/^70001/)
    await bot.edit(said, failing(10010))
    expect(titles(bot)).toHaveLength(1)
    expect(titles(bot)[0]).toMatch(/^10010/)
  })
  it('removes it when the codes are gone, and brings it back with them', async () => {
    const said = await bot.say(FAILS)
    await bot.edit(said, 'solved, thanks')
    expect(bot.posts).toEqual([])
    await bot.edit(said, failing(10010))
    expect(titles(bot)).toHaveLength(1)
  })
  it('annotates a message that gets its code by an edit', async () => {
    const said = await bot.say('wait, I will paste it')
    await bot.edit(said, FAILS)
    expect(titles(bot)).toHaveLength(1)
  })
  it('removes it with its message', async () => {
    const said = await bot.say(FAILS)
    await bot.erase(said.message)
    expect(bot.posts).toEqual([])
  })
  it('knows a reply that a moderator deleted as dismissed', async () => {
    const said = await bot.say(FAILS)
    const reply = bot.posts[0]?.ref ?? never()
    await bot.adapter.remove(reply)
    await bot.erase(reply)
    await bot.edit(said, failing(10010))
    expect(bot.posts).toEqual([])
  })
  it('survives a reply that is gone when it should be edited', async () => {
    const said = await bot.say(FAILS)
    await bot.adapter.remove(bot.posts[0]?.ref ?? never())
    await bot.edit(said, failing(10010))
    expect(bot.logged.filter((line) => line.level === 'error')).toEqual([])
  })
})

describe('quiet mode', () => {
  it('shows only that there is a code, and Details', async () => {
    bot.rights = () => ({ admin: true, moderator: true })
    await bot.command('imconfig', 'mode quiet')
    await bot.say(FAILS)
    expect(titles(bot)).toEqual(['Tencent Chat error: 70001'])
    expect(bot.posts[0]?.card.blocks).toEqual([])
    expect(bot.posts[0]?.card.actions.map((action) => action.label)).toEqual(['Details'])
  })
})

describe('a posted secret', () => {
  it('is told to its author alone, never quoted, code or not', async () => {
    await bot.say(`my token is ${TOKEN}`)
    await bot.say(`${FAILS} ${TOKEN}`)
    expect(bot.whispers.map((whisper) => whisper.person)).toEqual(['alice', 'alice'])
    expect(JSON.stringify([bot.whispers, bot.posts, bot.logged])).not.toContain('AbCdEfGh')
    expect(textOf(bot.whispers[0]?.card ?? never())).toMatch(/delete/i)
  })
  it('is left alone where the bot was told to look away, and in bots', async () => {
    await bot.say(TOKEN, { by: { id: 'B1', name: 'ci', bot: true } })
    bot.rights = () => ({ admin: true, moderator: true })
    await bot.command('imconfig', 'mode off')
    await bot.say(TOKEN)
    expect(bot.whispers).toEqual([])
  })
})

describe('delivery', () => {
  it('the same event again, also under a new id, also after six minutes and after a day', async () => {
    const said = await bot.say(FAILS)
    await bot.deliver(said)
    await bot.deliver({ ...said, id: 'another' })
    bot.clock.now += 6 * MINUTE
    await bot.deliver({ ...said, id: 'late' })
    bot.clock.now += 25 * 60 * MINUTE
    await bot.deliver({ ...said, id: 'later still' })
    expect(titles(bot)).toHaveLength(1)
  })
  it('a post that failed on its way is made up by the next delivery, never doubled', async () => {
    bot.failures.push({ error: new Error('connection cut'), after: true })
    const said = await bot.say(FAILS)
    expect(bot.logged.filter((line) => line.level === 'error')).toHaveLength(1)
    await bot.deliver(said)
    expect(titles(bot)).toHaveLength(1)
    expect((await bot.storage.annotations.bySource(said.message))?.codes).toEqual(['70001'])
  })
  it('a channel that refuses is logged and nothing else', async () => {
    bot.failures.push({ error: new DeliveryError('forbidden', 'missing permission'), after: false })
    await bot.say(FAILS)
    await bot.say(failing(10010))
    expect(titles(bot)).toHaveLength(1)
  })
})
