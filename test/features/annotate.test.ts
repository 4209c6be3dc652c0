import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DeliveryError } from '../../src/chat/adapter.ts'
import { MINUTE, startBot, type TestBot } from '../support/bot.ts'
import { ALICE, channelOf, textOf } from '../support/local-platform.ts'

const FAILS = '{"ActionStatus":"FAIL","ErrorCode":70001,"ErrorInfo":"UserSig expired"}'
const failing = (code: number) => FAILS.replace('70001', String(code))
const BOB = { id: 'bob', name: 'Bob', bot: false }
const TOKEN = 'xoxb-123456789012-1234567890123-AbCdEfGhIjKlMnOpQrStUvWx'

let bot: TestBot
beforeEach(async () => {
  bot = await startBot()
})
afterEach(async () => {
  await bot.stop()
})

const titles = () => bot.posts.map((post) => post.card.title)
async function suppressed(gate: string) {
  const line = new RegExp(`imerr_suppressed_total\\{gate="${gate}"\\} (\\d+)`).exec(await bot.metrics())
  return Number(line?.[1] ?? 0)
}

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
    expect(await suppressed('confidence')).toBe(1)
  })
  it('reads the title of a thread together with its first message', async () => {
    await bot.say('it happens since this morning on Android', { title: 'TIM login error code 6208' })
    expect(titles()[0]).toMatch(/^6208 · /)
  })
  it('explains three codes and counts the rest', async () => {
    await bot.say([70001, 10010, 20009, 30010, 8002].map(failing).join('\n'))
    expect(titles()).toEqual(['70001, 10010, 20009 +2 more'])
  })
  it('reads the alert of another bot', async () => {
    await bot.say(`[FIRING] im-gateway ${FAILS}`, { by: { id: 'B1', name: 'alerts', bot: true } })
    expect(titles()).toHaveLength(1)
  })
  it('reads uploaded logs, packed or not, and posts their digest', async () => {
    await bot.say('see the log', { files: [bot.attach(Buffer.from(`start\n${FAILS}\n`))] })
    await bot.say('and this', { files: [bot.attach(gzipSync(`start\n${failing(10010)}\n`), 'two.log.gz')] })
    expect(titles()).toEqual(['im.log: 1 code', 'two.log.gz: 1 code'])
    expect(bot.posts[0]?.card.actions.map((action) => action.label)).toContain('Dismiss')
  })
  it('goes on when a file cannot be read', async () => {
    await bot.say(FAILS, { files: [{ name: 'gone.log', size: 10, mediaType: 'text/plain', url: 'local:404' }] })
    expect(titles()).toHaveLength(1)
    expect(bot.logged.some((line) => line.level === 'warn' && /file/.test(line.message))).toBe(true)
  })
})

describe('the gates', () => {
  it('channel mode: off', async () => {
    await bot.stop()
    bot = await startBot({ IMERR_SUPPORT_CHANNELS: 'help-*' })
    await bot.say(FAILS)
    expect(await suppressed('channel mode')).toBe(1)
    bot.channelName = 'help-im'
    await bot.say(FAILS)
    expect(titles()).toHaveLength(1)
  })
  it('channel mode: silent where other organisations read along', async () => {
    await bot.say(FAILS, { external: true })
    expect(bot.posts).toEqual([])
    bot.rights = () => ({ admin: true, moderator: true })
    await bot.command('imconfig', 'shared allow')
    await bot.say(FAILS, { external: true })
    expect(titles()).toHaveLength(1)
  })
  it('author opted out, and back in', async () => {
    await bot.command('imerr', 'optout')
    await bot.say(FAILS)
    expect(await suppressed('author opted out')).toBe(1)
    await bot.say(FAILS, { by: BOB })
    await bot.command('imerr', 'optin')
    await bot.say(failing(10010))
    expect(titles().map((title) => title.slice(0, 5))).toEqual(['70001', '10010'])
  })
  it('ignored bot', async () => {
    bot.rights = () => ({ admin: true, moderator: true })
    await bot.command('imconfig', 'ignore-bot <@B1>')
    await bot.say(FAILS, { by: { id: 'B1', name: 'alerts', bot: true } })
    expect(await suppressed('ignored bot')).toBe(1)
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
    expect(await suppressed('already explained')).toBe(1)
  })
  it('cooldown per channel and code', async () => {
    await bot.say(FAILS)
    await bot.say(FAILS, { by: BOB })
    expect(await suppressed('cooldown')).toBe(1)
    await bot.say(FAILS, { conversation: channelOf('other') })
    bot.clock.now += 31 * MINUTE
    await bot.say(FAILS)
    expect(titles()).toHaveLength(3)
  })
  it('channel budget, then one storm summary, then silence', async () => {
    for (const code of [70001, 10010, 20009, 30010, 8002, 10007, 10017, 20003, 10004]) await bot.say(failing(code))
    expect(titles()).toHaveLength(7)
    expect(titles()[6]).toBe('Many error codes at once')
    expect(await suppressed('channel budget')).toBe(3)
  })
})

describe('edits and deletions', () => {
  it('edits the annotation when the codes change, and not otherwise', async () => {
    const said = await bot.say(FAILS)
    await bot.edit(said, `${FAILS} please help`)
    expect(titles()[0]).toMatch(/^70001/)
    await bot.edit(said, failing(10010))
    expect(titles()).toHaveLength(1)
    expect(titles()[0]).toMatch(/^10010/)
  })
  it('removes it when the codes are gone, and brings it back with them', async () => {
    const said = await bot.say(FAILS)
    await bot.edit(said, 'solved, thanks')
    expect(bot.posts).toEqual([])
    await bot.edit(said, failing(10010))
    expect(titles()).toHaveLength(1)
  })
  it('annotates a message that gets its code by an edit', async () => {
    const said = await bot.say('wait, I will paste it')
    await bot.edit(said, FAILS)
    expect(titles()).toHaveLength(1)
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
    expect(titles()).toHaveLength(1)
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
    expect(titles()).toHaveLength(1)
    expect(textOf(bot.replies.at(-1)?.card ?? never())).toContain('Only an admin')
  })
  it('a dismissed annotation does not come back by an edit', async () => {
    const said = await bot.say(FAILS)
    await bot.press(bot.posts[0]?.ref, 'annotate.dismiss', '70001')
    await bot.edit(said, failing(10010))
    expect(bot.posts).toEqual([])
  })
})

describe('quiet mode', () => {
  it('shows only that there is a code, and Details', async () => {
    bot.rights = () => ({ admin: true, moderator: true })
    await bot.command('imconfig', 'mode quiet')
    await bot.say(FAILS)
    expect(titles()).toEqual(['Tencent Chat error: 70001'])
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
    expect(titles()).toHaveLength(1)
  })
  it('a post that failed on its way is made up by the next delivery, never doubled', async () => {
    bot.failures.push({ error: new Error('connection cut'), after: true })
    const said = await bot.say(FAILS)
    expect(bot.logged.filter((line) => line.level === 'error')).toHaveLength(1)
    await bot.deliver(said)
    expect(titles()).toHaveLength(1)
    expect((await bot.storage.annotations.bySource(said.message))?.codes).toEqual(['70001'])
  })
  it('a channel that refuses is logged and nothing else', async () => {
    bot.failures.push({ error: new DeliveryError('forbidden', 'missing permission'), after: false })
    await bot.say(FAILS)
    await bot.say(failing(10010))
    expect(titles()).toHaveLength(1)
  })
})

function never(): never {
  throw new Error('nothing was shown')
}
