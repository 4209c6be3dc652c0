/** Every owner and role of detection.yaml works on its own examples, and depends on its words for it. */
import { describe, expect, it } from 'vitest'
import { createDetect, THRESHOLDS } from '../../../src/core/detect/detect.ts'
import { createVocabulary } from '../../../src/core/detect/message/vocabulary.ts'
import { detectionSchema } from '../../../src/core/detect/rules.ts'
import { data, knowledge } from '../../support/knowledge.ts'

const rules = data.detection
const { catalog } = knowledge
const detect = createDetect(catalog, rules)
const vocabulary = createVocabulary(rules)
const spoken = (text: string) =>
  detect(text)
    .filter(({ confidence }) => confidence >= THRESHOLDS.uninvited)
    .map(({ code }) => code)

describe.each(rules.owners)('owner $name', (owner) => {
  it.each(owner.examples)('reports nothing for %j', (example) => {
    expect(spoken(example)).toEqual([])
  })
  it('is recognised in each of its examples', () => {
    for (const example of owner.examples) {
      expect(vocabulary.owners(example).map((sign) => sign.owner)).toContain(owner.name)
    }
  })
})

describe.each(rules.roles)('role: $name', (role) => {
  it.each(role.examples)('reports nothing for %j', (example) => {
    expect(spoken(example)).toEqual([])
  })
})

describe('disowned', () => {
  it.each(rules.disowned.examples)('reports nothing for %j', (example) => {
    expect(detect(example)).toEqual([])
  })
  it('depends on its words for that', () => {
    const none = { ...rules.disowned, negations: [], domains: [], owners: [] }
    const mute = createDetect(catalog, detectionSchema.parse({ ...rules, disowned: none }))
    const said = rules.disowned.examples.filter((example) =>
      mute(example).some(({ confidence }) => confidence >= THRESHOLDS.asked),
    )
    expect(said).toEqual(rules.disowned.examples)
  })
})

it('supports a new owner by data alone', () => {
  const text = '腾讯IM 登录报错 70009，Frobnicator'
  expect(spoken(text)).toEqual(['70009'])
  const named = detectionSchema.parse({
    ...rules,
    owners: [{ name: 'Frob', says: 'a frob code', words: ['登录报错'], examples: [text] }],
  })
  const [mention] = createDetect(catalog, named)(text)
  expect(mention?.confidence ?? 0).toBeLessThan(THRESHOLDS.uninvited)
  expect(createDetect(catalog, { ...named, owners: [] })(text)[0]?.confidence).toBeGreaterThan(THRESHOLDS.uninvited)
})

it('rejects invalid spans', () => {
  const owner = { name: 'x', says: 'x', examples: ['x'], owns: ['4004', '10004-10113', '-20999--20000'] }
  expect(() => detectionSchema.parse({ ...rules, owners: [owner] })).not.toThrow()
  expect(() => detectionSchema.parse({ ...rules, owners: [{ ...owner, owns: ['a lot'] }] })).toThrow()
})
