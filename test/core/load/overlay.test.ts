import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createKnowledge } from '../../../src/core/knowledge.ts'
import { loadWithOverlay } from '../../../src/core/load/load-overlay.ts'
import { applyOverlay } from '../../../src/core/load/overlay.ts'
import type { DataError, DataProblem } from '../../../src/core/load/yaml-file.ts'
import { createReloadable } from '../../../src/core/reloadable.ts'
import { DATA_FOLDER } from '../../../src/paths.ts'
import { createReload } from '../../../src/service/reload.ts'
import { COMPILED } from '../../support/compiled.ts'
import { data } from '../../support/knowledge.ts'
import { runNode } from '../../support/processes/run.ts'
import { ownEntry as entry } from './own-entry.ts'

/** The examples of the documentation as files: each begins with its name. */
const document = readFileSync(join(import.meta.dirname, '../../../docs/runbook.md'), 'utf8')
const examples = [...document.matchAll(/```yaml\n# (\S+)\n([\s\S]*?)```/g)].map(([, file = '', source = '']) => ({
  file,
  source,
}))
const folderWith = (files: readonly { file: string; source: string }[]) => {
  const folder = mkdtempSync(join(tmpdir(), 'imerr-overlay-'))
  mkdirSync(join(folder, 'sub'))
  for (const { file, source } of files) writeFileSync(join(folder, file), source)
  return folder
}
const problemsOf = (source: string, file = 'own.yaml'): readonly DataProblem[] => {
  try {
    applyOverlay(data, [{ file, source }])
  } catch (error) {
    return (error as DataError).problems
  }
  return []
}
const file = (...entries: string[]) =>
  `part: server\nsection: Ours\nentries:\n${entries.map((each) => `  - ${each}\n`).join('')}`

describe('the examples of docs/runbook.md', () => {
  const knowledge = createKnowledge(applyOverlay(data, examples))
  it('are two files', () => {
    expect(examples.map((example) => example.file)).toEqual(['webhook-codes.yaml', 'ours.yaml'])
  })
  it('answer a code, a constant, words and a number in a range', () => {
    for (const asked of ['120345', 'shop_phone_not_verified', 'verify phone']) {
      const answer = knowledge.resolve(asked)
      const [first] = answer.kind === 'hits' ? answer.hits.map((hit) => hit.entry) : []
      expect(answer.kind === 'entry' ? answer.entry.code : first?.code, asked).toBe('120345')
    }
    expect(knowledge.resolve('10155')).toMatchObject({ kind: 'range', entry: { code: '10150-10159', source: 'team' } })
    // The rest of the vendor's range is unchanged.
    expect(knowledge.resolve('10177')).toMatchObject({ kind: 'range', entry: { code: '10100-10200' } })
  })
  it('are detected and listed', () => {
    expect(knowledge.detect('sendMessage failed, code: 120345').map((mention) => mention.code)).toEqual(['120345'])
    expect(knowledge.catalog.entries.filter((each) => each.source === 'team')).toHaveLength(2)
  })
  it("are related from the vendor's codes too, and link to no document of the vendor", () => {
    const team = knowledge.catalog.get('120345')
    expect(knowledge.catalog.get('20006')?.related).toContain('120345')
    expect(team && knowledge.catalog.linksOf(team)).toEqual([])
    expect(team).toMatchObject({ owner: '@shop-backend', runbook: 'https://wiki.example.com/im/120345' })
  })
  it('change fields, keep the others, and hide entries', () => {
    const expired = knowledge.catalog.get('70001')
    const before = data.entries.find((each) => each.code === '70001')
    expect(expired).toMatchObject({ owner: '@identity', title: before?.title, cause: before?.cause })
    expect(expired?.notes).toEqual(['Our login service is called passport.', ...(before?.notes ?? [])])
    expect(knowledge.catalog.get('20007')?.title).toBe('The other player blocked you')
    expect(knowledge.resolve('60021').kind).toBe('unknown')
    expect(knowledge.detect('IM REST API error code 60021')).toEqual([])
    expect(knowledge.catalog.entries.filter((each) => each.related.includes('60021'))).toEqual([])
  })
})

