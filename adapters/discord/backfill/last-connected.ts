/** Notes when each connection last worked, and starts a backfill after a lost session or a restart. */
import { Status } from 'discord.js'
import type { Context } from '../context.ts'
import { TIMES } from '../limits.ts'
import type { DiscordOptions } from '../options.ts'

/**
 * @param fetchMissed resolves with false when the bot stopped before everything was fetched
 * @param oldestUnfinished when the oldest unfinished event happened, milliseconds since 1970
 */
export function createLastConnected(
  { client, log }: Context,
  lastSeen: DiscordOptions['lastSeen'],
  fetchMissed: (shard: number, since: number, afterStart: boolean) => Promise<boolean>,
  oldestUnfinished: () => number | undefined,
) {
  let timer: NodeJS.Timeout | undefined
  let halted: number | undefined
  /** Since when each shard misses messages, while they are being fetched. */
  const missing = new Map<number, number>()
  // With another number of shards, a server moves to another shard, and old notes do not apply.
  const nameOf = (shard: number) => `shard ${shard} of ${client.options.shardCount}`

  /** A lost database must not disturb a working connection. */
  async function orUndefined<T>(work: Promise<T>): Promise<T | undefined> {
    try {
      return await work
    } catch (error) {
      log.warn({ err: error }, 'Discord: when the bot was last connected could not be read or noted')
      return undefined
    }
  }

  /** Until when everything was handled: the next start fetches again from there. */
  const doneUpTo = (shard: number) =>
    Math.min(halted ?? Date.now(), missing.get(shard) ?? Date.now(), oldestUnfinished() ?? Date.now())

  async function note(): Promise<void> {
    const connected = client.ws.shards.filter((shard) => shard.status === Status.Ready)
    await Promise.all(connected.map(({ id }) => lastSeen && orUndefined(lastSeen.note(nameOf(id), doneUpTo(id)))))
  }

  async function fetch(shard: number, since: number, afterStart: boolean): Promise<void> {
    const earliest = Math.min(since, missing.get(shard) ?? since)
    missing.set(shard, earliest)
    const isDone = await fetchMissed(shard, since, afterStart)
    // Another loss meanwhile has a fetch of its own.
    if (isDone && missing.get(shard) === earliest) missing.delete(shard)
  }

  return {
    /** A shard was lost at that time, milliseconds since 1970, and has a new session. */
    lost: (shard: number, since: number): Promise<void> => fetch(shard, since, false),
    async begin(): Promise<void> {
      if (!lastSeen) return
      const known = await Promise.all(
        client.ws.shards.map(async ({ id }) => [id, await orUndefined(lastSeen.of(nameOf(id)))] as const),
      )
      const fetching = known.map(([shard, since]) => (since === undefined ? undefined : fetch(shard, since, true)))
      timer = setInterval(() => void note(), TIMES.noteConnected)
      timer.unref()
      await note()
      await Promise.all(fetching)
    },
    /** From now on no event is handled. */
    halt(): void {
      halted = Date.now()
    },
    /** Notes the end, so that the next start fetches from there. */
    async end(): Promise<void> {
      if (!timer) return
      clearInterval(timer)
      await note()
    },
  }
}
