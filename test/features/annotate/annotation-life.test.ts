/** An annotation over the life of its message: edits, deletions, restarts, storms, secrets, and what comes out of order. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DeliveryError } from '../../../src/chat/adapter.ts'
import { ALICE, channelOf, textOf } from '../../platforms/memory/local-platform.ts'
import { startBot, type TestBot } from '../../support/bot.ts'
import { never } from '../../support/never.ts'

const failing = (code: number) => `{"ActionStatus":"FAIL","ErrorCode":${code},"ErrorInfo":"x"}`
const TOKEN = 'xoxb-123456789012-1234567890123-AbCdEfGhIjKlMnOpQrStUvWx'
const STORM = [70001, 10010, 20009, 30010, 8002, 10007, 10017]

let bot: TestBot
beforeEach(async () => {
  bot = await startBot()
})
afterEach(() => bot.stop())

const titles = () => bot.posts.map((post) => post.card.title)
const seen = async () =>
  (await bot.storage.occurrences.page({ from: 0, to: bot.clock.now + 1 }, 0, 50)).map(({ code }) => code)

describe('an edit', () => {
  it('that comes while the first reply is on its way changes that reply', async () => {
    const gate = Promise.withResolvers<void>()
    const { post } = bot.adapter
    const adapter = bot.adapter as { post: typeof post }
    adapter.post = async (...args) => {
      await gate.promise
      return post(...args)
    }
    const saying = bot.say(failing(70001), { id: 'm1', message: { conversation: channelOf('support'), id: 'm1' } })
    const said = { ...said1(), text: failing(70001) }
    const editing = bot.edit(said, failing(10010))
    gate.resolve()
    await Promise.all([saying, editing])
    expect(titles()).toHaveLength(1)
    expect(titles()[0]).toMatch(/^10010/)
  })
  it('counts the codes that it adds, with their call', async () => {
    const said = await bot.say(failing(70001))
    await bot.edit(said, `${failing(70001)}\n${failing(10010)}`)
    expect(await seen()).toEqual(['70001', '10010'])
    expect(titles()).toEqual(['70001, 10010'])
  })
  it('may change the codes of an annotation whatever the budget', async () => {
    const said = await bot.say(failing(70001))
    for (const code of STORM.slice(1, 6)) await bot.say(failing(code))
    await bot.edit(said, failing(6208))
    expect(titles()).toHaveLength(6)
    expect(titles()[0]).toMatch(/^6208/)
  })
  it('of a message annotated before a restart finds its annotation', async () => {
    const said = await bot.say(failing(70001))
    const again = await startBot({}, bot.storage)
    const edited: unknown[] = []
    const adapter = again.adapter as { edit: typeof again.adapter.edit }
    adapter.edit = async (message) => void edited.push(message)
    await again.edit(said, failing(10010))
    expect(edited).toEqual([bot.posts[0]?.ref])
    expect(again.posts).toEqual([])
    await again.stop()
  })
  it('does not bring back what somebody took away by the platform, also when we did not hear of it', async () => {
    const said = await bot.say(failing(70001))
    await bot.adapter.remove(bot.posts[0]?.ref ?? never())
    await bot.edit(said, failing(10010))
    await bot.edit(said, failing(20009))
    expect(titles()).toEqual([])
    expect((await bot.storage.annotations.bySource(said.message))?.state).toBe('dismissed')
  })
  it('of a question that was answered is no reason to speak again', async () => {
    const said = await bot.say(failing(70001), { addressed: true })
    expect(bot.replies).toHaveLength(1)
    const posts = bot.posts.length
    await bot.edit(said, failing(10010))
    expect(bot.posts).toHaveLength(posts)
  })
})

describe('a storm', () => {
  it('leaves its summary where it is when the message is edited, until the last code is gone', async () => {
    let said = await bot.say('nothing')
    for (const code of STORM) said = await bot.say(failing(code))
    expect(titles().at(-1)).toBe('Many error codes at once')
    await bot.edit(said, `${failing(10017)} please help`)
    expect(titles().at(-1)).toBe('Many error codes at once')
    await bot.edit(said, 'solved')
    expect(titles()).not.toContain('Many error codes at once')
  })
  it('is not announced under a message that was dismissed a day ago and is delivered again', async () => {
    const said = await bot.say(failing(70001))
    await bot.press(bot.posts[0]?.ref, 'annotate.dismiss', '70001')
    bot.clock.now += 25 * 3_600_000
    for (const code of STORM.slice(1)) await bot.say(failing(code))
    await bot.deliver({ ...said, id: 'late' })
    expect(titles()).not.toContain('Many error codes at once')
    expect((await bot.storage.annotations.bySource(said.message))?.state).toBe('dismissed')
  })
})

describe('a deletion', () => {
  it('that comes before the reply is out takes it away', async () => {
    const message = { conversation: channelOf('support'), id: 'm9' }
    await Promise.all([bot.say(failing(70001), { id: 'm9', message }), bot.erase(message)])
    expect(titles()).toEqual([])
  })
  it('that is heard of before its message leaves nothing to explain', async () => {
    const message = { conversation: channelOf('support'), id: 'm9' }
    await bot.erase(message)
    await bot.say(failing(70001), { id: 'm9', message })
    expect(titles()).toEqual([])
  })
})

describe('a secret', () => {
  it('that an edit or a file brings is told to the author, once for each kind and message', async () => {
    const said = await bot.say('wait')
    await bot.edit(said, TOKEN)
    await bot.edit(said, `${TOKEN} please`)
    expect(bot.whispers).toHaveLength(1)
    await bot.edit(said, `${TOKEN} password=hunter2hunter2`)
    expect(bot.whispers).toHaveLength(2)
    await bot.say('', { files: [bot.attach(Buffer.from(`all is well ${TOKEN}\n`))] })
    expect(bot.whispers).toHaveLength(3)
    expect(JSON.stringify([bot.whispers, bot.posts, bot.logged])).not.toMatch(/AbCdEfGh|hunter2/)
  })
  it('is told although the annotation was dismissed, and not where the bot is off', async () => {
    const said = await bot.say(failing(70001))
    await bot.press(bot.posts[0]?.ref, 'annotate.dismiss', '70001')
    await bot.edit(said, `${failing(70001)} ${TOKEN}`)
    expect(bot.whispers).toHaveLength(1)
    const other = await bot.say(failing(10010))
    bot.rights = () => ({ admin: true, moderator: true })
    await bot.command('imconfig', 'mode off')
    await bot.edit(other, `${failing(10010)} ${TOKEN}`)
    expect(bot.whispers).toHaveLength(1)
  })
  it('whose warning cannot be delivered does not cost the explanation', async () => {
    const adapter = bot.adapter as { whisper: typeof bot.adapter.whisper }
    for (const error of [new DeliveryError('forbidden', 'no direct messages'), new Error('connection cut')]) {
      adapter.whisper = () => Promise.reject(error)
      await bot.say(`${failing(error instanceof DeliveryError ? 70001 : 10010)} ${TOKEN}`)
    }
    expect(titles()).toHaveLength(2)
    expect(bot.logged.filter((line) => line.message === 'a message could not be delivered')).toHaveLength(2)
  })
})

it('a question with a log is answered with its digest, and a secret in it is named', async () => {
  const log = `E/TIM: sendMessage failed, ErrorCode: 70001, token ${TOKEN}\n`
  await bot.say('what is wrong here?', { addressed: true, files: [bot.attach(Buffer.from(log))] })
  const shown = bot.replies[0]?.card ?? never()
  expect(shown.title).toBe('im.log: 1 code')
  expect(textOf(shown)).toContain('Please delete it')
  expect(JSON.stringify(shown)).not.toContain('AbCdEfGh')
  expect(await seen()).toEqual(['70001'])
})

function said1() {
  const conversation = channelOf('support')
  const message = { conversation, id: 'm1' }
  return { kind: 'message' as const, id: 'm1', conversation, message, text: '', files: [], at: 0, by: ALICE }
}
