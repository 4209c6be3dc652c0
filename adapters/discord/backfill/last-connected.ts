/** After a lost session and after a start: what was said meanwhile is fetched, because a new session replays nothing. */
import { type Client, Status } from 'discord.js'
import type { Log } from '../../../src/chat/log.ts'
import { TIMES } from '../limits.ts'
import type { DiscordOptions } from '../options.ts'

interface CatchUpDeps {
  readonly client: Client
  readonly lastSeen: DiscordOptions['lastSeen']
  /** @returns false when the bot was stopped before all was fetched */
  readonly fetchMissed: (shard: number, since: number, afterStart: boolean) => Promise<boolean>
  /** When the oldest event happened that was taken and is not done. */
  readonly oldestUnfinished: () => number | undefined
  readonly log: Log
  readonly now: () => number
}

export interface CatchUp {
  begin(): Promise<void>
  /** A shard was lost at that time and has begun anew. */
  lost(shard: number, since: number): Promise<void>
  /** From now on nothing is taken. */
  halt(): void
  /** Notes the end, so that the next start begins there. */
  end(): Promise<void>
}

export function createCatchUp(deps: CatchUpDeps): CatchUp {
  const { client, lastSeen, fetchMissed, oldestUnfinished, log, now } = deps
  let noting: NodeJS.Timeout | undefined
  let halted: number | undefined
  /** Since when each shard misses what is still being fetched. */
  const missing = new Map<number, number>()
  // With another number of shards a server is on another one, and nothing is known of that.
  const nameOf = (shard: number) => `shard ${shard} of ${client.options.shardCount}`

  /** Best effort: a lost database must not trouble a working connection. */
  async function tolerated<T>(work: Promise<T>): Promise<T | undefined> {
    try {
      return await work
    } catch (error) {
      log.warn({ err: error }, 'Discord: when the bot was last connected could not be read or noted')
      return undefined
    }
  }

  /** Up to when everything that was said has been taken and answered: whatever came later, a start fetches once more. */
  const doneUpTo = (shard: number) =>
    Math.min(halted ?? now(), missing.get(shard) ?? now(), oldestUnfinished() ?? now())

  async function note(): Promise<void> {
    const connected = client.ws.shards.filter((shard) => shard.status === Status.Ready)
    await Promise.all(connected.map(({ id }) => lastSeen && tolerated(lastSeen.note(nameOf(id), doneUpTo(id)))))
  }

  async function fetch(shard: number, since: number, afterStart: boolean): Promise<void> {
    const earliest = Math.min(since, missing.get(shard) ?? since)
    missing.set(shard, earliest)
    const isDone = await fetchMissed(shard, since, afterStart)
    // Another loss meanwhile is fetched by a work of its own.
    if (isDone && missing.get(shard) === earliest) missing.delete(shard)
  }

  return {
    lost: (shard, since) => fetch(shard, since, false),
    async begin() {
      if (!lastSeen) return
      const known = await Promise.all(
        client.ws.shards.map(async ({ id }) => [id, await tolerated(lastSeen.of(nameOf(id)))] as const),
      )
      const fetching = known.map(([shard, since]) => (since === undefined ? undefined : fetch(shard, since, true)))
      noting = setInterval(() => void note(), TIMES.noteWorking)
      noting.unref()
      await note()
      await Promise.all(fetching)
    },
    halt() {
      halted = now()
    },
    async end() {
      if (!noting) return
      clearInterval(noting)
      await note()
    },
  }
}
