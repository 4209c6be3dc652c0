/**
 * Keeps a fault inside discord.js's gateway code from ending the process: the shard that it hit gets a new session.
 *
 * `@discordjs/ws` (1.2.3, `WebSocketShard`) calls its asynchronous handlers without awaiting them, and discord.js runs
 * its own handlers inside: a RESUMED for a session that is gone, or a frame without the `d` it must have, rejects where
 * nobody listens, and Node ends the process. We wrap the handlers of this client's shards only, so that faults
 * of other code stay fatal.
 */
import { SimpleShardingStrategy, WebSocketShardStatus } from 'discord.js'
import type { Log } from '../../../src/chat/log.ts'
import { TIMES } from '../limits.ts'
import type { Wait } from '../options.ts'

const UNAWAITED = ['onMessage', 'onClose', 'heartbeat', 'internalConnect'] as const

/** That of `@discordjs/ws`: discord.js exports another class by its name. */
type WebSocketManager = ConstructorParameters<typeof SimpleShardingStrategy>[0]
type Handler = (...given: unknown[]) => Promise<unknown>

/** The library's shard, with the private parts that we need. */
interface Shard extends Record<(typeof UNAWAITED)[number], Handler> {
  readonly id: number
  readonly status: WebSocketShardStatus
  readonly connection: { readonly readyState: number } | null
  readonly strategy: { updateSessionInfo(shard: number, session: null): unknown }
  destroy(options: { readonly reason: string }): Promise<void>
}

function guard(shard: Shard, log: Log, wait: Wait): void {
  const faulty = new WeakSet<object>()
  let pause: number = TIMES.minRenewal
  let lastFault = 0

  /** Each renewal that soon follows another waits twice as long: Discord allows 1,000 sessions a day. */
  function nextPause(): number {
    pause = Date.now() - lastFault < TIMES.calm ? Math.min(2 * pause, TIMES.maxRenewal) : TIMES.minRenewal
    lastFault = Date.now()
    return pause
  }

  async function renew(error: unknown, inHandler: (typeof UNAWAITED)[number]): Promise<void> {
    const { connection } = shard
    const isOver = inHandler === 'internalConnect' || inHandler === 'onClose'
    if (connection && faulty.has(connection) && !isOver) return
    if (connection) faulty.add(connection)
    log.warn({ shard: shard.id, err: error }, 'Discord: a fault in the gateway connection; opening a new session')
    // The library may be closing the connection already, and two closings at once lose the news that it was lost.
    await wait(TIMES.settle)
    if (!isOver && (shard.connection !== connection || connection?.readyState !== WebSocket.OPEN)) return
    await shard.destroy({ reason: 'A fault while handling the connection' })
    await shard.strategy.updateSessionInfo(shard.id, null)
    await wait(nextPause())
    await shard.internalConnect()
  }

  for (const name of UNAWAITED) {
    const handler = shard[name]
    shard[name] = async (...given) => {
      // Somebody else reconnects already.
      if (name === 'internalConnect' && shard.status !== WebSocketShardStatus.Idle) return
      try {
        await handler.apply(shard, given)
      } catch (error) {
        // A wait rejects once the bot stops: then nothing is to be opened again.
        renew(error, name).catch(() => {})
      }
    }
  }
}

/** Builds discord.js's usual sharding with guarded shards. @param wait rejects once the bot stops */
export const guardedShards = (log: Log, wait: Wait) => (manager: WebSocketManager) => {
  const strategy = new SimpleShardingStrategy(manager)
  const spawn = strategy.spawn.bind(strategy)
  strategy.spawn = async (ids) => {
    await spawn(ids)
    const { shards } = strategy as unknown as { readonly shards: ReadonlyMap<number, Shard> }
    for (const shard of shards.values()) guard(shard, log, wait)
  }
  return strategy
}
