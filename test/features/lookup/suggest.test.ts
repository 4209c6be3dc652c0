import { describe, expect, it } from 'vitest'
import { createSuggest } from '../../../src/features/lookup/suggest.ts'
import { knowledge } from '../../support/knowledge.ts'

describe('suggestions', () => {
  const suggest = createSuggest(knowledge)
  it('completes codes, constants and words', () => {
    expect(suggest('1001', 20).map((item) => item.value)).toContain('10010')
    expect(suggest('err_svr_group_not', 20)[0]?.value).toBe('10010')
    expect(suggest('kicked', 20).map((item) => item.value)).toContain('6208')
  })
  it('begins with the code that was typed, then codes, constants, titles; codes below zero without their sign too', () => {
    const used = createSuggest(knowledge, () => new Map([['70014', 40]]))
    const begin = (typed: string) => used(typed, 2).map((item) => item.value)
    expect(begin('700')[0]).toBe('70014')
    expect(begin('7001')).toEqual(['7001', '70014'])
    expect(suggest('10113', 5).map((item) => item.value)).toContain('-10113')
    const codes = suggest('100', 25).map((item) => item.value)
    const signs = codes.map((code) => code.startsWith('-'))
    expect(signs).toEqual([...signs].sort())
    const titled = suggest('usersig', 25).map((item) => item.label)
    expect(titled[0]).toMatch(/^\d+ UserSig/)
  })
  it('is quick and calm about whatever is typed', () => {
    expect(suggest('x'.repeat(1_000_000), 25)).toEqual([])
    expect(suggest('%_\\(*', 25)).toEqual([])
  })
  it('keeps to the limit and to labels that fit', () => {
    const found = suggest('1', 25)
    expect(found).toHaveLength(25)
    for (const { label } of found) expect(label.length).toBeLessThanOrEqual(100)
  })
  it('puts what people meet most first, also before anything is typed', () => {
    const used = createSuggest(
      knowledge,
      () =>
        new Map([
          ['10017', 3],
          ['10016', 40],
        ]),
    )
    expect(suggest('', 20)).toEqual([])
    expect(used('', 20).map((item) => item.value)).toEqual(['10016', '10017'])
    expect(used('100', 3).map((item) => item.value)[0]).toBe('10016')
  })
})
