/** Which channels are asked for what was said and changed while the connection was lost, and from which message on. */
import { type Client, SnowflakeUtil } from 'discord.js'
import type { Permissions } from '../api/bot-permissions.ts'
import { isThread, PLATFORM, type Places } from '../api/places.ts'
import type { GatewayEvents } from '../inbound/gateway-events.ts'
import { TIMES } from '../limits.ts'
import type { OwnMessages } from '../outbound/own-messages.ts'
import type { ActiveThreads } from './active-threads.ts'
import { createTurns } from './fair-turns.ts'

/** Channels asked after one loss, for each shard: those that Discord tells to have news, and those of which it tells nothing. */
const MAX_TOLD = 250
const MAX_UNTOLD = 100
/** Of the latter so many places are for those used last; the others take turns. */
const MAX_RECENT = 50

/** What a shard may have missed. */
export interface Loss {
  readonly shard: number
  /** Nothing older is taken up. Milliseconds since 1970, as the next. */
  readonly earliest: number
  /** When to stop reading. */
  readonly until: number
  /** The process is new: it knows of no message, not even of its own. */
  readonly afterStart: boolean
}

export interface MissedChannel {
  readonly id: string
  readonly guild?: string
  /** Messages after this one were not seen. */
  readonly start: bigint
  /** Messages are read from here: from earlier on where some that were seen must be compared. */
  readonly from: bigint
}

interface Candidate {
  readonly id: string
  readonly guild?: string
  readonly parent?: string | undefined
  /** The last message as Discord tells; null: there is none, undefined: it does not tell. */
  readonly last: string | null | undefined
}

export const snowflakeAt = (timestamp: number): bigint => SnowflakeUtil.generate({ timestamp }) & ~0x3fffffn

export interface MissedChannelsDeps {
  readonly client: Client
  readonly places: Places
  readonly permissions: Permissions
  readonly own: OwnMessages
  readonly activeThreads: ActiveThreads
  readonly now: () => number
}

export function createMissedChannels(deps: MissedChannelsDeps) {
  const { client, places, permissions, own, activeThreads, now } = deps
  const inTurn = createTurns()

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
    for (const { id, guild_id: guild, parent_id: parent, last_message_id: last } of await activeThreads.inShard(shard))
      found.set(id, { id, ...(guild ? { guild } : {}), parent: parent ?? undefined, last })
    // Direct messages come on the first shard, and Discord lists no channels of theirs: those known are asked.
    if (shard === 0)
      for (const [id] of events.latest()) if (places.cached(id)?.recipient) found.set(id, { id, last: undefined })
    return [...found.values()]
  }

  /** Where the bot may not read what was said, asking would only count as a refusal. */
  function mayRead({ id, guild, parent }: Candidate): boolean {
    if (!guild) return true
    const conversation = { platform: PLATFORM, workspace: guild, channel: parent ?? id }
    const allowed = permissions.of(conversation)
    if (allowed.has('ViewChannel') && !allowed.has('ReadMessageHistory'))
      permissions.tell(conversation, ['ReadMessageHistory'], 'what was said there during an outage stays unanswered')
    return allowed.has('ViewChannel') && allowed.has('ReadMessageHistory')
  }

  /** @returns the channels to ask, surest first, and how many were left out */
  return async ({ shard, afterStart, earliest }: Loss, events: GatewayEvents) => {
    const seen = new Map(events.latest())
    const from = snowflakeAt(earliest)
    // Whatever is newer than the newest message that was seen anywhere was missed, whatever the clocks say.
    const newest = [...seen.values()].map(BigInt).sort((a, b) => (a < b ? 1 : -1))[0] ?? 0n
    const start = newest > 0n && newest < from ? newest : from
    const lately = now() - TIMES.fetched
    const lookBack = snowflakeAt(lately)
    /** Replies of ours may stand there to messages that were changed meanwhile. */
    const compares = ({ id }: Candidate) => afterStart || (own.wroteIn(id) ?? 0) > lately

    const news: Candidate[] = []
    const changed: Candidate[] = []
    const untold: Candidate[] = []
    for (const candidate of await candidates(shard, events)) {
      const { id, last } = candidate
      // A thread that was opened meanwhile has a first message.
      const isNew = isThread(places.cached(id)?.type ?? -1) && BigInt(id) > start
      if (isNew || (last && BigInt(last) > start && !events.knows(last))) news.push(candidate)
      else if (last && BigInt(last) > lookBack && compares(candidate)) changed.push(candidate)
      else if (last === undefined) untold.push(candidate)
    }
    const bySeen = (a: Candidate, b: Candidate) => (BigInt(seen.get(a.id) ?? 0) < BigInt(seen.get(b.id) ?? 0) ? 1 : -1)
    const told = [...news.sort(bySeen), ...changed].filter(mayRead)
    const unsure = untold.filter(mayRead).sort(bySeen)
    const recent = unsure.filter(({ id }) => seen.has(id)).slice(0, MAX_RECENT)
    const others = new Map(unsure.filter((candidate) => !recent.includes(candidate)).map((one) => [one.id, one]))
    const chosen = inTurn([...others.keys()], MAX_UNTOLD - recent.length).flatMap((id) => others.get(id) ?? [])

    const ask = [...told.slice(0, MAX_TOLD), ...recent, ...chosen].map(
      (candidate): MissedChannel => ({
        id: candidate.id,
        ...(candidate.guild ? { guild: candidate.guild } : {}),
        start,
        from: compares(candidate) && lookBack < start ? lookBack : start,
      }),
    )
    return { ask, left: told.length + unsure.length - ask.length }
  }
}
