/** Fetches what was said while the connection was lost, when Discord does not replay it. */
import { type Client, SnowflakeUtil } from 'discord.js'
import { type DiscordApi, faultOf } from './api.ts'
import type { GatewayEvents } from './gateway-events.ts'
import type { GatewayMessage } from './normalize.ts'
import type { DiscordLog } from './options.ts'
import type { Places } from './places.ts'

/** Older messages were answered by people meanwhile. Milliseconds. */
const LONGEST = 15 * 60_000
/** Clocks differ a little, and a message may have been lost just before the connection was. Milliseconds. */
const SLACK = 5_000
const MOST_CHANNELS = 20
const MOST_MESSAGES = 50

interface Behind {
  readonly channel: string
  readonly guild?: string
  readonly after: bigint
  /** Discord says that there is something new. */
  readonly told: boolean
  readonly seen: boolean
}

export function createBackfill(client: Client, api: DiscordApi, places: Places, log: DiscordLog, now: () => number) {
  /** Channels of the shard where something was said since, with the message to begin after. */
  function behind(shard: number, from: bigint, events: GatewayEvents) {
    const seen = new Map(events.latest())
    const found: Behind[] = []
    // Whatever is newer than the newest message that was seen anywhere was missed, whatever the clocks say.
    const newest = [...seen.values()].map(BigInt).sort((a, b) => (a < b ? 1 : -1))[0] ?? 0n
    const start = newest > 0n && newest < from ? newest : from
    const begin = (channel: string) => BigInt(seen.get(channel) ?? start)
    for (const guild of client.guilds.cache.values()) {
      if (guild.shardId !== shard) continue
      for (const channel of guild.channels.cache.values()) {
        if (!channel.isTextBased()) continue
        const after = begin(channel.id)
        // The server's description that came with the new connection names each channel's last message; null: there is
        // none. Where it does not say, the channel itself is asked.
        const last = 'lastMessageId' in channel ? channel.lastMessageId : undefined
        if (last === null || (last && BigInt(last) <= after)) continue
        found.push({
          channel: channel.id,
          guild: guild.id,
          after,
          told: last !== undefined,
          seen: seen.has(channel.id),
        })
      }
    }
    // Direct messages come on the first shard; those of people who wrote lately are looked at.
    if (shard === 0)
      for (const [channel, last] of seen)
        if (places.cached(channel)?.recipient && BigInt(last) > SnowflakeUtil.generate({ timestamp: now() - LONGEST }))
          found.push({ channel, after: begin(channel), told: true, seen: true })
    // Those that surely have news, then those where something was said lately.
    const rank = ({ told, seen: known }: Behind) => (told ? 2 : 0) + (known ? 1 : 0)
    return found.sort((a, b) => rank(b) - rank(a) || (a.after < b.after ? 1 : -1)).slice(0, MOST_CHANNELS)
  }

  return async (shard: number, since: number, events: GatewayEvents): Promise<void> => {
    const earliest = Math.max(since - SLACK, now() - LONGEST)
    const from = SnowflakeUtil.generate({ timestamp: earliest }) & ~0x3fffffn
    const isLate = ({ timestamp }: GatewayMessage) => Date.parse(timestamp ?? '') < earliest
    let fetched = 0
    for (const { channel, guild, after } of behind(shard, from, events)) {
      try {
        const query = new URLSearchParams({ after: String(after), limit: String(MOST_MESSAGES) })
        const found = await api.get<GatewayMessage[]>(`/channels/${channel}/messages`, { query })
        const messages = found.filter((message) => !isLate(message))
        // Discord answers newest first.
        for (const message of [...messages].sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1)))
          events.take({
            t: 'MESSAGE_CREATE',
            d: { ...message, channel_id: channel, ...(guild ? { guild_id: guild } : {}) },
          })
        fetched += messages.length
      } catch (error) {
        log.warn({ channel, err: faultOf(error) }, 'Discord: messages of an outage could not be fetched')
      }
    }
    if (fetched > 0) log.info({ shard, messages: fetched }, 'Discord: fetched what was said meanwhile')
  }
}
