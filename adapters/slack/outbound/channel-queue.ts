/** Serialises posts per channel, with the pause between two that Slack demands. Channels do not wait for each other. */
import { setTimeout as sleep } from 'node:timers/promises'
import PQueue from 'p-queue'

export function createChannelQueue(spacingMs: number) {
  /** The channels with work or a pause in progress. */
  const queues = new Map<string, PQueue>()

  function queueOf(channel: string): PQueue {
    const known = queues.get(channel)
    if (known) return known
    const queue = new PQueue({ concurrency: 1 })
    queue.once('idle', () => queues.delete(channel))
    queues.set(channel, queue)
    return queue
  }

  return {
    /** Runs when all earlier work in the channel is done and the pause after it is over. */
    run<T>(channel: string, work: () => Promise<T>): Promise<T> {
      const queue = queueOf(channel)
      const result = queue.add(work)
      // The pause counts from the end of the work, which may hold retries; p-queue's `interval` counts from its start.
      void queue.add(() => sleep(spacingMs))
      return result
    },
  }
}
