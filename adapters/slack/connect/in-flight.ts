/** Tracks in-flight work so that stop() can await it. */
import type { Log } from '../../../src/chat/log.ts'
import { reasonOf } from '../api/error-words.ts'

export function createInFlight(log: Log) {
  const running = new Set<Promise<unknown>>()
  return {
    /** Never rejects: an error is logged, and the result is undefined. */
    async track<T>(work: Promise<T>): Promise<T | undefined> {
      running.add(work)
      try {
        return await work
      } catch (error) {
        log.error({ reason: reasonOf(error) }, 'an event from Slack could not be handled')
        return undefined
      } finally {
        running.delete(work)
      }
    },
    /** Resolves when everything started so far has ended. */
    async idle(): Promise<void> {
      await Promise.allSettled([...running])
    },
  }
}

export type InFlight = ReturnType<typeof createInFlight>
