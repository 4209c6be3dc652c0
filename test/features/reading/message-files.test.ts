/** Codes in the text of a message and in its files: all are named, and so is what was not read. */
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { FileRef } from '../../../src/chat/event.ts'
import { BOB, textOf } from '../../platforms/memory/local-platform.ts'
import { MINUTE, startBot, type TestBot, titles } from '../../support/bot.ts'
import { FAILS, failing } from '../../support/failing-messages.ts'
import { never } from '../../support/never.ts'

const log = (...codes: number[]) =>
  Buffer.from(codes.map((code) => `E/TIM: login failed, ErrorCode: ${code}, desc: expired\n`).join(''))

let bot: TestBot
beforeEach(async () => {
  bot = await startBot()
})
afterEach(() => bot.stop())

const shown = () => textOf(bot.posts[0]?.card ?? never())

describe('an annotation of text and files', () => {
  it('names every code, text first, then file by file', async () => {
    await bot.say(failing(10010), { files: [bot.attach(log(6206), 'a.log'), bot.attach(log(70001), 'b.log')] })
    expect(titles(bot)).toEqual(['10010, 6206, 70001'])
    expect(shown()).toMatch(/10010 · .*\nIn a\.log: 6206 · .*\nIn b\.log: 70001 · /)
    expect(shown().indexOf('In a.log')).toBeGreaterThan(shown().indexOf('10010 · '))
  })
  it('keeps to three codes and counts the rest', async () => {
    await bot.say(failing(10010), { files: [bot.attach(log(6206, 70001, 6208, 20009), 'a.log')] })
    expect(titles(bot)).toEqual(['10010, 6206, 70001 +2 more'])
    expect(shown()).toContain('+2 more')
  })
  it('says a code once, in the first place that it stands in', async () => {
    await bot.say(FAILS, { files: [bot.attach(log(70001, 6208), 'a.log'), bot.attach(log(6208), 'b.log')] })
    expect(titles(bot)).toEqual(['70001, 6208'])
    expect(shown()).not.toContain('b.log')
  })
  it('shows the digest of the one file that holds them all', async () => {
    const files = [bot.attach(Buffer.from('all is well\n'), 'a.log'), bot.attach(log(70001, 6208), 'b.log')]
    await bot.say('login fails', { files })
    expect(titles(bot)).toEqual(['b.log: 2 codes'])
  })
  it('tells files of one name apart', async () => {
    await bot.say('login fails', { files: [bot.attach(log(70001), 'im.log'), bot.attach(log(6208), 'im.log')] })
    expect(titles(bot)).toEqual(['70001, 6208'])
  })
  it('says in a line what was not read, and why', async () => {
    const huge = { ...bot.attach(log(70001), 'huge.log'), size: 33 * 1024 * 1024 }
    const picture = { ...bot.attach(log(70001), 'screen.png'), mediaType: 'image/png' }
    await bot.say(failing(10010), { files: [huge, picture] })
    expect(shown()).toContain('Not read: huge.log (larger than 32 MB), screen.png (no text or log).')
    const lost: FileRef = { name: 'lost.log', size: 10, mediaType: 'text/plain', url: 'local:404' }
    const many = ['1', '2', '3', '4', '5'].map((name) => bot.attach(log(6206), `${name}.log`))
    await bot.say('and these', { files: [lost, ...many] })
    const second = textOf(bot.posts[1]?.card ?? never())
    expect(second).toContain('Not read: 3.log, 4.log, 5.log (I read 3 files of a message) +1 more.')
    expect(titles(bot)[1]).toBe('1.log: 1 code')
  })
  it('says when only the beginning of a file was read', async () => {
    const lines = Array.from({ length: 5_000 }, (_, i) => `${i * 7919} TIM login failed, ErrorCode 70001`)
    const packed = gzipSync(lines.join('\n'))
    await bot.say(failing(10010), { files: [bot.attach(packed.subarray(0, packed.length - 2_000), 'cut.log.gz')] })
    expect(shown()).toContain('Only the beginning was read of cut.log.gz.')
  })
  it('stays silent about files where there is no code', async () => {
    await bot.say('have a look', { files: [{ ...bot.attach(log(70001), 'screen.png'), mediaType: 'image/png' }] })
    expect(bot.posts).toEqual([])
  })
})

