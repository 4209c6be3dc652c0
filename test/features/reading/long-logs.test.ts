/** Big logs: others are answered meanwhile, reading ends, and nothing secret comes out as the name of a call. */
import { setImmediate } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createReadMessage } from '../../../src/features/reading/read-message.ts'
import { channelOf, textOf } from '../../platforms/memory/local-platform.ts'
import { startBot, type TestBot } from '../../support/bot.ts'
import { knowledge } from '../../support/knowledge.ts'
import { never } from '../../support/never.ts'

const line = (code: number) => `2026-06-01 09:00:00.000 E/TIM: sendMessage failed, ErrorCode: ${code}, desc: x\n`
const bigLog = (lines: number) => Buffer.from(Array.from({ length: lines }, (_, i) => line(70001 + (i % 3))).join(''))

let bot: TestBot
beforeEach(async () => {
  bot = await startBot()
})
afterEach(() => bot.stop())

describe('while a big log is read', () => {
  it.each([
    ['plain', (log: Buffer) => log],
    ['packed', (log: Buffer) => gzipSync(log)],
  ])('a lookup elsewhere is answered: %s', async (_, pack) => {
    const reading = bot.say('see the log', { files: [bot.attach(pack(bigLog(8_000)), 'im.log.gz')] })
    await setImmediate()
    await bot.command('imerr', '10010', { conversation: channelOf('other') })
    expect(bot.replies.map((reply) => reply.card.title)[0]).toMatch(/^10010 · /)
    expect(bot.posts).toEqual([])
    await reading
    expect(bot.posts[0]?.card.title).toBe('im.log.gz: 3 codes')
  })
  it('a lookup elsewhere is answered: pasted into a question', async () => {
    const text = bigLog(8_000).toString()
    const asking = bot.command('imerr', text)
    await setImmediate()
    await bot.command('imerr', '10010', { conversation: channelOf('other') })
    expect(bot.replies.map((reply) => reply.card.title)).toEqual([expect.stringMatching(/^10010 · /)])
    await asking
    expect(bot.replies[1]?.card.title).toMatch(/3 codes$/)
  })
  it.each([
    ['bytes, however small it was packed', { unpacked: 200_000 }],
    ['work', { workMs: 0 }],
  ])('reading ends after so much %s, and says that it did not see everything', async (_, limits) => {
    const read = createReadMessage({ knowledge, adapterOf: () => bot.adapter, onUnreadable: () => {}, limits })
    const file = bot.attach(gzipSync(bigLog(20_000)), 'im.log.gz')
    const reading = await read.whole({ conversation: channelOf('support'), text: '', files: [file] })
    expect(reading.files[0]?.digest.truncated).toBe(true)
    expect(reading.files[0]?.digest.lines).toBeLessThan(20_000)
  })
})

it('gzip within gzip without end is not unpacked for ever', async () => {
  let packed = gzipSync(bigLog(3))
  for (let layer = 0; layer < 2; layer++) packed = gzipSync(packed)
  await bot.say('packed thrice', { files: [bot.attach(packed, 'im.log.gz')] })
  expect(bot.posts).toHaveLength(1)
  for (let layer = 0; layer < 30; layer++) packed = gzipSync(packed)
  await bot.say('packed for ever', { conversation: channelOf('other'), files: [bot.attach(packed, 'im.log.gz')] })
  expect(bot.posts).toHaveLength(1)
})

describe('the call that a code came from', () => {
  it('is kept with the sighting and shown', async () => {
    await bot.say('see the log', { files: [bot.attach(bigLog(3))] })
    await bot.command('imerr', line(6206).repeat(20))
    const seen = await bot.storage.occurrences.page({ from: 0, to: bot.clock.now + 1 }, 0, 10)
    expect(new Set(seen.map(({ code, api }) => `${code} ${api}`))).toEqual(
      new Set(['70001 sendMessage', '70002 sendMessage', '70003 sendMessage', '6206 sendMessage']),
    )
  })
  it('is never a piece of a UserSig', async () => {
    const log = [
      'eJyrVgrxCdYrSy1SslIy0jNQ0gHzM1NS80oyzLzBwok5, ErrorCode: 70001',
      'E/TIM usersig eJwtzMEKgkAUheF3mbUhd8aZMYUWLVqJEbSJdsLcqUuSMo4SRe eJyrVgrx: login failed ErrorCode: 70001, x',
      'a4F6dK92lsPq0 fail ErrorCode: 70001',
    ].join('\n')
    await bot.say('see the log', { files: [bot.attach(Buffer.from(log))] })
    expect(bot.posts).toHaveLength(1)
    await bot.command('imerr', `${log}\n${'all is well\n'.repeat(12)}`)
    const seen = await bot.storage.occurrences.page({ from: 0, to: bot.clock.now + 1 }, 0, 10)
    expect(seen.map(({ api }) => api)).toEqual([undefined, undefined])
    expect(JSON.stringify([bot.posts, bot.replies])).not.toMatch(/eJyrVgrx|eJwtzME|a4F6dK92/)
  })
})

it('a dump of thousands of codes is counted and explained within bounds', async () => {
  const codes = Array.from({ length: 3_000 }, (_, i) => `ErrorCode: ${120_001 + i}`)
  const said = await bot.say(`Tencent IM SDK ${codes.join('\n')}`)
  const annotation = await bot.storage.annotations.bySource(said.message)
  expect(annotation?.codes).toHaveLength(100)
  expect(textOf(bot.posts[0]?.card ?? never()).length).toBeLessThan(2_000)
})
