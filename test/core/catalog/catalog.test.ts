import { describe, expect, it } from 'vitest'
import type { Entry, Part } from '../../../src/core/catalog/entry.ts'
import { data, knowledge } from '../../support/knowledge.ts'

const written = data.entries.filter((entry) => entry.source === 'tencent-chat')
const count = (part: Part) => written.filter((entry) => entry.part === part).length
const prose = (entry: Entry) => [entry.title, entry.cause, ...entry.fix, ...entry.notes]

describe('the catalog', () => {
  it('has every code of the vendor document of 2024-07-24', () => {
    expect(written).toHaveLength(426)
    expect({ sdk: count('sdk'), server: count('server'), v3: count('sdk-v3') }).toEqual({
      sdk: 108,
      server: 249,
      v3: 69,
    })
    expect(written.filter((entry) => entry.range).map((entry) => entry.code)).toEqual(['120001-130000'])
    // Rows that are easy to lose: in a table head, duplicated, and continued after a page break.
    for (const code of ['-203', '10062', '51012', '9508']) expect(knowledge.catalog.get(code), code).toBeDefined()
  })

  it.each(data.entries.map((entry) => [entry.code, entry] as const))('%s is complete', (code, entry) => {
    expect(entry.title).not.toMatch(/^error\b/i)
    expect(entry.title).not.toContain(code)
    expect(entry.cause.length).toBeGreaterThan(25)
    expect(entry.fix.length).toBeGreaterThan(0)
    for (const step of entry.fix) expect(step.length).toBeGreaterThan(9)
    expect(entry.keywords.length).toBeGreaterThanOrEqual(3)
    expect(entry.keywords.join(' ')).toMatch(/\p{Script=Han}/u)
    for (const text of prose(entry)) {
      // Placeholders in code, such as `<host>`, are not markup.
      expect(text.replace(/`[^`]*`/g, '')).not.toMatch(/<[a-z/]|\]\(|\b(TODO|FIXME)\b/i)
      expect((text.match(/`/g) ?? []).length % 2, text).toBe(0)
    }
    if (entry.source === 'tencent-chat') expect(entry.digest).toMatch(/^[0-9a-f]{16}$/)
  })

  it('relates codes that differ only in their sign', () => {
    const twins = data.entries.filter((entry) => knowledge.catalog.signTwin(entry))
    expect(twins.length).toBeGreaterThan(10)
    for (const entry of twins) expect(entry.related, entry.code).toContain(knowledge.catalog.signTwin(entry)?.code)
  })

  it('relates the server and SDK codes of one cause', () => {
    for (const [a, b] of [
      ['6206', '70001'],
      ['8006', '20028'],
      ['20016', '10031'],
    ] as const) {
      expect(knowledge.catalog.get(a)?.related, `${a} and ${b}`).toContain(b)
    }
  })

  it('uses every link of the table', () => {
    const used = new Set(['error-codes', 'web-error-codes', ...data.entries.flatMap((entry) => entry.links)])
    expect(Object.keys(data.links).filter((key) => !used.has(key))).toEqual([])
  })

  it('keeps both spellings of a constant', () => {
    expect(knowledge.catalog.get('6012')?.symbols).toEqual(
      expect.arrayContaining(['ERR_REQUEST_TIME_OUT', 'ERR_REQUEST_TIMEOUT']),
    )
    expect(knowledge.catalog.get('6015')?.symbols).toContain('ERR_IN_PROGESS')
  })
})