describe('a file that comes slowly', () => {
  /** Opens for whoever waits, when the test says so. */
  let arrive: () => void
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const { promise, resolve } = Promise.withResolvers<void>()
    arrive = resolve
    const { openFile } = bot.adapter
    bot.adapter.openFile = async (...asked) => {
      await promise
      return openFile(...asked)
    }
  })
  afterEach(() => {
    vi.useRealTimers()
  })
  const patience = () => vi.advanceTimersByTimeAsync(3_000)

  it('does not hold up the answer about the text, and is added to it', async () => {
    const saying = bot.say(failing(10010), { files: [bot.attach(log(6206), 'a.log')] })
    await patience()
    expect(titles(bot)).toEqual([expect.stringMatching(/^10010 · /)])
    expect(shown()).toContain('Still reading a.log.')
    arrive()
    const said = await saying
    expect(titles(bot)).toEqual(['10010, 6206'])
    expect(shown()).not.toContain('Still reading')
    expect((await bot.storage.annotations.bySource(said.message))?.codes).toEqual(['10010', '6206'])
  })
  it('is answered alone when the text says nothing', async () => {
    const saying = bot.say('see the log', { files: [bot.attach(log(6206), 'a.log')] })
    await patience()
    expect(bot.posts).toEqual([])
    arrive()
    await saying
    expect(titles(bot)).toEqual(['a.log: 1 code'])
  })
  it('does not hold up others in the channel', async () => {
    const saying = bot.say('see the log', { files: [bot.attach(log(6206), 'a.log')] })
    const other = bot.say(FAILS, { by: BOB })
    await patience()
    await other
    expect(titles(bot)).toEqual([expect.stringMatching(/^70001 · /)])
    arrive()
    await saying
    expect(titles(bot)).toHaveLength(2)
  })
  it('passes the same gates', async () => {
    await bot.say(failing(6206))
    const saying = bot.say(failing(10010), { files: [bot.attach(log(6206), 'a.log')] })
    await patience()
    arrive()
    await saying
    expect(titles(bot)[1]).toMatch(/^10010 · /)
    expect(textOf(bot.posts[1]?.card ?? never())).not.toContain('Still reading')
  })
  it('brings nothing back that was dismissed, deleted or changed meanwhile', async () => {
    const dismissed = bot.say(failing(10010), { files: [bot.attach(log(6206), 'a.log')] })
    await patience()
    await bot.press(bot.posts[0]?.ref, 'annotate.dismiss', '10010')
    const deleted = bot.say(failing(20009), { files: [bot.attach(log(6208), 'a.log')] })
    await patience()
    const source = bot.posts[0]?.options.replyTo ?? never()
    await bot.erase(source)
    const said = await bot.say('wait, I will upload it')
    const edited = { ...said, kind: 'edit', at: bot.clock.now } as const
    const files = [bot.attach(log(8002), 'a.log')]
    const changed = bot.deliver({ ...edited, id: 'e1', text: 'see the log', files })
    await patience()
    await bot.deliver({ ...edited, id: 'e2', text: 'solved', files: [] })
    arrive()
    await Promise.all([dismissed, deleted, changed])
    expect(bot.posts).toEqual([])
  })
  it('does not take away, while it is read again for an edit, what it said before', async () => {
    arrive()
    const said = await bot.say('see the log', { files: [bot.attach(log(6206), 'a.log')] })
    bot.clock.now += MINUTE
    const again = Promise.withResolvers<void>()
    const { openFile } = bot.adapter
    bot.adapter.openFile = async (...asked) => {
      await again.promise
      return openFile(...asked)
    }
    const editing = bot.edit(said, `see the log, also ${failing(10010)}`)
    await patience()
    expect(titles(bot)).toEqual(['a.log: 1 code'])
    again.resolve()
    await editing
    expect(titles(bot)).toEqual(['10010, 6206'])
  })
  it('is waited for when the bot stops', async () => {
    const saying = bot.say(failing(10010), { files: [bot.attach(log(6206), 'a.log')] })
    await patience()
    const stopping = bot.stop()
    arrive()
    await Promise.all([saying, stopping])
    expect(titles(bot)).toEqual(['10010, 6206'])
    bot = await startBot()
  })
})
