/** The work that events make: in order within a channel, and known, so that a stop can wait for it and a start can take it up. */

import type { Log } from '../../../src/chat/log.ts'
import type { Place, Places } from '../api/places.ts'
import { faultOf } from '../api/rest-api.ts'
import { TIMES } from '../limits.ts'

/** What an event says of where it happened. */
export interface Standing {
  readonly channel_id: string
  readonly guild_id?: string | undefined
  readonly channel_type?: number | undefined
}

const MAX_UNFINISHED = 10_000

export function createEventWork(places: Places, log: Log, now: () => number) {
  const working = new Set<Promise<unknown>>()
  const tails = new Map<string, Promise<void>>()
  /** When that happened whose work is not done: it is under way, or failed and may be tried once more. */
  const unfinished = new Map<Promise<unknown>, number>()

  /** @returns whether it came to its end */
  function track(work: Promise<unknown>): Promise<boolean> {
    const settled = work
      .then(
        (result) => result !== false,
        (error: unknown) => {
          log.warn({ err: error }, 'Discord: an event could not be handled')
          return true
        },
      )
      .finally(() => working.delete(settled))
    working.add(settled)
    return settled
  }

  /**
   * Tracks what Discord never tells again: only a new start can fetch it.
   * @param work resolves with false when another try is welcome
   * @param at when it happened
   */
  function owe(work: Promise<boolean>, at: number): void {
    const done = track(work)
    for (const oldest of unfinished.keys()) {
      if (unfinished.size < MAX_UNFINISHED) break
      unfinished.delete(oldest)
    }
    unfinished.set(done, at)
    void done.then((isDone) => isDone && unfinished.delete(done))
  }

  return {
    track,
    owe,
    /** Events of one channel stay in order although some must first ask where they stand. */
    inPlace(where: Standing, at: number, work: (place: Place) => void): void {
      const { channel_id: channel, guild_id: guild, channel_type: type } = where
      const before = tails.get(channel)
      const place = before ? undefined : places.cached(channel)
      if (place) {
        work(place)
        return
      }
      const told = { ...(guild ? { guild } : {}), ...(type === undefined ? {} : { type }) }
      async function once(): Promise<boolean> {
        try {
          work(await places.find(channel, told))
          return true
        } catch (error) {
          log.warn({ channel, err: error }, 'Discord: an event of a channel that the bot cannot see')
          const { status } = faultOf(error)
          return status >= 400 && status < 500
        }
      }
      const next = (before ?? Promise.resolve()).then(once)
      const tail = next.then(() => {
        if (tails.get(channel) === tail) tails.delete(channel)
      })
      tails.set(channel, tail)
      owe(next, at)
    },
    /** How much of what was begun is not yet finished. */
    busy: () => working.size,
    /** When the oldest event happened whose work is not done; undefined when all is, or too old to be taken up. */
    oldestUnfinished(): number | undefined {
      for (const [work, at] of unfinished) if (at < now() - TIMES.fetched) unfinished.delete(work)
      return unfinished.size > 0 ? Math.min(...unfinished.values()) : undefined
    },
    /** Resolves when everything that was begun is finished. */
    async idle(): Promise<void> {
      while (working.size > 0) await Promise.all(working)
    },
  }
}

export type EventWork = ReturnType<typeof createEventWork>
