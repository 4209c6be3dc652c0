/** Decides who handles an event, so that nobody does it twice and nothing is lost when a process dies. */
import { type Claim, type Claims, StorageUnavailable } from '../storage/contract.ts'

export interface ClaimTimes {
  /** How long a claim holds without a sign of life, in milliseconds. */
  readonly leaseMs: number
  /** How long a done event stays known; platforms redeliver within minutes, hours at most. */
  readonly doneMs: number
}

export const CLAIM_TIMES: ClaimTimes = { leaseMs: 10_000, doneMs: 24 * 3_600_000 }

/** The right to handle one event. */
export interface Ticket {
  /** The work is done: the event is dropped when it comes again. */
  complete(): Promise<void>
  /** The work failed before anything was answered: the next delivery is taken again. */
  release(): Promise<void>
}

export interface Claiming {
  /**
   * Takes the event, or waits while another process works on it: if that one dies, the event is ours.
   * @returns undefined when it is done already.
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

/** A process that lost its database still knows what it did itself. */
const MAX_REMEMBERED = 20_000

export function createClaiming({ claims, now, wait, times, onBlind }: ClaimingDeps): Claiming {
  const remembered = new Set<string>()
  const remember = (keys: readonly string[]) => {
    for (const key of keys) remembered.add(key)
    for (const key of remembered) {
      if (remembered.size <= MAX_REMEMBERED) break
      remembered.delete(key)
    }
  }

  const forget = (keys: readonly string[]) => {
    for (const key of keys) remembered.delete(key)
  }

  /** Runs a storage call; a lost database is reported and answered with `fallback`. */
  async function tolerate<T, F>(call: () => Promise<T>, fallback: F): Promise<T | F> {
    try {
      return await call()
    } catch (error) {
      if (!(error instanceof StorageUnavailable)) throw error
      onBlind()
      return fallback
    }
  }

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
      remember(keys)
      const giveUp = now() + 2 * times.leaseMs
      try {
        for (;;) {
          const claim = await tolerate(() => claims.take(keys, now(), times.leaseMs), 'blind' as const)
          if (claim === 'blind') return ticket(keys, undefined)
          if (claim) return ticket(keys, claim)
          if (await tolerate(() => claims.isDone(keys, now()), false)) return undefined
          // Whoever has worked for so long shows signs of life: it will answer, or leave it to the next delivery.
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
