import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { PassThrough } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { createConsoleAdapter } from '../../adapters/console/console.ts'
import { widthOf } from '../../src/chat/columns.ts'
import { loadConfig } from '../../src/config.ts'
import { COMMANDS } from '../../src/features/commands.ts'
import { createBot } from '../../src/service/bot.ts'
import { openStorage } from '../../src/storage/open.ts'
import { knowledge } from '../support/knowledge.ts'
import { runNode } from '../support/run.ts'

const log = { info: () => {}, warn: () => {}, error: () => {} }
const pause = () => new Promise((resolve) => setTimeout(resolve, 150))

/** Types lines into the console adapter as on a terminal, a pause between them, and returns what it printed. */
async function type(lines: readonly string[], isTTY = true, locale = 'en', columns = 80): Promise<string> {
  const input = Object.assign(new PassThrough(), { isTTY, setRawMode: () => input })
  const output = Object.assign(new PassThrough(), { isTTY, columns })
  let shown = ''
  output.on('data', (chunk: Buffer) => {
    shown += chunk.toString()
  })
  const adapter = createConsoleAdapter({ input, output, color: false, locale })
  const storage = await openStorage({ file: ':memory:' })
  const bot = await createBot({
    env: loadConfig({ IMERR_LANG: locale }),
    knowledge,
    storage,
    adapters: [adapter],
    log,
    now: Date.now,
  })
  await adapter.start(bot.sink, COMMANDS)
  expect(adapter.ready()).toBe(true)
  for (const line of lines) {
    input.write(`${line}\n`)
    if (isTTY) await pause()
  }
  input.end()
  await adapter.finished
  expect(adapter.ready()).toBe(false)
  await bot.sink.drain()
  bot.stop()
  await storage.close()
  // What readline draws for a line editor is not what the bot says.
  return shown
}

