import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { knowledge } from '../../support/knowledge.ts'

const { resolve } = knowledge
const codesOf = (query: string): string[] => {
  const answer = resolve(query)
  switch (answer.kind) {
    case 'entry':
    case 'range':
      return [answer.entry.code]
    case 'entries':
      return answer.entries.map((entry) => entry.code)
    case 'hits':
      return answer.hits.map((hit) => hit.entry.code)
    default:
      return []
  }
}

describe('resolve', () => {
  it.each([
    '10010',
    'code: 10010',
    '#10010',
    'error 10010?',
    '１００１０',
    '10,010',
    '0x271A',
    'ERR_SVR_GROUP_NOT_FOUND',
    'err_svr_group_not_found',
    'SVR_GROUP_NOT_FOUND',
    'GROUP_NOT_FOUND',
    'group not found',
  ])('finds 10010 as %j', (query) => {
    expect(resolve(query)).toMatchObject({ kind: 'entry', entry: { code: '10010' } })
  })

  it.each([
    ['ERR_SVR_GROUP_NOT_FUOND', '10010'],
    ['ERR_SVR_GROUP_ACCOUNT_COUNT_LIMIT', '10005'],
    ['ERR_IN_PROGRESS', '6015'],
    ['ERR_SVR_GROUP_ATTRIBUTE_WRITE_CONFLICT', '10056'],
    ['ERR_REQUEST_TIMEOUT', '6012'],
  ])('accepts the misspelt or official spelling %j for %s', (query, code) => {
    expect(codesOf(query)[0]).toBe(code)
  })

  it('names the constant that it guessed', () => {
    expect(resolve('ERR_SVR_GROUP_NOT_FUOND')).toMatchObject({ kind: 'entry', guessed: 'ERR_SVR_GROUP_NOT_FOUND' })
  })

  it('keeps the sign, and names the twin with the other one', () => {
    expect(resolve('-10003')).toMatchObject({ kind: 'entry', entry: { code: '-10003' }, twin: { code: '10003' } })
    expect(resolve('10003')).toMatchObject({ kind: 'entry', entry: { code: '10003' }, twin: { code: '-10003' } })
    expect(resolve('10010')).not.toHaveProperty('twin')
  })

  it('answers a number inside a range with the range', () => {
    expect(resolve('120345')).toMatchObject({ kind: 'range', code: '120345', entry: { code: '120001-130000' } })
    expect(resolve('120001-130000')).toMatchObject({ kind: 'entry', entry: { code: '120001-130000' } })
  })

  it('answers several codes in the order asked, and names the unknown ones', () => {
    expect(codesOf('6206 10010 and -10113')).toEqual(['6206', '10010', '-10113'])
    const answer = resolve('10010 99999')
    expect(answer).toMatchObject({ kind: 'entries', unknown: [{ code: '99999' }] })
    expect(codesOf('10003-10008')).toContain('10003')
  })

  it('offers neighbours of an unknown code', () => {
    const near = resolve('10022')
    expect(near).toMatchObject({
      kind: 'unknown',
      code: '10022',
      place: { part: 'server', section: 'Group error codes' },
    })
    expect(near.kind === 'unknown' && near.nearest.map((entry) => entry.code)).toContain('10021')
    expect(near.kind === 'unknown' && near.ranges.map((entry) => entry.code)).toContain('120001-130000')
    expect(resolve('-10010')).toMatchObject({ kind: 'unknown', twin: { code: '10010' } })
    expect(resolve('404')).not.toHaveProperty('place')
  })

  it('searches for the words next to an unknown number', () => {
    expect(codesOf('markConversation with 150 ids')).toContain('51006')
  })

  it.each(['', '   ', '?', 'error', '什么意思'])('offers help for %j', (query) => {
    expect(resolve(query).kind).toBe('help')
  })

  it('answers any query', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme', maxLength: 60 })), (query) => {
        expect(resolve(query).kind).toMatch(/^(entry|entries|range|hits|unknown|none|help)$/)
      }),
      { numRuns: 200 },
    )
  })

  it('answers a very long query in bounded time', () => {
    expect(resolve('group not found '.repeat(100_000)).kind).toBeTruthy()
    expect(resolve('1'.repeat(1_000_000)).kind).toBeTruthy()
  })
})
