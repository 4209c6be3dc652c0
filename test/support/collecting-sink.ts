/** A sink that keeps what an adapter tells it, and does nothing more unless a test asks. */
import type { Sink } from '../../src/chat/adapter.ts'
import type { Received } from '../contracts/adapter-harness.ts'

export function createCollectingSink() {
  const received: Received[] = []
  let next: ((got: Received) => Promise<void>) | undefined
  const sink: Sink = {
    suggest: () => [],
    home: async () => ({ tone: 'info', title: 'Home', summary: 'Home.', blocks: [], actions: [] }),
    async handle(event, responder) {
      received.push({ event, responder })
      const work = next
      next = undefined
      await work?.({ event, responder })
      return true
    },
  }
  return {
    sink,
    /** Everything it got, in order. */
    received: received as readonly Received[],
    /** What it does with the next event. */
    onNext(work: (got: Received) => Promise<void>): void {
      next = work
    },
  }
}
