/** The adapter contract, run against every platform. */
import { describe, expect, it, onTestFinished } from 'vitest'
import { answersPeople } from './adapter-answers.ts'
import { tellsOfEvents } from './adapter-events.ts'
import type { AdapterHarness } from './adapter-harness.ts'
import type { Meet } from './adapter-meeting.ts'
import { postsCards } from './adapter-posts.ts'

export function adapterContract(name: string, open: () => Promise<AdapterHarness>) {
  describe(`${name}: the adapter contract`, () => {
    const meet: Meet = async () => {
      const harness = await open()
      onTestFinished(async () => {
        const problems = harness.problems()
        await harness.stop()
        expect(problems).toEqual([])
      })
      return harness
    }

    tellsOfEvents(meet)
    postsCards(meet)
    answersPeople(meet)

    it('starts once and stops twice without fault', async () => {
      const harness = await meet()
      expect(harness.adapter.ready()).toBe(true)
      await harness.adapter.stop()
      expect(harness.adapter.ready()).toBe(false)
      await harness.adapter.stop()
    })
  })
}