describe('the console adapter', () => {
  it('answers a command', async () => {
    expect(await type(['/imerr 10010'])).toContain('10010 · ')
  })
  it('understands who does not know its signs yet', async () => {
    const shown = await type(['imerr 10010', '/imer 10010', '/10010', '/imerr6206', '/nonsense', 'help'])
    expect(shown).toContain('Commands begin with a slash: /imerr 10010')
    expect(shown).toContain('No command /imer. Did you mean /imerr?')
    expect(shown).toContain('No command /10010. Did you mean /imerr 10010?')
    expect(shown).toContain('No command /imerr6206. Did you mean /imerr?')
    expect(shown).toContain('No command /nonsense. Type /help.')
    expect(shown.match(/This terminal is a channel/g)).toHaveLength(2)
    expect(shown).not.toContain('nothing to explain')
    // In a log these are words like any other.
    expect(await type(['exit', 'imerr 10010', 'ErrorCode 70001'], false)).toContain('70001 · ')
  })
  it.each(['exit', 'quit', 'QUIT'])('"%s" leaves', async (word) => {
    expect(await type([word, 'login fails, ErrorCode 70001'])).not.toContain('70001 · ')
  })
  it('takes the path of a file as a shell does', async () => {
    const folder = mkdtempSync(join(homedir(), '.imerr-console-'))
    writeFileSync(join(folder, 'my app.log'), 'login fails, ErrorCode 70001\n')
    const home = join('~', basename(folder), 'my app.log')
    try {
      expect(await type([`/upload "${join(folder, 'my app.log')}"`])).toContain('70001 · ')
      expect(await type([`/upload ${home}`])).toContain('70001 · ')
    } finally {
      rmSync(folder, { recursive: true })
    }
    expect(await type([`/upload ${'x'.repeat(5_000)}`])).toMatch(/There is no such file: x+\n/)
  })
  it('has a width where the terminal says that it has none', async () => {
    expect(await type(['/imerr 10010'], true, 'en', 0)).toContain(
      '10010 · Group not found or already dismissed (Server)',
    )
  })
  it('annotates a message and is silent about numbers that are no codes, saying how to ask', async () => {
    expect(await type(['login fails, ErrorCode 70001'])).toContain('70001 · ')
    expect(await type(['see you at 10010 Main Street'])).toContain('nothing to explain here')
  })
  it('reads lines that come together as one paste', async () => {
    const shown = await type(['{"ActionStatus":"FAIL",', '"ErrorCode":70001}'], false)
    expect(shown.match(/70001 · /g)).toHaveLength(1)
  })
  it('offers buttons as numbers and follows them', async () => {
    const related = knowledge.catalog.get('10010')?.related[0]
    const shown = await type(['/imerr 10010', '1'])
    expect(shown).toContain(`[1] ${related}`)
    expect(shown).toContain(`${related} · `)
  })
  it('changes, takes back and dismisses as a chat would', async () => {
    expect(await type(['ErrorCode 70001', '/edit ErrorCode 70003'])).toMatch(/\(edited\)\n70003 · /)
    expect(await type(['ErrorCode 70001', '/delete'])).toContain('(my answer is removed)')
    expect(await type(['ErrorCode 70001', '3'])).toContain('(my answer is removed)')
  })
  it('reads an uploaded log', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'imerr-')), 'im.log')
    writeFileSync(file, 'all is well\n{"ActionStatus":"FAIL","ErrorCode":70001,"ErrorInfo":"expired"}\n')
    expect(await type([`/upload ${file}`])).toContain('im.log: 1 code')
    const huge = join(dirname(file), 'huge.log')
    writeFileSync(huge, '')
    truncateSync(huge, 33 * 1024 * 1024)
    expect(await type([`/upload ${huge}`])).toContain('larger than 32 MB')
    expect(await type(['/upload /no/such/file', '/imerr 10010'])).toMatch(/no such file[\s\S]*10010 · /)
  })
  it('warns of a secret, for one person only', async () => {
    const shown = await type(['my token is xoxb-123456789012-1234567890123-AbCdEfGhIjKlMnOpQrStUvWx'])
    expect(shown).toContain('(only you see this)')
    expect(shown.replace(/my token is .*/g, '')).not.toContain('AbCdEfGh')
  })
  it('helps, refuses what it does not know, and quits', async () => {
    const shown = await type(['/help', '/nonsense', '/quit', '/imerr 10010'])
    expect(shown).toContain('/imerr kicked offline')
    expect(shown).toContain('No command /nonsense')
    expect(shown).not.toContain('10010 · ')
  })
  it('answers in the order of the questions', async () => {
    const shown = await type(['/imerr 10010', '/imerr 6206', '/imerr 70001'], false)
    expect([...shown.matchAll(/^(\d+) · /gm)].map((match) => match[1])).toEqual(['10010', '6206', '70001'])
  })
})

describe('the terminal as a channel', () => {
  it('says what it cannot do, and what to do instead', async () => {
    const shown = await type([
      '9',
      '/edit x',
      '/upload',
      '/upload /',
      '/\u001b[31mred',
      'ErrorCode 70001',
      '/edit ErrorCode 70001!',
    ])
    expect(shown).toContain('There is no button [9] now')
    expect(shown).toContain('You have not written a message yet')
    expect(shown).toContain('Which file?')
    expect(shown).toContain('not a file that I can read: /')
    expect(shown).toContain('(nothing changes for this message)')
    expect(shown.replaceAll('\u001b[1G', '')).not.toContain('\u001b[31m')
  })
  it('decides for the channel, shares an answer and opts out, as anywhere', async () => {
    const share = `${(knowledge.catalog.get('10010')?.related.length ?? 0) + 1}`
    const shown = await type([
      '/imconfig mode quiet',
      'ErrorCode 70001',
      '/imerr 10010',
      share,
      '/imerr optout',
      '/imtriage top',
    ])
    expect(shown).toMatch(/Settings saved\nMode +quiet \(set for this channel\)/)
    expect(shown).toContain('Tencent Chat error: 70001')
    expect(shown).toMatch(/\(for everybody here\)\n10010 · /)
    expect(shown).toContain('No more annotations for you')
    expect(shown).toContain('Top codes of the last 24 h')
  })
  it('speaks Chinese throughout', async () => {
    const shown = await type(
      ['ErrorCode 70001', '2', '/imerr 10010', '/delete', '/imconfig mode loud', '/imerr qqqqzzzz'],
      true,
      'zh',
    )
    for (const words of [
      '这个终端就是一个频道',
      '没有帮助',
      '处理步骤',
      '我的回复已移除',
      '请写 auto',
      '没有找到相关的错误码',
    ])
      expect(shown).toContain(words)
    expect(shown).not.toMatch(/Share here|Details|Retry|Who acts|That did not work/)
  })
  it('keeps every line of an answer within the terminal', async () => {
    const shown = await type(['/imerr 10010 6206 70001', '/imtriage top', '/imconfig show'], true, 'zh')
    for (const line of shown.split(/\r?\n/)) expect(widthOf(stripVTControlCharacters(line))).toBeLessThanOrEqual(80)
  })
})

