/** What the command says to those who mistype it: one line in its own words, what to write instead, and exit 2. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { whyUnreadable } from '../../src/cli/command.ts'
import { mapJsonLines } from '../../src/cli/json-lines.ts'
import { imerr, imerrWith, runNode } from '../support/processes/run.ts'

const folder = mkdtempSync(join(tmpdir(), 'imerr-mistakes-'))
const log = join(folder, 'app.log')
writeFileSync(log, 'login fails, ErrorCode 70001\n')

it.each<[string[], RegExp]>([
  [[], /say which code: imerr 10010/],
  [[''], /say which code: imerr 10010/],
  [['error', 'code'], /say which code/],
  [['-'], /imerr scan -/],
  [['10010', '--lang', 'fr'], /--lang fr: write en or zh/],
  [Array.from({ length: 21 }, (_, i) => `${10001 + i}`), /21 codes are too many at once; ask for 20 at most/],
  [['search'], /say what to search for/],
  [['search', ''], /say what to search for/],
  [['scan', ''], /name the log/],
  [['search', '--jsonl', 'foo'], /search --jsonl reads its questions from standard input/],
  [['scan', '--jsonl', log], /scan --jsonl reads its lines from standard input/],
  [['list', 'moon'], /no part 'moon': write one of sdk, server/],
  [['list', 'foo/bar'], /no part 'foo'/],
  [['list', 'server/moon'], /no section 'moon' in server: write one of /],
  [['list', '/moon'], /no section 'moon' in any part/],
  [['list', 'server/group/x'], /goes too deep: write PART\/SECTION/],
  [['list', 'server', 'group'], /one part or part\/section/],
  [['catalog'], /catalog diff FILE/],
  [['catalog', 'diff'], /name one file, the newer document/],
  [['catalog', 'diff', 'a', 'b'], /name one file/],
  [['catalog', 'diff', '/nowhere/at/all'], /\/nowhere\/at\/all: there is no such file\. Save/],
  [['catalog', 'diff', folder], /that is a folder/],
  [['export', 'x'], /no arguments/],
])('%j', async (args, message) => {
  const { code, out, err } = await imerr(...args)
  expect(err).toMatch(message)
  expect(err).not.toMatch(/\n\s+at |ENOENT|EISDIR/)
  expect({ code, out }).toEqual({ code: 2, out: '' })
})

describe('options', () => {
  it.each<[string[], string]>([
    [['--bogus'], 'there is no option --bogus'],
    [['--jsn', '10010'], 'there is no option --jsn; did you mean --json?'],
    [['-json', '10010'], 'there is no option -json; did you mean --json?'],
    [['--keyfile=secret', '10010'], 'there is no option --keyfile; did you mean --key-file?'],
    [['-v'], 'there is no option -v; did you mean --version?'],
    [['--json=yes', '10010'], '--json takes no value; write --json alone'],
    [['--lang'], '--lang needs a value: en or zh'],
    [['--lang', '--json', '10010'], '--lang needs a value: en or zh'],
    [['--lang=', '10010'], '--lang is empty: write en or zh'],
    [['usersig', '-', '--key-file'], '--key-file needs a value: the name of a file'],
    [['10010', '--jsonl'], '--jsonl goes with imerr search and imerr scan only'],
    [['list', '--key-file', 'x'], '--key-file goes with imerr usersig only'],
  ])('%j', async (args, message) => {
    const { code, out, err } = await imerr(...args)
    expect(err).toBe(`imerr: ${message}\nTry: imerr --help\n`)
    expect({ code, out }).toEqual({ code: 2, out: '' })
  })
  it('are read in capitals too where they are words', async () => {
    expect((await imerr('10010', '--lang', 'ZH')).out).toContain('处理步骤')
  })
  it('stand behind any command that prints labels', async () => {
    expect((await imerr('scan', log, '--lang', 'zh')).out).not.toBe((await imerr('scan', log)).out)
  })
})

describe('commands', () => {
  it.each([
    [['serach', 'qwertyuiop'], "no command 'serach'; did you mean: imerr search qwertyuiop"],
    [['lst'], "no command 'lst'; did you mean: imerr list"],
    [['usersg', 'eJsecret'], "no command 'usersg'; did you mean: imerr usersig ..."],
    [[log], `${log} is a file; read it with: imerr scan ${log}`],
  ])('%j: nothing fits the words, and a hint says what was meant', async (args, hint) => {
    const { code, out, err } = await imerr(...args)
    expect(out).toContain('Nothing fits')
    expect({ code, err }).toEqual({ code: 1, err: `imerr: ${hint}\n` })
  })
  it('that resemble no command get no hint', async () => {
    expect((await imerr('qwertyuiop')).err).toBe('')
    expect((await imerr('q'.repeat(3_000))).err).toBe('')
  })
  it('take help before them', async () => {
    expect(await imerr('help', 'search')).toEqual(await imerr('--help'))
  })
  it('take a dash for standard input', async () => {
    const line = '{"id":"a","query":"10010"}\n'
    expect((await imerrWith(line, 'search', '--jsonl', '-')).out).toBe('{"id":"a","codes":["10010"]}\n')
  })
})

describe('JSON lines', () => {
  it('that cannot be used are named in words, with an example once', async () => {
    const lines = '{"id":"a","query":5}\n[]\n{"id":"b"}\n{"query":"10010"}\nnot json\n'
    const { code, out, err } = await imerrWith(lines, 'search', '--jsonl')
    expect(err.replaceAll('imerr: ', '').split('\n')).toEqual([
      'line 1: "query" has to be a text; a line has to look like this: {"id":"1","query":"kicked offline"}',
      'line 2: no object',
      'line 3: "query" has to be a text',
      'line 4: "id" has to be a text',
      'line 5: not JSON',
      '',
    ])
    expect({ code, out }).toEqual({ code: 2, out: '' })
  })
  it.each([true, false])('are asked for where somebody sits before the terminal: %s', async (typed) => {
    const said: string[] = []
    const input = Readable.from(['{"id":"a"}\n'])
    const invocation = { input, typed, out: () => {}, err: (text: string) => void said.push(text) }
    expect(await mapJsonLines(invocation, z.object({ id: z.string() }), '{"id":"1"}', () => ({}))).toBe(0)
    expect(said).toEqual(typed ? ['imerr: type or paste lines such as {"id":"1"}, then press Enter and Ctrl-D\n'] : [])
  })
  it('may begin with a byte order mark', async () => {
    expect((await imerrWith('\uFEFF{"id":"m","text":"x"}\r\n', 'scan', '--jsonl')).out).toBe('{"id":"m","codes":[]}\n')
  })
})

describe('list', () => {
  it('takes the beginning of a word of a section, and the whole name before that', async () => {
    const { out } = await imerr('list', 'server/recent-contacts')
    expect(out).toMatch(/^Server, Error codes for recent contacts\n/)
    expect((await imerr('list', 'server/recent')).out).toBe(out)
    expect((await imerr('list', 'server/ecent')).code).toBe(2)
  })
})

describe('an overlay', () => {
  it.each([
    [
      '/nowhere/at/all',
      '/nowhere/at/all is not there. Name a folder with your YAML files, or leave IMERR_OVERLAY empty.',
    ],
    [log, `${log} is no folder. Name the folder that holds your YAML files.`],
  ])('that cannot be read is named: %s', async (overlay, message) => {
    for (const file of ['src/cli/bin.js', 'src/main.ts']) {
      const { code, err } = await runNode(file, file.endsWith('.js') ? ['10010'] : [], '', { IMERR_OVERLAY: overlay })
      expect(err).toBe(`${file.endsWith('.js') ? 'imerr: ' : ''}IMERR_OVERLAY: ${message}\n`)
      expect(code).toBe(2)
    }
  })
})

it('says of a file that may not be read that it may not be read', () => {
  expect(whyUnreadable(Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' }))).toBe(
    'no permission to read it',
  )
})
