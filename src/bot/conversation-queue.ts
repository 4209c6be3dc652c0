/** Runs one event at a time per conversation and conversations in parallel, with an upper bound on what waits. */
import PQueue from 'p-queue'

export interface QueueLimits {
  /** Events waiting or running in one conversation. */
  readonly perConversation: number
  /** Events waiting or running altogether. */
  readonly total: number
}

export interface ConversationQueue {
  /**
   * Runs `work` after everything queued before it under the same key. `work` must handle its own errors.
   * @returns when `work` is done; `overflow` at once, without running it, when a queue is full.
   */
  run(key: string, work: () => Promise<void>): Promise<'done' | 'overflow'>
  /** Events waiting or running. */
  depth(): number
  /** Resolves when the queue is empty. */
  idle(): Promise<void>
}

export function createConversationQueue(limits: QueueLimits): ConversationQueue {
  const queues = new Map<string, PQueue>()
  let depth = 0

  function open(key: string): PQueue {
    const queue = new PQueue({ concurrency: 1 })
    queue.on('idle', () => queues.delete(key))
    queues.set(key, queue)
    return queue
  }

  return {
    async run(key, work) {
      const waiting = queues.get(key)
      if (depth >= limits.total || (waiting && waiting.size + waiting.pending >= limits.perConversation))
        return 'overflow'
      depth++
      try {
        await (waiting ?? open(key)).add(work)
      } finally {
        depth--
      }
      return 'done'
    },
    depth: () => depth,
    async idle() {
      while (queues.size > 0) await Promise.all([...queues.values()].map((queue) => queue.onIdle()))
    },
  }
}
