import { describe, expect, it } from 'vitest'
import { queryTerms } from '../../../src/core/search/query-terms.ts'
import { createSynonyms } from '../../../src/core/search/synonyms.ts'
import { catalogTerms } from '../../../src/core/search/terms.ts'

const none = createSynonyms([]).unbreakable
const terms = (query: string, unbreakable = none) => queryTerms(query, unbreakable).map(({ term }) => term)
const kindOf = (query: string, term: string, unbreakable = none) =>
  queryTerms(query, unbreakable).find((found) => found.term === term)?.kind

describe('queryTerms', () => {
  it.each([
    ["message isn't there", 'message isnt there'],
    ['message isn t there', 'message isnt there'],
    ["it doesn't match", 'it does not match'],
    ['they cannot send', "they can't send"],
    ['帐号登陆失败', '账号登录失败'],
    ['banned in DMs', 'banned in dm'],
    ['超过五百人', '超过500人'],
    ['两千五百条', '2500条'],
    ['一万个', '10000个'],
    ['三十二字节', '32字节'],
  ])('are the same for "%s" and "%s"', (one, other) => {
    expect(terms(one)).toEqual(terms(other))
    expect(terms(one)).not.toEqual([])
  })

  it('keeps a filler character inside a word and drops it alone', () => {
    expect(terms('没有权限')).toContain('没有')
    expect(terms('标签是空的')).toEqual(expect.arrayContaining(['标签', '空']))
    expect(terms('标签是空的')).not.toContain('是')
  })

  it('counts a pair across a word border as a bonus only', () => {
    const { unbreakable } = createSynonyms([['timeout', '超时']])
    expect(kindOf('发消息超时', '超时', unbreakable)).toBe('word')
    expect(kindOf('发消息超时', '消息', unbreakable)).toBe('word')
    expect(kindOf('发消息超时', '息超', unbreakable)).toBe('bonus')
  })

  it('keeps a phrase of several words together', () => {
    const { unbreakable } = createSynonyms([['expired', 'ran out']])
    expect(terms('my token ran out', unbreakable)).toEqual(expect.arrayContaining(['ran out', 'token']))
    expect(terms('it overran outside', unbreakable)).not.toContain('ran out')
  })

  it('marks numbers and weak words, and drops stop words', () => {
    expect(kindOf('more than 500 accounts', '500')).toBe('number')
    expect(kindOf('没有权限', '没有')).toBe('weak')
    expect(terms('he cannot send')).not.toContain('he')
  })
})

describe('catalogTerms', () => {
  it('are cut where Latin meets Han text', () => {
    expect(catalogTerms('initSDK调了两遍')).toEqual(expect.arrayContaining(['init', 'sdk', '两遍']))
  })
  it('include single characters that are words', () => {
    expect(catalogTerms('标签为空')).toContain('空')
    expect(catalogTerms('标签为空')).not.toContain('为')
  })
})

describe('synonyms', () => {
  it('lists the other ways to say a word, each as terms that occur together', () => {
    const { of } = createSynonyms([['expired', 'ran dry', '过期了', 'stale']])
    expect(of('expir')).toEqual(expect.arrayContaining([['ran', 'dry'], ['过期', '期了'], ['stal']]))
    expect(of('unheard')).toEqual([])
  })
  it('leaves out a phrase with a stop word, which the index does not hold', () => {
    expect(createSynonyms([['expired', 'ran out']]).of('expir')).toEqual([])
  })
})