describe('mistakes are reported with line and remedy', () => {
  it.each([
    [file(entry({ code: 10010 })), 4, /10010: is in the catalog already; write what you change under overrides/],
    [file(entry(), entry({ title: 'Other' })), 5, /120345: already defined at own\.yaml:4/],
    [file(entry(), entry({ code: 120346 })), 5, /120346: has the title of 120345/],
    [file(entry({ related: [99999] })), 4, /related code 99999 is not in the catalog/],
    [file(entry({ links: ['wiki'] })), 4, /write the address as runbook instead/],
    [file(entry({ runbook: 'wiki/page' })), 4, /runbook: write an address/],
    [file(entry({ runbook: 'javascript:alert(1)' })), 4, /runbook: write an address/],
    [file(entry({ severity: 'grave' })), 4, /severity: write one of: info, warning, critical/],
    [file(entry({ colour: 'red' })), 4, /unknown field colour/],
    ['part: moon\nentries: []\n', 1, /write one of: sdk, server/],
    ['part: server\nentries: [\n', 3, /mend the YAML here/],
    ['', 1, /./],
    ['overrides:\n  - code: 99999\n    owner: us\n', 2, /99999: is not in the catalog; write a whole entry/],
    ['overrides:\n  - code: 70001\n', 2, /70001: changes nothing/],
    ['overrides:\n  - code: 70001\n    hidden: true\n    owner: us\n', 2, /remove hidden or the rest/],
    ['overrides:\n  - code: 70001\n    colour: red\n', 2, /unknown field colour: see docs\/runbook\.md/],
    ['overrides:\n  - code: 70001\n    fix: none\n', 3, /fix: write a list of steps/],
    ['overrides:\n  - code: 70001\n    owner: a\n  - code: 70001\n    owner: b\n', 4, /already changed at own\.yaml:2/],
    ['overrides: 70001\n', 1, /write a list, each with a code/],
    ['overrides: []\npart: server\n', 1, /put entries into a file of their own/],
  ])('%#: %j', (source, line, message) => {
    const [problem, ...more] = problemsOf(source)
    expect(more).toEqual([])
    expect(problem?.message).toMatch(message)
    expect(problem).toMatchObject({ file: 'own.yaml', line })
  })
  it('all of them at once, of every file', () => {
    const bad = file(entry({ severity: 'grave' }), entry({ retry: 'maybe' }))
    expect(problemsOf(bad)).toHaveLength(2)
  })
})

describe('a folder', () => {
  it('is read with its subfolders', async () => {
    const folder = folderWith([...examples, { file: 'sub/more.yaml', source: file(entry({ code: 120400 })) }])
    const { entries } = await loadWithOverlay(DATA_FOLDER, COMPILED, folder)
    expect(entries.filter((each) => each.source === 'team').map((each) => each.code)).toEqual([
      '120400',
      '120345',
      '10150-10159',
    ])
  })
  it('that is not there, or holds misnamed files, is refused', async () => {
    await expect(loadWithOverlay(DATA_FOLDER, COMPILED, '/nowhere/at/all')).rejects.toThrow(
      'IMERR_OVERLAY: /nowhere/at/all is not there. Name a folder',
    )
    const folder = folderWith([{ file: 'own.yml', source: '' }])
    await expect(loadWithOverlay(DATA_FOLDER, COMPILED, folder)).rejects.toThrow(/own\.yml:1: .*rename it/)
  })
  it('applies in the terminal', async () => {
    const folder = folderWith(examples)
    const { out } = await runNode('src/cli/bin.js', ['120345'], '', { IMERR_OVERLAY: folder })
    expect(out).toContain('Phone not verified')
    expect(out).toContain('@shop-backend')
    expect(out).toContain('https://wiki.example.com/im/120345')
    const refused = await runNode('src/cli/bin.js', ['6206'], '', { IMERR_OVERLAY: '/nowhere/at/all' })
    expect(refused.err).toContain('IMERR_OVERLAY')
    expect(refused.code).toBe(2)
  })
})

describe('reloading', () => {
  it('replaces the knowledge of every holder; a mistake is logged and changes nothing', async () => {
    let files = [{ file: 'own.yaml', source: file(entry()) }]
    const logged: string[] = []
    const { knowledge, replace } = createReloadable(createKnowledge(data))
    const { catalog, resolve, detect } = knowledge
    const log = {
      info: () => void logged.push('info'),
      warn: () => {},
      error: (fields: object) => void logged.push(JSON.stringify(fields)),
    }
    const reload = createReload({ load: async () => applyOverlay(data, files), replace, log })
    expect(resolve('120345').kind).toBe('range')
    await reload()
    expect(resolve('120345').kind).toBe('entry')
    expect(catalog.get('120345')?.title).toBe('Ours')
    expect(catalog.entries.length).toBe(data.entries.length + 1)
    expect(detect('error code: 120345')).toHaveLength(1)
    files = [{ file: 'own.yaml', source: file(entry({ title: 'New' }), entry({ code: 10010 })) }]
    await reload()
    expect(catalog.get('120345')?.title).toBe('Ours')
    expect(logged[0]).toBe('info')
    expect(logged[1]).toContain('own.yaml:5: 10010')
  })
})
