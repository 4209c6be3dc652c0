import { describe, expect, it } from 'vitest'
import { searchTerms } from '../../../src/core/search/normalise.ts'
import { questionTerms } from '../../../src/core/search/query-terms.ts'
import { createSynonyms } from '../../../src/core/search/synonyms.ts'

const none = createSynonyms([]).whole
const terms = (question: string, whole = none) => questionTerms(question, whole).map(({ term }) => term)
const kindOf = (question: string, term: string, whole = none) =>
  questionTerms(question, whole).find((found) => found.term === term)?.kind

describe('the words of a question', () => {
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
  ])('are the same in "%s" and "%s"', (one, other) => {
    expect(terms(one)).toEqual(terms(other))
    expect(terms(one)).not.toEqual([])
  })

  it('keep a filler character inside a word, and lose it alone', () => {
    expect(terms('没有权限')).toContain('没有')
    expect(terms('标签是空的')).toEqual(expect.arrayContaining(['标签', '空']))
    expect(terms('标签是空的')).not.toContain('是')
  })

  it('ask for words, not for what stands across their border', () => {
    const { whole } = createSynonyms([['timeout', '超时']])
    expect(kindOf('发消息超时', '超时', whole)).toBe('word')
    expect(kindOf('发消息超时', '消息', whole)).toBe('word')
    expect(kindOf('发消息超时', '息超', whole)).toBe('bonus')
  })

  it('hold a turn of several words together', () => {
    const { whole } = createSynonyms([['expired', 'ran out']])
    expect(terms('my token ran out', whole)).toEqual(expect.arrayContaining(['ran out', 'token']))
    expect(terms('it overran outside', whole)).not.toContain('ran out')
  })

  it('weigh numbers and words of talk less', () => {
    expect(kindOf('more than 500 accounts', '500')).toBe('number')
    expect(kindOf('没有权限', '没有')).toBe('weak')
    expect(terms('he cannot send')).not.toContain('he')
  })
})

describe('the words of the catalog', () => {
  it('are cut where Latin and Han text meet', () => {
    expect(searchTerms('initSDK调了两遍')).toEqual(expect.arrayContaining(['init', 'sdk', '两遍']))
  })
  it('hold single characters that are words', () => {
    expect(searchTerms('标签为空')).toContain('空')
    expect(searchTerms('标签为空')).not.toContain('为')
  })
})

describe('synonyms', () => {
  it('name the other ways to say a word, each as terms that stand together', () => {
    const { of } = createSynonyms([['expired', 'ran dry', '过期了', 'stale']])
    expect(of('expir')).toEqual(expect.arrayContaining([['ran', 'dry'], ['过期', '期了'], ['stal']]))
    expect(of('unheard')).toEqual([])
  })
  it('leave out a turn that the index cannot hold', () => {
    expect(createSynonyms([['expired', 'ran out']]).of('expir')).toEqual([])
  })
})
