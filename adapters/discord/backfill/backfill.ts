/** Fetches what was sent, edited and deleted while the connection was lost, because a new session replays nothing. */
import { faultOf } from '../api/rest-api.ts'
import type { Context } from '../context.ts'
import type { GatewayEvents } from '../inbound/gateway-events.ts'
import type { GatewayMessage } from '../inbound/message-event.ts'
import { TIMES } from '../limits.ts'
import { missedChanges } from './missed-changes.ts'
import { createMissedChannels, type Loss, type MissedChannel } from './missed-channels.ts'

/** Messages per page: Discord's maximum. */
const PAGE = 100
/** Pages per channel; nobody would read a reply in a channel with more. */
const MAX_PAGES = 50

/** When a shard was lost, milliseconds since 1970, and whether by an earlier process. */
type Lost = Pick<Loss, 'shard' | 'afterStart'> & { readonly since: number }

/** Ids grow with time; they are too long for exact numbers. */
const byAge = (a: { readonly id: string }, b: { readonly id: string }) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1)

export function createBackfill(context: Context) {
  const { api, log, self, isRunning } = context
  const missedChannels = createMissedChannels(context)
  let before: Promise<unknown> = Promise.resolve()

  /** The channel's messages in pages, oldest first. */
  async function* pages({ id, from }: MissedChannel, until: number): AsyncGenerator<GatewayMessage[]> {
    let after = from
    for (let count = 0; isRunning(); count++) {
      const query = new URLSearchParams({ after: String(after), limit: String(PAGE) })
      const found = await api.get<GatewayMessage[]>(`/channels/${id}/messages`, { query })
      // Discord sends a page newest first.
      const page = [...found].sort(byAge)
      yield page
      const last = BigInt(page.at(-1)?.id ?? 0)
      if (page.length < PAGE || last <= after) return
      after = last
      if (count + 1 < MAX_PAGES && Date.now() < until) continue
      log.warn({ channel: id, after: String(after) }, 'Discord: more was said in a channel than can be fetched')
      return
    }
  }

  /** @returns how many messages were passed on */
  async function read(missed: MissedChannel, loss: Loss, events: GatewayEvents): Promise<number> {
    const where = { channel_id: missed.id, ...(missed.guild ? { guild_id: missed.guild } : {}) }
    const { earliest, until, afterStart } = loss
    const isMissed = ({ id, timestamp }: GatewayMessage) =>
      BigInt(id) > missed.start && !(Date.parse(timestamp ?? '') < earliest) && !events.knows(id)
    const all: GatewayMessage[] = []
    const taken = new Set<string>()
    for await (const page of pages(missed, until)) {
      all.push(...page)
      for (const message of page.filter(isMissed)) {
        taken.add(message.id)
        events.take({ t: 'MESSAGE_CREATE', d: { ...message, ...where } })
      }
    }
    const compared = { self: self(), earliest, from: missed.from, isKnown: events.knows }
    const { edited, deleted } = missedChanges(all, compared)
    for (const message of edited) {
      const whole = { ...message, ...where }
      if (afterStart && taken.has(message.id)) events.takeEditInDoubt(whole)
      else events.take({ t: 'MESSAGE_UPDATE', d: whole })
    }
    for (const id of deleted) if (!events.isDeleted(id)) events.take({ t: 'MESSAGE_DELETE', d: { id, ...where } })
    return taken.size
  }

  /** @returns false when the bot stopped before everything was read */
  async function fetchMissed(loss: Loss, events: GatewayEvents): Promise<boolean> {
    const { shard } = loss
    let messages = 0
    const { ask, left } = await missedChannels.find(loss, events)
    let unread = left
    for (const missed of ask) {
      if (!isRunning()) return false
      if (Date.now() > loss.until) unread++
      else
        try {
          messages += await read(missed, loss, events)
        } catch (error) {
          log.warn(
            { channel: missed.id, err: faultOf(error) },
            'Discord: missed messages of a channel could not be fetched',
          )
        }
    }
    if (messages > 0) log.info({ shard, channels: ask.length, messages }, 'Discord: fetched missed messages')
    if (unread > 0)
      log.warn({ shard, channels: unread }, 'Discord: so many channels were not asked for missed messages')
    return isRunning()
  }

  return {
    /** Must see every packet. */
    note: missedChannels.note,
    /** Fetches what a shard missed; one loss after the other. @returns false when the bot stopped before the end */
    fetch({ shard, since, afterStart }: Lost, events: GatewayEvents): Promise<boolean> {
      const done = before
        .then(() => {
          const earliest = Math.max(since - TIMES.clockSkew, Date.now() - TIMES.maxBackfill)
          return fetchMissed({ shard, afterStart, earliest, until: Date.now() + TIMES.maxBackfill }, events)
        })
        .catch((error: unknown) => {
          log.error({ shard, err: error }, 'Discord: missed messages could not be fetched')
          return true
        })
      before = done
      return done
    },
  }
}
