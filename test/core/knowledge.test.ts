import { expect, it } from 'vitest'
import { createKnowledge } from '../../src/core/knowledge.ts'
import { createReloadable } from '../../src/core/reloadable.ts'
import { data } from '../support/knowledge.ts'

it('builds the search index when it is warmed up, and the first search does not build it again', () => {
  let built = 0
  const counting = {
    ...data,
    // Only the search reads the synonyms, once for each index.
    get synonyms() {
      built++
      return data.synonyms
    },
  }
  const { knowledge } = createReloadable(createKnowledge(counting))
  expect(built).toBe(0)
  knowledge.warmUp()
  const once = built
  expect(once).toBeGreaterThan(0)
  expect(knowledge.resolve('group is full').kind).toBe('hits')
  expect(built).toBe(once)
})
