/** One event at a time per conversation, conversations in parallel, and never more waiting than memory allows. */

export interface QueueLimits {
  /** Events waiting in one conversation. */
  readonly perConversation: number
  /** Events waiting altogether. */
  readonly total: number
}

export interface ConversationQueue {
  /**
   * Runs `work` after everything queued before it under the same key.
   * @returns when `work` is done; `overflow` at once when a queue is full and `work` was not taken.
   */
  run(key: string, work: () => Promise<void>): Promise<'done' | 'overflow'>
  /** Events waiting or under way. */
  depth(): number
  /** Resolves when nothing waits any more. */
  idle(): Promise<void>
}

/** `work` must not reject: whoever queues handles errors. */
export function createConversationQueue(limits: QueueLimits): ConversationQueue {
  const tails = new Map<string, { last: Promise<void>; waiting: number }>()
  let depth = 0
  return {
    async run(key, work) {
      const tail = tails.get(key) ?? { last: Promise.resolve(), waiting: 0 }
      if (depth >= limits.total || tail.waiting >= limits.perConversation) return 'overflow'
      depth++
      tail.waiting++
      tail.last = tail.last.then(work, work)
      tails.set(key, tail)
      try {
        await tail.last
      } finally {
        depth--
        tail.waiting--
        if (tail.waiting === 0) tails.delete(key)
      }
      return 'done'
    },
    depth: () => depth,
    async idle() {
      while (tails.size > 0) await Promise.allSettled([...tails.values()].map((tail) => tail.last))
    },
  }
}
