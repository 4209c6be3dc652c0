/** A code and other numbers in one message: only the code is reported, labels and counts are not. */
import { describe, expect, it } from 'vitest'
import { createDetect, THRESHOLDS } from '../../../src/core/detect/detect.ts'
import { data, knowledge } from '../../support/knowledge.ts'

const rules = data.detection
const spokenBy = (detect: typeof knowledge.detect, text: string) =>
  detect(text)
    .filter(({ confidence }) => confidence >= THRESHOLDS.uninvited)
    .map(({ code }) => code)
const spoken = (text: string) => spokenBy(knowledge.detect, text)

describe('the examples of detection.yaml', () => {
  it.each(rules.labels.examples)('$text', ({ text, codes }) => {
    expect(spoken(text)).toEqual(codes)
  })
  it('depend on the words that a code may follow', () => {
    const none = createDetect(knowledge.catalog, { ...rules, labels: { ...rules.labels, no_labels: [] } })
    const text = 'IM errors: code 70001 on Android, prod 6208 on iOS'
    expect(spoken(text)).toEqual(['70001', '6208'])
    expect(spokenBy(none, text)).toEqual(['70001'])
  })
  it('depend on the nouns of scripts without spaces', () => {
    const none = createDetect(knowledge.catalog, { ...rules, labels: { ...rules.labels, nouns: [] } })
    const text = 'IM 登录报错 70001，节点：6012，其他正常'
    expect(spoken(text)).toEqual(['70001'])
    expect(spokenBy(none, text)).toContain('6012')
  })
})

describe('next to a code', () => {
  it.each([
    ['a noun nobody listed', 'IM error 70001, seen from gazebo 6012 only', ['70001']],
    ['a count behind a comma', 'IM ErrorCode 70206, 1001 ids in one batch', ['70206']],
    ['several of one kind', 'IM error 10010 on turrets 6012 and 6014 at once', ['10010']],
    ['a port that was moved', 'im建群报错10004，端口从8080改到8010了', ['10004']],
    ['what a form holds', 'portrait_set 报 70402，住址写的 6002', ['70402']],
    ['a second code of a function', 'IM errors: login 70001, kick 6208', ['70001', '6208']],
    ['a second code in the same phrase', 'IM error 10007 or 10010 on dismissal', ['10007', '10010']],
    ['what a code means, in words before it', '群不存在报10010，群id不合法10015', ['10010', '10015']],
    ['an event of ours with its number', '群里10016，单聊20006。回调机 7012 上看到', ['10016', '20006']],
    ['a place that people log in from', 'IM login error 70001 in prod, staging 6206', ['70001', '6206']],
  ])('%s', (_, text, codes) => {
    expect(spoken(text)).toEqual(codes)
  })
  it('keeps a number after a noun that is the only number', () => {
    expect(spoken('腾讯云IM gazebo 70001.')).toEqual(['70001'])
  })
})

describe('columns', () => {
  it.each([
    [
      'set with spaces',
      'im\n\ncall      times   错误码\ncreate    6015    10006\nsend_group_msg 7002   10002',
      ['10006', '10002'],
    ],
    ['a bare title beside counts', 'im\n| error | count |\n|---|---|\n| 10006 | 6015 |', ['10006']],
    ['counts behind the codes', 'imsdk errors\n9518  2,210\n9507    871\n9521    102', ['9518', '9507', '9521']],
    ['counts before the codes', 'imsdk errors\n   6012 70001\n    871 70009', ['70001', '70009']],
  ])('%s', (_, text, codes) => {
    expect(spoken(text)).toEqual(codes)
  })
})
