/** Unusual mistakes in an overlay: reported by file and line, and nothing is applied. */
import { mkdirSync, mkdtempSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createKnowledge } from '../../../src/core/knowledge.ts'
import { loadWithOverlay } from '../../../src/core/load/load-overlay.ts'
import { applyOverlay } from '../../../src/core/load/overlay.ts'
import { createReloadable } from '../../../src/core/reloadable.ts'
import { DATA_FOLDER } from '../../../src/paths.ts'
import { COMPILED } from '../../support/compiled.ts'
import { data } from '../../support/knowledge.ts'
import { ownEntry as entry } from './own-entry.ts'

const ours = (...entries: string[]) => `part: server\nentries:\n${entries.map((each) => `  - ${each}\n`).join('')}`
const range = (numbers: string, title: string) => entry({ code: undefined, range: numbers, title })
const bomb = [
  'a: &a [x,x,x,x,x,x,x,x,x]',
  ...[...'bcdefgh'].map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[i]}`).join(',')}]`),
].join('\n')

it.each([
  ['', 1, /holds no fields: write part and entries, or overrides/],
  ['# nothing yet\n', 1, /holds no fields/],
  ['- 70001\n', 1, /holds no fields/],
  ['overrides: []\n---\noverrides: []\n', 1, /holds several documents/],
  ['overrides:\n  - code: 70001\n    owner: a\n    owner: b\n', 4, /keys must be unique/],
  ['overrides:\n  - code: 70001\n\towner: a\n', 3, /Tabs/],
  ['overrides:\n  - 70001\n', 2, /write a code and what you change/],
  [`${bomb}\n`, 1, /write it without aliases/],
  ['overrides:\n  - code: 70001\n    owner: \ufffd\ufffd\n', 3, /is not UTF-8 text/],
  ['PK\0\0', 1, /is not UTF-8 text/],
  [ours(range('1-999999', 'Everything')), 3, /is wider than 10000 numbers/],
  [
    ours(range('120001-120100', 'One'), range('120050-120200', 'Two')),
    4,
    /shares numbers with 120001-120100 at own\.yaml:3/,
  ],
  [ours(entry({ symbols: ['ERR_SVR_GROUP_NOT_FOUND'] })), 3, /symbol ERR_SVR_GROUP_NOT_FOUND belongs to 10010/],
  [
    `overrides:\n  - code: 70001\n    title: ${data.entries.find(({ code }) => code === '70003')?.title}\n`,
    2,
    /has the title of 70003/,
  ],
])('%#', (source, line, message) => {
  let thrown: unknown
  try {
    applyOverlay(data, [{ file: 'own.yaml', source }])
  } catch (error) {
    thrown = error
  }
  expect(thrown).toMatchObject({ name: 'DataError', problems: [{ file: 'own.yaml', line }] })
  expect((thrown as Error).message).toMatch(message)
})

describe('a folder', () => {
  const folder = () => mkdtempSync(join(tmpdir(), 'imerr-overlay-'))
  const teamCodes = async (path: string) =>
    (await loadWithOverlay(DATA_FOLDER, COMPILED, path)).entries.flatMap(({ source, code }) =>
      source === 'team' ? [code] : [],
    )
  it('mounted by Kubernetes has every file twice and is read once', async () => {
    const path = folder()
    mkdirSync(join(path, '..2026_06_10'))
    writeFileSync(join(path, '..2026_06_10', 'own.yaml'), ours(entry()))
    symlinkSync('..2026_06_10', join(path, '..data'))
    symlinkSync(join('..data', 'own.yaml'), join(path, 'own.yaml'))
    expect(await teamCodes(path)).toEqual(['120345'])
  })
  it('may contain editor leftovers', async () => {
    const path = folder()
    writeFileSync(join(path, 'own.yaml'), ours(entry()))
    writeFileSync(join(path, '.own.yaml'), 'half a fi')
    symlinkSync('nobody@nowhere.1234', join(path, '.#own.yaml'))
    expect(await teamCodes(path)).toEqual(['120345'])
  })
  it('with a far too large file is refused before reading it', async () => {
    const path = folder()
    writeFileSync(join(path, 'own.yaml'), '')
    truncateSync(join(path, 'own.yaml'), 5 * 1024 * 1024 * 1024)
    await expect(loadWithOverlay(DATA_FOLDER, COMPILED, path)).rejects.toThrow(/own\.yaml:1: has 5368709120 bytes/)
  })
})

it('a replaced catalog is seen as a whole or not at all, even by concurrent calls', async () => {
  const titled = (title: string) =>
    createKnowledge(applyOverlay(data, [{ file: 'own.yaml', source: ours(entry({ title })) }]))
  const { knowledge, replace } = createReloadable(titled('First'))
  const { catalog, resolve } = knowledge
  const seen = new Set<string>()
  const ask = async () => {
    const answer = resolve('120345')
    const said = answer.kind === 'entry' ? answer.entry.title : answer.kind
    // The catalog and the resolver always agree.
    expect(catalog.get('120345')?.title).toBe(said)
    seen.add(said)
  }
  const asking = Array.from({ length: 50 }, async (_, i) => {
    for (let j = 0; j < i % 5; j++) await Promise.resolve()
    await ask()
  })
  await Promise.resolve()
  replace(titled('Second'))
  await Promise.all([...asking, ask()])
  expect([...seen].every((title) => ['First', 'Second'].includes(title))).toBe(true)
  expect(catalog.get('120345')?.title).toBe('Second')
})
