/** Which process works on what: nothing is done twice, and another process takes over when one dies. */

/** The right to handle an event, held under each of its keys. JSON-safe. */
export interface Claim {
  readonly keys: readonly string[]
  /** Unlike any other claim's, also by the same process on the same keys. */
  readonly token: string
}

/**
 * Every event is answered once, also when the platform delivers it again or several processes hear it.
 *
 * A claim begins as *working* and ends by itself after a short lease: a process that is killed before it replied holds
 * nothing back, and the platform's next delivery is taken again. `complete` turns it into *done*, which lasts. Between
 * the reply and `complete` a kill can still lead to a second reply; post with a key (`PostOptions.key`) against that.
 */
export interface Claims {
  /**
   * Takes all keys or none.
   * @param keys 1 to 10 names for the same event, such as its event id and its conversation + message.
   * @param leaseMs how long the work may take; longer than the slowest handler, such as 60,000.
   * @returns undefined when any key is working or done: drop the event.
   */
  take(keys: readonly string[], now: number, leaseMs: number): Promise<Claim | undefined>
  /** True when any key was marked as done and still is kept; false while somebody works on it, or nobody knows it. */
  isDone(keys: readonly string[], now: number): Promise<boolean>
  /** Prolongs a working claim to `until`. @returns false when it ran out and somebody else took it: stop before replying. */
  extend(claim: Claim, until: number): Promise<boolean>
  /** Marks the event as done and keeps its keys taken to `until`. @returns false when the claim was lost meanwhile. */
  complete(claim: Claim, until: number): Promise<boolean>
  /** Gives a working claim back, so that the next delivery is taken. Quiet when it is done, lost or released already. */
  release(claim: Claim): Promise<void>
}

/** Lets one process at a time do a job such as raising incidents or pruning; another takes over when it dies. */
export interface Leases {
  /**
   * Takes the job, or keeps it: the holder calls it again well before `ttlMs` has passed.
   * @param owner unique per process and start.
   * @returns true while `owner` holds it, until now + ttlMs. Clocks of the processes should agree to a part of `ttlMs`.
   */
  acquire(name: string, owner: string, now: number, ttlMs: number): Promise<boolean>
  /** Gives the job up at once; quiet when `owner` does not hold it. */
  release(name: string, owner: string): Promise<void>
}
