/** A sink that collects the events of an adapter. */
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
    /** Everything received, in order. */
    received: received as readonly Received[],
    /** Handles the next event with `work`. */
    onNext(work: (got: Received) => Promise<void>): void {
      next = work
    },
  }
}