describe('npm start on a pipe', () => {
  it('reads a paste whose lines look like commands, buttons or nothing at all', async () => {
    const paste = ['/v4/openim/sendmsg?random=1', '12', '{"ActionStatus":"FAIL","ErrorCode":70001}', '/etc/hosts'].join(
      '\n',
    )
    expect((await runNode('src/main.ts', [], `${paste}\n`)).out).toMatch(/^70001 · /)
  })
  it('makes a file of a long paste, as a chat does, and gives its digest', async () => {
    const quiet = Array.from({ length: 200 }, (_, i) => `2026-06-01 09:00:00 I/app: frame ${i} drawn`)
    const fails = '2026-06-01 09:00:01 E/TIM: joinGroup failed, ErrorCode: 10010, desc: group not exist'
    const { code, out } = await runNode('src/main.ts', [], [...quiet, fails, ...quiet].join('\n'))
    expect(code).toBe(0)
    expect(out).toMatch(/^paste\.log: 1 code\n401 lines/)
    expect(out).toContain('line 201')
  })
  it.each([
    ['binary', Buffer.from(Array.from({ length: 50_000 }, (_, i) => (i * 7919 + (i >> 3)) % 256)).toString('latin1')],
    ['emoji', '😀👩‍👩‍👧🇨🇳'.repeat(500)],
    ['control characters', '\u0000\u001b[2J\u0007\u202e'.repeat(500)],
    ['one line of a megabyte', `${'x'.repeat(1_000_000)}`],
  ])('is quiet about %s', async (_, input) => {
    const { code, out, err } = await runNode('src/main.ts', [], input)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(
      /^No Tencent Chat error code that I would speak about unasked in th(is line|ese \d+ lines)\.\n$/,
    )
  })
  it('finds the code behind a megabyte', async () => {
    expect((await runNode('src/main.ts', [], `${'x'.repeat(1_000_000)} ErrorCode 70001\n`)).out).toContain('70001 · ')
  })
  it('answers and exits at the end of input', async () => {
    const { code, out, err } = await runNode('src/main.ts', [], '/imerr 10010\n')
    expect(out).toMatch(/^10010 · /)
    expect({ code, err }).toEqual({ code: 0, err: '' })
  })
  it('ends quietly on empty input', async () => {
    expect(await runNode('src/main.ts', [])).toEqual({ code: 0, out: '', err: '' })
  })
  it('lists every wrong variable at once and exits 2', async () => {
    const { code, err } = await runNode('src/main.ts', [], '', {
      IMERR_LANG: 'fr',
      DATABASE_URL: 'mysql://x',
      SLACK_APP_TOKEN: 'xapp-1',
    })
    expect(code).toBe(2)
    expect(err).toMatch(/IMERR_LANG: write en or zh/)
    expect(err).toMatch(/DATABASE_URL: write postgres/)
    expect(err).toMatch(/SLACK_BOT_TOKEN: it is missing/)
  })
})
