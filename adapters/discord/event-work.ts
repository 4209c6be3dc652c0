/** The work that events make: in order within a channel, and known, so that a stop can wait for it. */
import type { DiscordLog } from './options.ts'
import type { Place, Places } from './places.ts'

/** What an event says of where it happened. */
export interface Standing {
  readonly channel_id: string
  readonly guild_id?: string | undefined
  readonly channel_type?: number | undefined
}

export function createEventWork(places: Places, log: DiscordLog) {
  const working = new Set<Promise<unknown>>()
  const tails = new Map<string, Promise<void>>()

  function track(work: Promise<unknown>): void {
    const settled = work
      .catch((error: unknown) => log.warn({ err: error }, 'Discord: an event could not be handled'))
      .finally(() => working.delete(settled))
    working.add(settled)
  }

  return {
    track,
    /** Events of one channel stay in order although some must first ask where they stand. */
    inPlace({ channel_id: channel, guild_id: guild, channel_type: type }: Standing, work: (place: Place) => void) {
      const before = tails.get(channel)
      const place = before ? undefined : places.cached(channel)
      if (place) {
        work(place)
        return
      }
      const told = { ...(guild ? { guild } : {}), ...(type === undefined ? {} : { type }) }
      const next = (before ?? Promise.resolve())
        .then(async () => work(await places.find(channel, told)))
        .catch((error: unknown) =>
          log.warn({ channel, err: error }, 'Discord: an event of a channel that the bot cannot see'),
        )
        .finally(() => {
          if (tails.get(channel) === next) tails.delete(channel)
        })
      tails.set(channel, next)
      track(next)
    },
    /** True while something that was begun is not yet finished. */
    busy: () => working.size > 0,
    /** Resolves when everything that was begun is finished. */
    async idle(): Promise<void> {
      while (working.size > 0) await Promise.all(working)
    },
  }
}

export type EventWork = ReturnType<typeof createEventWork>
