/** The console adapter with the whole bot behind it, on a terminal. */
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { widthOf } from '../../../src/chat/columns.ts'
import { knowledge } from '../../support/knowledge.ts'
import { type } from '../../support/terminal.ts'

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
    const lines = shown.split(/\r?\n/)
    expect(lines.length).toBeGreaterThan(30)
    for (const line of lines) expect(widthOf(stripVTControlCharacters(line))).toBeLessThanOrEqual(80)
  })
})
