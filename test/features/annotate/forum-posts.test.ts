/** Forum posts, and threads with a title: each is a question of its own. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { MessageEvent } from '../../../src/chat/event.ts'
import { BOB, channelOf, textOf } from '../../platforms/memory/local-platform.ts'
import { MINUTE, startBot, suppressed, type TestBot, titles } from '../../support/bot.ts'
import { FAILS, failing } from '../../support/failing-messages.ts'
import { never } from '../../support/never.ts'

const CODES = [70001, 10010, 20009, 30010, 8002, 10007, 10017, 20003, 10004]

let bot: TestBot
beforeEach(async () => {
  bot = await startBot()
})
afterEach(() => bot.stop())

const person = (name: string) => ({ id: name, name, bot: false })
const inPost = (post: string) => {
  const conversation = { ...channelOf('forum'), thread: post }
  return { conversation, replyIn: conversation }
}
/** Opens a post as a forum tells of it: the title comes with the first message. */
const open = (post: string, text: string, more: Partial<MessageEvent> = {}) =>
  bot.say(text, { ...inPost(post), title: 'Please help', ...more })
async function why(id: string) {
  await bot.command('imerr', `why https://local.example/forum/${id}`)
  return textOf(bot.replies.at(-1)?.card ?? never())
}

describe('a post', () => {
  it('gets its answer, whatever was answered in the one beside it', async () => {
    await open('p1', FAILS)
    await open('p2', FAILS, { by: BOB })
    expect(bot.posts.map((post) => post.ref.conversation.thread)).toEqual(['p1', 'p2'])
    expect(await suppressed(bot, 'cooldown')).toBe(0)
  })
  it('gets it once, however often the code comes', async () => {
    await open('p1', FAILS)
    await bot.say(FAILS, inPost('p1'))
    bot.clock.now += 40 * MINUTE
    await bot.say(FAILS, { ...inPost('p1'), by: BOB })
    expect(titles(bot)).toHaveLength(1)
    expect(await suppressed(bot, 'already explained')).toBe(2)
  })
  it('gets it also when the code comes later than the question', async () => {
    await open('p1', FAILS)
    await open('p2', 'login is broken', { by: BOB })
    await bot.say(`here is the log: ${FAILS}`, { ...inPost('p2'), by: BOB })
    expect(bot.posts.map((post) => post.ref.conversation.thread)).toEqual(['p1', 'p2'])
  })
  it('is no reason for a thread without a title to be answered again', async () => {
    await bot.say(FAILS)
    await bot.say(FAILS, { conversation: { ...channelOf('support'), thread: 't1' }, by: BOB })
    expect(titles(bot)).toHaveLength(1)
    expect(await suppressed(bot, 'cooldown')).toBe(1)
  })
})

describe('a busy forum', () => {
  it('answers twenty people in ten minutes, each in a post of their own', async () => {
    for (let i = 0; i < 20; i++) {
      await open(`p${i}`, failing(CODES[i % CODES.length] ?? 0), { by: person(`person${i}`) })
      bot.clock.now += MINUTE / 3
    }
    expect(titles(bot)).toHaveLength(20)
    expect(titles(bot)).not.toContain('Many error codes at once')
  })
  it('takes many messages in one post for a storm', async () => {
    await open('p0', 'what is going on?')
    for (const [i, code] of CODES.entries()) await bot.say(failing(code), { ...inPost('p0'), by: person(`person${i}`) })
    expect(titles(bot)).toHaveLength(7)
    expect(titles(bot)[6]).toBe('Many error codes at once')
    const last = await bot.say(failing(30001), inPost('p0'))
    expect(await why(last.message.id)).toMatch(
      /Gate "channel budget": \d annotations in the last 10 min in this post\./,
    )
    // Others have their answers all the same.
    await open('p1', FAILS, { by: BOB })
    expect(titles(bot)).toHaveLength(8)
  })
  it('takes many posts of one person for a storm', async () => {
    for (const [i, code] of CODES.entries()) await open(`p${i}`, failing(code))
    expect(titles(bot)).toHaveLength(7)
    expect(titles(bot)[6]).toBe('Many error codes at once')
    const last = await open('p99', failing(30001))
    expect(await why(last.message.id)).toContain('7 annotations in the last 10 min for the same person')
    await open('p100', FAILS, { by: BOB })
    expect(titles(bot)).toHaveLength(8)
  })
  it('is quiet at last when a crowd floods it', async () => {
    for (let i = 0; i < 65; i++) await open(`p${i}`, FAILS, { by: person(`person${i}`) })
    expect(titles(bot)).toHaveLength(61)
    expect(titles(bot)[60]).toBe('Many error codes at once')
    const last = await open('p99', FAILS, { by: BOB })
    expect(await why(last.message.id)).toContain('61 annotations in the last 10 min in all posts of this channel')
  })
})
