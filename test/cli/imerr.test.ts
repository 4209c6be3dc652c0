import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { imerr, imerrWith } from '../support/processes/run.ts'

describe('imerr CODE', () => {
  it('explains a code and exits 0', async () => {
    const { code, out, err } = await imerr('10010')
    expect(out).toMatch(/^10010 · /)
    expect(out).toContain('What to do')
    expect({ code, err }).toEqual({ code: 0, err: '' })
  })
  it('takes a negative code as an argument, not as an option', async () => {
    const { code, out } = await imerr('-10113')
    expect(out).toMatch(/-10113 · /)
    expect(code).toBe(0)
  })
  it('explains several', async () => {
    const { out } = await imerr('10010', '6206')
    expect(out).toMatch(/10010 · [\s\S]*6206 · /)
  })
  it('exits 1 when a code is not in the catalog', async () => {
    expect((await imerr('99999')).code).toBe(1)
    const { code, out } = await imerr('10010', '99999')
    expect(code).toBe(1)
    expect(out).toContain('99999')
  })
  it('uses no colour in a pipe', async () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what is looked for
    expect((await imerr('10010')).out).not.toMatch(/\u001b/)
  })
  it('speaks Chinese labels', async () => {
    expect((await imerr('10010', '--lang', 'zh')).out).toContain('处理步骤')
  })
  it('prints JSON', async () => {
    expect(JSON.parse((await imerr('10010', '--json')).out)).toMatchObject({ kind: 'entry', entry: { code: '10010' } })
    expect(JSON.parse((await imerr('6206', '120345', '--json')).out)).toMatchObject({ kind: 'entries' })
  })
})

describe('usage', () => {
  it('has help and a version', async () => {
    expect((await imerr('--help')).out).toContain('Exit status')
    expect((await imerr('--version')).out).toMatch(/^imerr \d+\.\d+\.\d+\n$/)
  })
})

describe('imerr search', () => {
  it('finds by words', async () => {
    const { code, out } = await imerr('search', 'group', 'is', 'full')
    expect(code).toBe(0)
    expect(out).toContain('10014')
  })
  it('says that nothing fits and exits 1', async () => {
    expect((await imerr('search', 'qwertyuiop')).code).toBe(1)
  })
  it('answers JSON lines one for one, and names a bad line without losing the others', async () => {
    const good = await imerrWith('{"id":"a","query":"10010"}\n\n{"id":"b","query":"zzzzqqq"}\n', 'search', '--jsonl')
    expect(good.out).toBe('{"id":"a","codes":["10010"]}\n{"id":"b","codes":[]}\n')
    expect(good.code).toBe(0)
    const mixed = await imerrWith(
      '{"id":"a","query":"10010"}\nnot json\n{"id":1}\n{"id":"c","query":"6206"}\n',
      'search',
      '--jsonl',
    )
    expect(mixed.out.split('\n')).toHaveLength(3)
    expect(mixed.err).toMatch(/line 2: not JSON; .*\n.*line 3: "id" has/)
    expect(mixed.code).toBe(2)
  })
})

describe('imerr list and export', () => {
  it('lists the catalog, a part, a section', async () => {
    expect((await imerr('list')).out.split('\n').filter((line) => /^ +-?\d/.test(line)).length).toBeGreaterThanOrEqual(
      426,
    )
    const { out } = await imerr('list', 'server/group')
    expect(out).toMatch(/^Server, Group error codes\n/)
    expect(out.split('\n')).toHaveLength(54)
    expect(JSON.parse((await imerr('list', 'sdk/network', '--json')).out)).toHaveLength(25)
  })
  it('exports every entry as JSON', async () => {
    const entries = JSON.parse((await imerr('export')).out) as { code: string; source: string }[]
    expect(entries.filter((entry) => entry.source === 'tencent-chat')).toHaveLength(426)
  })
})

describe('imerr catalog diff', () => {
  const folder = mkdtempSync(join(tmpdir(), 'imerr-diff-'))
  const write = (name: string, text: string) => {
    const file = join(folder, name)
    writeFileSync(file, text)
    return file
  }
  const rows = Array.from({ length: 60 }, (_, i) => `${4600 + i}\tNew row ${i}.`).join('\n')
  const file = write(
    'new.txt',
    `## 1. Chat SDK Error Codes\n### Common error codes\n${rows}\n6017\tOther words than before.\n`,
  )

  it('lists what is new, gone and reworded, and exits 1', async () => {
    const { code, out } = await imerr('catalog', 'diff', file)
    expect(out).toContain('new      4600 (sdk, Common error codes): New row 0.')
    expect(out).toContain('gone     10010: ')
    expect(out).toContain('changed  6017 (')
    expect(out).toContain('61 codes in the document: 60 new, 425 gone, 1 changed, 0 moved')
    expect(code).toBe(1)
  })
  it('refuses a file that is not the document', async () => {
    const { code, err } = await imerr('catalog', 'diff', write('other.txt', 'hello'))
    expect(err).toMatch(/not the error code document/)
    expect(code).toBe(2)
  })
})
