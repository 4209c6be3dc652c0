import { describe, expect, it } from 'vitest'
import { crossCheck, parseCatalogFile } from '../../../src/core/load/catalog-schema.ts'

const entry = (changes: Record<string, string> = {}) => {
  const fields: Record<string, string> = {
    code: '10010',
    title: 'The group is gone',
    cause: 'It was disbanded.',
    fix: '[Create it again.]',
    category: 'not-found',
    retry: 'no',
    acts: 'app-developer',
    severity: 'info',
    ...changes,
  }
  return Object.entries(fields)
    .filter(([, value]) => value !== '')
    .map(([key, value], i) => `  ${i === 0 ? '- ' : '  '}${key}: ${value}`)
    .join('\n')
}
const file = (...entries: string[]) => `part: server\nsection: Group error codes\nentries:\n${entries.join('\n')}\n`
const messages = (source: string) =>
  parseCatalogFile('group.yaml', source).problems.map((p) => `${p.line}: ${p.message}`)

describe('parseCatalogFile', () => {
  it('reads an entry', () => {
    const { entries, problems } = parseCatalogFile('group.yaml', file(entry({ related: '[10015]', wait: '1 minute' })))
    expect(problems).toEqual([])
    expect(entries[0]).toMatchObject({
      line: 4,
      entry: {
        code: '10010',
        part: 'server',
        retry: 'no',
        related: ['10015'],
        wait: '1 minute',
        source: 'tencent-chat',
      },
    })
  })

  it('reads a range', () => {
    const { entries } = parseCatalogFile('group.yaml', file(entry({ code: '', range: '120001-130000' })))
    expect(entries[0]?.entry).toMatchObject({ code: '120001-130000', range: [120001, 130000] })
  })

  it.each([
    ['an unknown value', entry({ retry: 'maybe' }), '9: retry: write one of: yes, after-backoff, after-fix, no'],
    ['a long title', entry({ title: 'x'.repeat(61) }), '5: title is longer than 60 characters: shorten it'],
    ['a missing title', entry({ title: '' }), '4: title: write text'],
    ['an unknown field', entry({ reason: 'because' }), '4: unknown field reason: see data/README.md'],
    ['no fix', entry({ fix: '[]' }), '7: fix needs at least one step'],
    ['neither code nor range', entry({ code: '' }), '4: write either code or range'],
    ['a range upside down', entry({ code: '', range: '130000-120001' }), '4: range: 120001 is not after 130000'],
    [
      'a code that is none',
      entry({ code: 'ten' }),
      '4: code: write a code such as 10010, or a range such as 120001-130000',
    ],
  ])('reports line and remedy for %s', (_, text, expected) => {
    expect(messages(file(text))).toContainEqual(expect.stringContaining(expected.replace(/^\d+: /, '')))
  })

  it('reports the line of the mistake', () => {
    expect(messages(file(entry(), entry({ code: '10011', retry: 'maybe' })))[0]).toMatch(/^17: /)
  })

  it('reports broken YAML and wrong fields of the file', () => {
    expect(messages('part: [')[0]).toMatch(/mend the YAML/)
    expect(messages('part: moon\nentries: []')[0]).toMatch(/^1: part: write one of: sdk, server/)
    expect(messages('')[0]).toMatch(/^1: /)
  })
})

describe('crossCheck', () => {
  const check = (...entries: string[]) => {
    const { entries: located } = parseCatalogFile('group.yaml', file(...entries))
    return crossCheck(located, { console: { title: 'Console', url: 'https://example.com/' } }).map((p) => p.message)
  }
  it('accepts a consistent catalog', () => {
    expect(
      check(
        entry({ related: '[10011]', links: '[console]' }),
        entry({ code: '10011', title: 'Other', related: '[10010]' }),
      ),
    ).toEqual([])
  })
  it('reports inconsistencies between entries', () => {
    expect(check(entry(), entry({ title: 'Other' }))[0]).toMatch(/already defined at group.yaml:4/)
    expect(check(entry(), entry({ code: '10011' }))[0]).toMatch(/has the title of 10010/)
    expect(check(entry({ links: '[moon]' }))[0]).toMatch(/link 'moon' is not in links.yaml/)
    expect(check(entry({ related: '[10099]' }))[0]).toMatch(/10099 is not in the catalog/)
    expect(check(entry({ related: '[10010]' }))[0]).toMatch(/related to itself/)
    expect(check(entry({ related: '[10011]' }), entry({ code: '10011', title: 'Other' }))[0]).toMatch(
      /does not name it back; add 10010/,
    )
  })
})
