/** Chooses the channels to ask for what was missed while the connection was lost, and the message to start from. */
import { SnowflakeUtil } from 'discord.js'
import { LRUCache } from 'lru-cache'
import { isThread, PLATFORM, type placeOfApi } from '../api/places.ts'
import { faultOf } from '../api/rest-api.ts'
import type { Context } from '../context.ts'
import type { GatewayEvents, Packet } from '../inbound/gateway-events.ts'
import { TIMES } from '../limits.ts'

/** Channels asked per loss and shard: with news according to Discord, and those about which it does not tell. */
const MAX_WITH_NEWS = 250
const MAX_UNCERTAIN = 100
/** Of the uncertain ones, so many are the most recently used; the others take turns. */
const MAX_RECENT = 50
/** Servers asked for their threads per loss. */
const MAX_SERVERS = 50
const MAX_TURNS = 20_000

/** What a shard may have missed. */
export interface Loss {
  readonly shard: number
  /** Older messages are ignored. Milliseconds since 1970. */
  readonly earliest: number
  /** When to stop reading. Milliseconds since 1970. */
  readonly until: number
  /** True after a start: the process knows no messages yet, not even its own. */
  readonly afterStart: boolean
}

export interface MissedChannel {
  readonly id: string
  readonly guild?: string
  /** Messages after this one were not seen. */
  readonly start: bigint
  /** Where reading starts; before `start` when seen messages must be compared too. */
  readonly from: bigint
}

interface Candidate {
  readonly id: string
  readonly guild?: string
  readonly parent?: string | undefined
  /** The last message according to Discord; null: there is none, undefined: Discord does not tell. */
  readonly last: string | null | undefined
}

/** A thread as Discord lists it. */
type ListedThread = Parameters<typeof placeOfApi>[0] & { readonly last_message_id?: string | null }

/** The smallest id that a message of that time can have. */
export const snowflakeAt = (timestamp: number): bigint => SnowflakeUtil.generate({ timestamp }) & ~0x3fffffn

/** Takes fair turns when not all can be asked: who has waited longest comes first, otherwise the given order decides. */
function createFairTurns() {
  const lastTurn = new LRUCache<string, number>({ max: MAX_TURNS })
  let turn = 0
  return function nextInTurn(ids: readonly string[], count: number): string[] {
    turn++
    const waited = new Map(ids.map((id) => [id, lastTurn.peek(id) ?? 0]))
    const chosen = [...ids].sort((a, b) => (waited.get(a) ?? 0) - (waited.get(b) ?? 0)).slice(0, count)
    for (const id of chosen) lastTurn.set(id, turn)
    return chosen
  }
}

