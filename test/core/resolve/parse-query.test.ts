import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseQuery } from '../../../src/core/resolve/parse-query.ts'

describe('parseQuery', () => {
  it.each([
    ['10010', ['10010']],
    ['-10113', ['-10113']],
    ['−10113', ['-10113']],
    ['code: 10010', ['10010']],
    ['code:-10113', ['-10113']],
    ['#10010', ['10010']],
    ['error 10010?', ['10010']],
    ['１００１０', ['10010']],
    ['－１０１１３', ['-10113']],
    ['10,010', ['10010']],
    ['\u001b[31m10010\u001b[0m', ['10010']],
    ['115_066', ['115066']],
    ['0x271A', ['10010']],
    ['0xFFFFD87F', ['-10113']],
    ['4294957183', ['-10113']],
    ['6206 70001', ['6206', '70001']],
    ['6206,70001', ['6206', '70001']],
    ['6206, 70001 and -10003', ['6206', '70001', '-10003']],
    ['120001-130000', ['120001-130000']],
    ['报20008错误', ['20008']],
    ['错误码10010是什么意思', ['10010']],
    ['10010 10010', ['10010']],
  ])('reads the codes of %j', (query, codes) => {
    expect(parseQuery(query)).toEqual({ codes, words: expect.any(String) })
  })

  it.each([
    ['v4.10010.2', []],
    ['abc10010', []],
    ['10010ms', []],
    ['99999999999999999999', []],
  ])('reads no code from %j', (query, codes) => {
    expect(parseQuery(query).codes).toEqual(codes)
  })

  it('keeps the words that say what happened and drops those that only announce a code', () => {
    expect(parseQuery('error 10010: group not found')).toEqual({ codes: ['10010'], words: 'group not found' })
    expect(parseQuery('what does 20009 mean?')).toEqual({ codes: ['20009'], words: '' })
    expect(parseQuery('错误码 10010 什么意思')).toEqual({ codes: ['10010'], words: '' })
  })

  it('never throws, and returns only well-formed codes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (query) => {
        for (const code of parseQuery(query).codes) expect(code).toMatch(/^-?\d+(-\d+)?$/)
      }),
    )
  })
})
