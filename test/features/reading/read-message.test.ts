import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createReadMessage, type Readable } from '../../../src/features/reading/read-message.ts'
import { channelOf, textOf } from '../../platforms/memory/local-platform.ts'
import { startBot, type TestBot } from '../../support/bot.ts'
import { knowledge } from '../../support/knowledge.ts'

const TOKEN = 'xoxb-123456789012-1234567890123-AbCdEfGhIjKlMnOpQrStUvWx'
const log = (code: number) => Buffer.from(`all is well\nE/TIM: login failed, ErrorCode: ${code}, desc: expired\n`)

let bot: TestBot
let unreadable: string[]
beforeEach(async () => {
  bot = await startBot()
  unreadable = []
})
afterEach(() => bot.stop())

const read = (said: Partial<Readable>) =>
  createReadMessage({
    knowledge,
    adapterOf: () => bot.adapter,
    onUnreadable: (file) => void unreadable.push(file.name),
  }).whole({ conversation: channelOf('support'), text: '', files: [], ...said })
const codesOf = (reading: Awaited<ReturnType<typeof read>>) => reading.mentions.map((mention) => mention.code)

describe('what a message says', () => {
  it('is in its title, its text and its files', async () => {
    const said = {
      title: 'TIM login error code 6208',
      text: 'sendMessage fails with ErrorCode 20009',
      files: [bot.attach(log(70001))],
    }
    const reading = await read(said)
    expect(codesOf(reading)).toEqual(['6208', '20009', '70001'])
    expect(reading.files[0]?.name).toBe('im.log')
    expect(reading.mentions.at(-1)?.evidence).toEqual(['line 2 of im.log'])
  })
  it('is read from packed logs, and from the first file that holds codes', async () => {
    const files = [bot.attach(Buffer.from('nothing\n'), 'a.txt'), bot.attach(gzipSync(log(70001)), 'b.log.gz')]
    expect((await read({ files })).files.find(({ digest }) => digest.codes.length > 0)?.name).toBe('b.log.gz')
  })
  it('leaves pictures, huge files and the fourth file alone', async () => {
    const picture = { ...bot.attach(log(70001), 'screen.png'), mediaType: 'image/png' }
    const huge = { ...bot.attach(log(70001), 'huge.log'), size: 33 * 1024 * 1024 }
    const quiet = [1, 2, 3].map((i) => bot.attach(Buffer.from('nothing\n'), `${i}.log`))
    expect(codesOf(await read({ files: [picture, huge] }))).toEqual([])
    expect(codesOf(await read({ files: [...quiet, bot.attach(log(70001), '4.log')] }))).toEqual([])
    expect(unreadable).toEqual([])
  })
  it('goes on without a file that cannot be read', async () => {
    const lost = { ...bot.attach(log(70001), 'lost.log'), url: 'elsewhere' }
    const broken = bot.attach(gzipSync(log(70001)).subarray(0, 12), 'broken.gz')
    const reading = await read({ text: 'ErrorCode 20009', files: [lost, broken, bot.attach(log(6206), 'good.log')] })
    expect(codesOf(reading)).toEqual(['20009', '6206'])
    expect(unreadable).toContain('lost.log')
  })
  it('reads what is left of a packed log that was cut on its way, and says so', async () => {
    const lines = Array.from(
      { length: 5_000 },
      (_, i) => `2024-03-04 10:00:00 ${i * 7919} TIM login failed, ErrorCode 70001`,
    )
    const packed = gzipSync(`${lines.join('\n')}\n`)
    const reading = await read({ files: [bot.attach(packed.subarray(0, packed.length - 2_000), 'cut.log.gz')] })
    expect(codesOf(reading)).toEqual(['70001'])
    expect(reading.files[0]?.digest.truncated).toBe(true)
    expect(unreadable).toEqual(['cut.log.gz'])
  })
  it('names each kind of secret once, from text and files, and quotes none', async () => {
    const held = Buffer.from(`E/TIM: login failed, ErrorCode: 70001, password=hunter2hunter2 token ${TOKEN}\n`)
    const reading = await read({ text: TOKEN, files: [bot.attach(held, 'someone@example.com.log')] })
    expect(reading.secrets.map((secret) => secret.name)).toEqual(['Slack token', 'password'])
    expect(JSON.stringify([reading.files, reading.mentions, reading.secrets])).not.toMatch(/AbCdEfGh|hunter2|someone@/)
  })
})

describe('the digest of an uploaded log', () => {
  it('quotes no secret, however the line is cut', async () => {
    for (const before of [0, 100, 230, 1_990, 2_000, 2_500])
      for (const after of [0, 100, 1_950, 1_990, 3_000]) {
        const line = `${'a b '.repeat(before / 4)}${TOKEN} ErrorCode: 70001 ${'c d '.repeat(after / 4)}userSig=eJyrVgrxCdYrSy1SslIy0jNQ0gHzM1NS80oy0zLBwok5`
        const reading = await read({ files: [bot.attach(Buffer.from(`${line}\n`))] })
        expect(codesOf(reading)).toEqual(['70001'])
        expect(JSON.stringify(reading.files), `${before} ${after}`).not.toMatch(/AbCdEf|IjKlMn|QrStUv|eJyrVgr|SslIy0j/)
      }
  })
  it('is in the language of the channel', async () => {
    bot.rights = () => ({ admin: true, moderator: true })
    await bot.command('imconfig', 'language zh')
    await bot.say('see the log', { files: [bot.attach(log(70001))] })
    const shown = textOf(bot.posts[0]?.card ?? { tone: 'info', title: '', summary: '', blocks: [], actions: [] })
    expect(shown).toMatch(/^im\.log: 1 个错误码\n2 行\n最可能的原因/)
  })
})
