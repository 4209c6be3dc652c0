/** Watches the gateway: whether events can arrive, when a session was lost, and what to log. */
import { type Client, Events, Status } from 'discord.js'
import type { Log } from '../../../src/chat/log.ts'
import { BAD_TOKEN, NO_MESSAGE_CONTENT } from './setup-error.ts'

/** Close codes after which discord.js does not reconnect. */
const FATAL: Readonly<Record<number, string>> = {
  4004: BAD_TOKEN,
  4010: 'Discord refuses this shard number. Check DISCORD_SHARDS and DISCORD_SHARD_IDS.',
  4011: 'The bot is in too many servers for so few shards. Set DISCORD_SHARDS=auto or a larger number.',
  4013: 'Discord does not know the intents that the bot asks for.',
  4014: NO_MESSAGE_CONTENT,
}

/**
 * @param isRunning false while starting and stopping: then nothing is logged, because start() rejects and stop() is intended
 * @param onLost called when a shard has a new session, so that what happened since must be fetched
 */
export function watchGateway(
  client: Client,
  log: Log,
  isRunning: () => boolean,
  onLost: (shard: number, since: number) => void,
) {
  let fatal = false
  /** When each shard lost its connection, until it resumes or has a new session. */
  const lost = new Map<number, number>()

  client.on(Events.Error, (error) => log.error({ err: error }, 'Discord: an event could not be handled'))
  client.on(Events.Warn, (message) => log.warn({}, `Discord: ${message}`))
  client.on(Events.ShardError, (error, shard) => {
    if (isRunning()) log.warn({ shard, err: error }, 'Discord: connection error')
  })
  client.on(Events.ShardReconnecting, (shard) => {
    // Emitted for each attempt; log the outage once.
    if (lost.has(shard)) return
    lost.set(shard, Date.now())
    if (isRunning()) log.warn({ shard }, 'Discord: reconnecting')
  })
  client.on(Events.ShardResume, (shard, replayed) => {
    lost.delete(shard)
    log.info({ shard, replayed }, 'Discord: connection resumed, nothing missed')
  })
  client.on(Events.ShardReady, (shard) => {
    const since = lost.get(shard)
    lost.delete(shard)
    if (since === undefined) return
    log.info({ shard }, 'Discord: connected anew')
    onLost(shard, since)
  })
  client.on(Events.ShardDisconnect, ({ code }, shard) => {
    if (!(code in FATAL)) return
    fatal = true
    if (isRunning())
      log.error({ shard, code }, `Discord closed the connection for good. ${FATAL[code]} Then restart the bot.`)
  })
  client.rest.on('invalidRequestWarning', ({ count }) =>
    log.warn({ count }, 'Discord refused many requests lately; 10,000 in ten minutes block this address'),
  )
  client.rest.on('rateLimited', ({ route, timeToReset, global }) => {
    if (timeToReset > 5_000 || global)
      log.warn({ route, wait: timeToReset, global }, 'Discord: waiting for a rate limit')
  })

  return {
    // isReady() stays true after discord.js gave up a shard.
    ready: () => !fatal && client.isReady() && client.ws.shards.every((shard) => shard.status === Status.Ready),
    /** Discord no longer accepts the token: nothing works until the process restarts with another. */
    unauthorized() {
      if (!fatal && isRunning()) log.error({}, `${BAD_TOKEN} Then restart the bot.`)
      fatal = true
    },
  }
}
