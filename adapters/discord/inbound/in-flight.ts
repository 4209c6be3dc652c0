/** Tracks in-flight work, in order per channel, so that a stop can await it and the next start knows where to resume. */
import { LRUCache } from 'lru-cache'
import type { Log } from '../../../src/chat/log.ts'
import type { Place, Places } from '../api/places.ts'
import { faultOf } from '../api/rest-api.ts'
import { TIMES } from '../limits.ts'

/** What an event tells about where it happened. */
export interface EventLocation {
  readonly channel_id: string
  readonly guild_id?: string | undefined
  readonly channel_type?: number | undefined
}

const MAX_UNFINISHED = 10_000

export function createInFlight(places: Places, log: Log) {
  const running = new Set<Promise<unknown>>()
  /** The last work of each channel that still waits for its place. */
  const tails = new Map<string, Promise<void>>()
  /** When the events happened whose work is running, or failed and may be retried by the next start. */
  const unfinished = new LRUCache<Promise<unknown>, number>({ max: MAX_UNFINISHED })

  /** @returns false when the work resolved with false: another try is welcome */
  function track(work: Promise<unknown>): Promise<boolean> {
    const settled = work
      .then(
        (result) => result !== false,
        (error: unknown) => {
          log.warn({ err: error }, 'Discord: an event could not be handled')
          return true
        },
      )
      .finally(() => running.delete(settled))
    running.add(settled)
    return settled
  }

  /**
   * Tracks work that only a later start can repeat, because Discord sends the event once.
   * @param work resolves with false when another try is welcome
   * @param at when the event happened, milliseconds since 1970
   */
  function trackUntilDone(work: Promise<boolean>, at: number): void {
    const tracked = track(work)
    unfinished.set(tracked, at)
    void tracked.then((isDone) => isDone && unfinished.delete(tracked))
  }

  return {
    track,
    trackUntilDone,
    /**
     * Calls `work` with the event's place: at once when it is cached, otherwise when Discord has told it. Events of one
     * channel stay in order.
     */
    withPlace(where: EventLocation, at: number, work: (place: Place) => void): void {
      const { channel_id: channel, guild_id: guild, channel_type: type } = where
      const before = tails.get(channel)
      const cached = before ? undefined : places.cached(channel)
      if (cached) {
        work(cached)
        return
      }
      const told = { ...(guild ? { guild } : {}), ...(type === undefined ? {} : { type }) }
      async function run(): Promise<boolean> {
        try {
          work(await places.find(channel, told))
          return true
        } catch (error) {
          log.warn({ channel, err: error }, 'Discord: an event in a channel that the bot cannot see')
          const { status } = faultOf(error)
          return status >= 400 && status < 500
        }
      }
      const next = (before ?? Promise.resolve()).then(run)
      const tail = next.then(() => {
        if (tails.get(channel) === tail) tails.delete(channel)
      })
      tails.set(channel, tail)
      trackUntilDone(next, at)
    },
    /** How much work is in flight. */
    count: () => running.size,
    /** When the oldest unfinished event happened; undefined when there is none that a start would still fetch. */
    oldestUnfinished(): number | undefined {
      for (const [work, at] of [...unfinished]) if (at < Date.now() - TIMES.maxBackfill) unfinished.delete(work)
      return unfinished.size > 0 ? Math.min(...unfinished.values()) : undefined
    },
    /** Resolves when nothing is in flight. */
    async idle(): Promise<void> {
      while (running.size > 0) await Promise.all(running)
    },
  }
}

export type InFlight = ReturnType<typeof createInFlight>
