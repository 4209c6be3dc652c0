/** Decides which process handles an event, so that it is handled once and not lost when a process dies. */
import { LRUCache } from 'lru-cache'
import { type Claim, type Claims, whenStorageIsLost } from '../storage/contract.ts'

export interface ClaimTimes {
  /** How long a claim lasts unless it is extended, in milliseconds. */
  readonly leaseMs: number
  /** How long a handled event is remembered, in milliseconds; platforms redeliver within minutes, at most hours. */
  readonly doneMs: number
}

export const CLAIM_TIMES: ClaimTimes = { leaseMs: 10_000, doneMs: 24 * 3_600_000 }

/** The right to handle one event. */
export interface Ticket {
  /** The event is handled: later deliveries are dropped. */
  complete(): Promise<void>
  /** The work failed before anything was answered: the next delivery is handled. */
  release(): Promise<void>
}

export interface Claiming {
  /**
   * Claims the event. While another process works on it, waits: if that process dies, we take over.
   * @returns undefined when it is handled already, or the other process keeps working on it.
   */
  take(keys: readonly string[]): Promise<Ticket | undefined>
}

export interface ClaimingDeps {
  readonly claims: Claims
  readonly now: () => number
  readonly wait: (ms: number) => Promise<void>
  readonly times: ClaimTimes
  /** Called when storage is lost and claims are kept in memory. */
  readonly onBlind: () => void
}

/** Without its database, a process still recognises the last events it handled itself. */
const MAX_REMEMBERED = 20_000

export function createClaiming({ claims, now, wait, times, onBlind }: ClaimingDeps): Claiming {
  const remembered = new LRUCache<string, true>({ max: MAX_REMEMBERED })
  const forget = (keys: readonly string[]) => {
    for (const key of keys) remembered.delete(key)
  }

  /** Runs a storage call; while storage is lost, reports that and resolves with `fallback`. */
  const tolerate = <T, F>(call: () => Promise<T>, fallback: F): Promise<T | F> =>
    whenStorageIsLost(call, () => {
      onBlind()
      return fallback
    })

  function ticket(keys: readonly string[], claim: Claim | undefined): Ticket {
    const alive =
      claim &&
      setInterval(
        () => void tolerate(() => claims.extend(claim, now() + times.leaseMs), false).catch(() => {}),
        times.leaseMs / 3,
      )
    alive?.unref()
    return {
      async complete() {
        clearInterval(alive)
        if (claim) await tolerate(() => claims.complete(claim, now() + times.doneMs), false)
      },
      async release() {
        clearInterval(alive)
        forget(keys)
        if (claim) await tolerate(() => claims.release(claim), undefined)
      },
    }
  }

  return {
    async take(keys) {
      if (keys.some((key) => remembered.has(key))) return undefined
      for (const key of keys) remembered.set(key, true)
      const giveUp = now() + 2 * times.leaseMs
      try {
        for (;;) {
          const claim = await tolerate(() => claims.take(keys, now(), times.leaseMs), 'blind' as const)
          if (claim === 'blind') return ticket(keys, undefined)
          if (claim) return ticket(keys, claim)
          if (await tolerate(() => claims.isDone(keys, now()), false)) return undefined
          // Whoever held the claim this long keeps extending it: it will answer, or release it for the next delivery.
          if (now() >= giveUp) break
          await wait(times.leaseMs / 8)
        }
      } catch (error) {
        forget(keys)
        throw error
      }
      forget(keys)
      return undefined
    },
  }
}
