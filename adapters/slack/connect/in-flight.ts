/** What is being worked on, so that a stop can wait for it. */
import type { Log } from '../../../src/chat/log.ts'

export interface UnderWay {
  /** Never rejects: whatever goes wrong is logged, and answered with undefined. */
  track<T>(work: Promise<T>): Promise<T | undefined>
  /** Resolves when all that was begun has ended. */
  idle(): Promise<void>
}

export function createInFlight(log: Log): UnderWay {
  const works = new Set<Promise<unknown>>()
  return {
    async track(work) {
      works.add(work)
      try {
        return await work
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error)
        log.error({ reason }, 'something from Slack was not handled')
        return undefined
      } finally {
        works.delete(work)
      }
    },
    async idle() {
      await Promise.allSettled([...works])
    },
  }
}
