/** Runs work with the same key one after the other; work with different keys runs side by side. */
import PQueue from 'p-queue'

export function createKeyedQueue() {
  const queues = new Map<string, PQueue>()

  function queueOf(key: string): PQueue {
    const known = queues.get(key)
    if (known) return known
    const queue = new PQueue({ concurrency: 1 })
    queues.set(key, queue)
    queue.once('idle', () => queues.delete(key))
    return queue
  }

  return {
    /** Settles as `work` does, after everything that was added for this key before it. */
    run: <T>(key: string, work: () => Promise<T>): Promise<T> => queueOf(key).add(work),
    /** True while work of this key runs or waits. */
    has: (key: string): boolean => queues.has(key),
    /** How much work of this key runs or waits. */
    depth(key: string): number {
      const queue = queues.get(key)
      return queue ? queue.size + queue.pending : 0
    },
    /** Resolves when no work runs or waits. */
    async idle(): Promise<void> {
      while (queues.size > 0) await Promise.all([...queues.values()].map((queue) => queue.onIdle()))
    },
  }
}
