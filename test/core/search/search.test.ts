import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createSearch } from '../../../src/core/search/search.ts'
import { contentTerms, stem } from '../../../src/core/search/terms.ts'
import { data, knowledge } from '../../support/knowledge.ts'

interface Labelled {
  readonly query: string
  /** Codes that are a right answer; none means that the search must stay silent. */
  readonly accept: readonly string[]
}

const corpus = readFileSync(join(import.meta.dirname, '../../corpus/queries.jsonl'), 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => JSON.parse(line) as Labelled)

const answer = (query: string) => {
  const found = knowledge.resolve(query)
  if (found.kind === 'hits') return found.hits.map((hit) => hit.entry.code)
  if (found.kind === 'entries') return found.entries.map((entry) => entry.code)
  return found.kind === 'entry' ? [found.entry.code] : []
}

const isChinese = ({ query }: Labelled) => /\p{Script=Han}/u.test(query)

describe('search over the labelled queries', () => {
  const answerable = corpus.filter((row) => row.accept.length > 0)
  const hopeless = corpus.filter((row) => row.accept.length === 0)

  it.each([
    ['English', answerable.filter((row) => !isChinese(row))],
    ['Chinese', answerable.filter(isChinese)],
  ])('in %s has a right code among the first three nearly always, and is hardly ever silent', (_, asked) => {
    expect(asked.length).toBeGreaterThan(300)
    const missed = asked.filter(
      (row) =>
        !answer(row.query)
          .slice(0, 3)
          .some((code) => row.accept.includes(code)),
    )
    expect(missed.length / asked.length, missed.map((row) => row.query).join('; ')).toBeLessThanOrEqual(0.03)
    expect(asked.filter((row) => answer(row.query).length === 0).length / asked.length).toBeLessThanOrEqual(0.005)
  })

  it('answers hopeless queries with nothing', () => {
    expect(hopeless.length).toBeGreaterThan(140)
    expect(hopeless.filter((row) => answer(row.query).length > 0).map((row) => row.query)).toEqual([])
  })
})

describe('createSearch', () => {
  it('ranks a title above a mention in a fix', () => {
    const [a, b] = data.entries
    if (!a || !b) throw new Error('the catalog is empty')
    const blank = { symbols: [], keywords: [], notes: [], related: [], links: [] }
    const mention = {
      ...a,
      ...blank,
      code: '1',
      title: 'Something else',
      cause: 'Unclear',
      fix: ['Look at the walrus.'],
    }
    const titled = { ...b, ...blank, code: '2', title: 'The walrus is missing', cause: 'Unclear', fix: ['Wait.'] }
    const search = createSearch([mention, titled])
    expect(search('walrus', 5).map((hit) => hit.entry.code)[0]).toBe('2')
    expect(createSearch([mention, { ...titled, title: 'Gone' }])('walrus', 5)[0]?.entry.code).toBe('1')
    expect(search('walruss', 5).map((hit) => hit.entry.code)[0]).toBe('2')
    expect(search('zebra', 5)).toEqual([])
  })

  it('bridges words that mean the same', () => {
    const [a] = data.entries
    if (!a) throw new Error('the catalog is empty')
    const entries = [
      { ...a, code: '1', title: 'The group is full', symbols: [], keywords: [], cause: 'x', fix: ['y'], notes: [] },
    ]
    expect(createSearch(entries)('room', 5)).toEqual([])
    expect(createSearch(entries, { synonyms: [['room', 'group']] })('room', 5)).toHaveLength(1)
    const withPhrases = createSearch(entries, { synonyms: [['full', 'no seats left', '满员']] })
    expect(withPhrases('no seats left', 5)).toHaveLength(1)
    expect(withPhrases('群里满员', 5)).toHaveLength(1)
    expect(withPhrases('no left seats', 5)).toEqual([])
  })
})

describe('terms', () => {
  it.each([
    ['groups', 'group'],
    ['expired', 'expir'],
    ['expires', 'expir'],
    ['kicked', 'kick'],
    ['banned', 'ban'],
    ['status', 'status'],
    ['his', 'his'],
  ])('stems %s to %s', (word, expected) => {
    expect(stem(word)).toBe(expected)
  })
  it('pairs Han characters and splits camel case', () => {
    expect(contentTerms('群不存在 joinGroup')).toEqual(expect.arrayContaining(['join', 'group']))
    expect(contentTerms('禁言')).toEqual(['禁言'])
  })
})