export function createMissedChannels({ client, api, places, permissions, own, log }: Context) {
  /** Servers whose GUILD_CREATE does not list their threads. */
  const withoutThreads = new Set<string>()
  const serversInTurn = createFairTurns()
  const channelsInTurn = createFairTurns()

  async function activeThreads(shard: number): Promise<ListedThread[]> {
    const guilds = [...withoutThreads].filter((id) => client.guilds.cache.get(id)?.shardId === shard)
    const found: ListedThread[] = []
    for (const guild of serversInTurn(guilds, MAX_SERVERS))
      try {
        const { threads = [] } = await api.get<{ threads?: ListedThread[] }>(`/guilds/${guild}/threads/active`)
        found.push(...threads.map((thread) => ({ ...thread, guild_id: guild })))
      } catch (error) {
        log.warn({ server: guild, err: faultOf(error) }, 'Discord: the threads of a server could not be listed')
      }
    for (const thread of found) if (!places.cached(thread.id)) places.remember(thread)
    return found
  }

  function inCache(shard: number): Candidate[] {
    const found: Candidate[] = []
    for (const guild of client.guilds.cache.values()) {
      if (guild.shardId !== shard) continue
      for (const channel of guild.channels.cache.values()) {
        if (!channel.isTextBased()) continue
        const last = 'lastMessageId' in channel ? channel.lastMessageId : undefined
        const parent = channel.isThread() ? (channel.parentId ?? undefined) : undefined
        found.push({ id: channel.id, guild: guild.id, parent, last })
      }
    }
    return found
  }

  async function candidates(shard: number, events: GatewayEvents): Promise<Candidate[]> {
    const found = new Map(inCache(shard).map((candidate) => [candidate.id, candidate]))
    for (const { id, guild_id: guild, parent_id: parent, last_message_id: last } of await activeThreads(shard))
      found.set(id, { id, ...(guild ? { guild } : {}), parent: parent ?? undefined, last })
    // Shard 0 gets direct messages. Discord does not list their channels, so ask those that we know.
    if (shard === 0)
      for (const [id] of events.latest()) if (places.cached(id)?.recipient) found.set(id, { id, last: undefined })
    return [...found.values()]
  }

  /** Asking where the bot may not read would only count as a refused request. */
  function mayRead({ id, guild, parent }: Candidate): boolean {
    if (!guild) return true
    const conversation = { platform: PLATFORM, workspace: guild, channel: parent ?? id }
    const allowed = permissions.of(conversation)
    if (allowed.has('ViewChannel') && !allowed.has('ReadMessageHistory'))
      permissions.warnOnce(conversation, ['ReadMessageHistory'], 'messages sent there during an outage stay unanswered')
    return allowed.has('ViewChannel') && allowed.has('ReadMessageHistory')
  }

  /** @returns the channels to ask, most certain first, and how many were left out */
  async function find({ shard, afterStart, earliest }: Loss, events: GatewayEvents) {
    const seen = new Map(events.latest())
    const from = snowflakeAt(earliest)
    // Everything newer than the newest message seen anywhere was missed, even when the clocks disagree.
    const newest = [...seen.values()].map(BigInt).sort((a, b) => (a < b ? 1 : -1))[0] ?? 0n
    const start = newest > 0n && newest < from ? newest : from
    const lately = Date.now() - TIMES.maxBackfill
    const lookBack = snowflakeAt(lately)
    /** True where we may have replied to messages that were changed meanwhile. */
    const mayHaveReplied = ({ id }: Candidate) => afterStart || (own.wroteIn(id) ?? 0) > lately

    const news: Candidate[] = []
    const changed: Candidate[] = []
    const uncertain: Candidate[] = []
    for (const candidate of await candidates(shard, events)) {
      const { id, last } = candidate
      // A new thread has a first message.
      const isNew = isThread(places.cached(id)?.type ?? -1) && BigInt(id) > start
      if (isNew || (last && BigInt(last) > start && !events.knows(last))) news.push(candidate)
      else if (last && BigInt(last) > lookBack && mayHaveReplied(candidate)) changed.push(candidate)
      else if (last === undefined) uncertain.push(candidate)
    }
    const bySeen = (a: Candidate, b: Candidate) => (BigInt(seen.get(a.id) ?? 0) < BigInt(seen.get(b.id) ?? 0) ? 1 : -1)
    const withNews = [...news.sort(bySeen), ...changed].filter(mayRead)
    const asked = uncertain.filter(mayRead).sort(bySeen)
    const recent = asked.filter(({ id }) => seen.has(id)).slice(0, MAX_RECENT)
    const others = new Map(asked.filter((candidate) => !recent.includes(candidate)).map((one) => [one.id, one]))
    const chosen = channelsInTurn([...others.keys()], MAX_UNCERTAIN - recent.length).flatMap(
      (id) => others.get(id) ?? [],
    )

    const ask = [...withNews.slice(0, MAX_WITH_NEWS), ...recent, ...chosen].map(
      (candidate): MissedChannel => ({
        id: candidate.id,
        ...(candidate.guild ? { guild: candidate.guild } : {}),
        start,
        from: mayHaveReplied(candidate) && lookBack < start ? lookBack : start,
      }),
    )
    return { ask, left: withNews.length + asked.length - ask.length }
  }

  return {
    find,
    /** Looks at each description of a server that arrives. */
    note({ t, d }: Packet): void {
      const { id, threads } = (d ?? {}) as { id?: unknown; threads?: unknown }
      if (t !== 'GUILD_CREATE' || typeof id !== 'string') return
      if (Array.isArray(threads)) withoutThreads.delete(id)
      else withoutThreads.add(id)
    },
  }
}
