/** After a start: what was said since this bot was last connected is fetched, because a new session replays nothing. */
import { type Client, Status } from 'discord.js'
import type { DiscordLog, DiscordOptions } from './options.ts'

/** How often it is noted that a connection works, in milliseconds. */
const NOTE_EVERY = 10_000

interface CatchUpDeps {
  readonly client: Client
  readonly lastSeen: DiscordOptions['lastSeen']
  readonly fetchMissed: (shard: number, since: number) => Promise<void>
  readonly log: DiscordLog
  readonly now: () => number
}

export interface CatchUp {
  begin(): Promise<void>
  /** Notes the end, so that the next start begins there. */
  end(): Promise<void>
}

export function createCatchUp({ client, lastSeen, fetchMissed, log, now }: CatchUpDeps): CatchUp {
  let noting: NodeJS.Timeout | undefined
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

  async function note(): Promise<void> {
    const connected = client.ws.shards.filter((shard) => shard.status === Status.Ready)
    await Promise.all(connected.map(({ id }) => lastSeen && tolerated(lastSeen.note(nameOf(id), now()))))
  }

  return {
    async begin() {
      if (!lastSeen) return
      const known = await Promise.all(
        client.ws.shards.map(async ({ id }) => [id, await tolerated(lastSeen.of(nameOf(id)))] as const),
      )
      noting = setInterval(() => void note(), NOTE_EVERY)
      noting.unref()
      await note()
      for (const [shard, since] of known) if (since !== undefined) await fetchMissed(shard, since)
    },
    async end() {
      if (!noting) return
      clearInterval(noting)
      await note()
    },
  }
}
