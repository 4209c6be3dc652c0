/** Events through the whole bot: what storage costs, per event, on each engine. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CLAIM_TIMES, createClaiming } from '../src/bot/claiming.ts'
import { createConversationQueue } from '../src/bot/conversation-queue.ts'
import { NO_METRICS } from '../src/bot/metrics.ts'
import { createSink } from '../src/bot/sink.ts'
import type { MessageEvent } from '../src/chat/event.ts'
import type { Claims, Storage } from '../src/storage/contract.ts'
import { openStorage } from '../src/storage/open.ts'
import { startBot } from '../test/support/bot.ts'
import { startPostgres } from '../test/support/processes/postgres.ts'
import { heading, perSecond, row } from './measure.ts'

const EVENTS = 2_000
/** Conversations run in parallel, as in a busy workspace. */
const CHANNELS = 20
const quiet = { info() {}, warn() {}, error() {} }

/** One message in ten holds a code, as in a support channel on a bad day. */
function message(n: number): MessageEvent {
  const conversation = { platform: 'local', workspace: 'team', channel: `c${n % CHANNELS}` }
  const text =
    n % 10 === 0
      ? `{"ErrorCode":${[70001, 10010, 20009][n % 3]},"ActionStatus":"FAIL"}`
      : `thanks, build ${n} works now`
  const by = { id: `u${n % 97}`, name: 'Ada', bot: false }
  return {
    kind: 'message',
    id: `e${n}`,
    conversation,
    at: n,
    by,
    text,
    files: [],
    message: { conversation, id: `m${n}` },
  }
}

async function eventsPerSecond(handle: (event: MessageEvent) => Promise<unknown>, from: number): Promise<number> {
  const events = Array.from({ length: EVENTS }, (_, i) => message(from + i))
  const started = performance.now()
  await Promise.all(events.map((event) => handle(event)))
  return EVENTS / ((performance.now() - started) / 1000)
}

/** Claims that always succeed: what is left is the sink itself. */
const FREE: Claims = {
  take: async (keys) => ({ keys, token: '' }),
  isDone: async () => false,
  extend: async () => true,
  complete: async () => true,
  release: async () => {},
}

function emptySink(claims: Claims) {
  const home = async () => ({ tone: 'info', title: '', summary: '', blocks: [], actions: [] }) as const
  return createSink({
    routes: { commands: {}, actions: {}, message: async () => {}, suggest: () => [], home },
    claiming: createClaiming({ claims, now: Date.now, wait: async () => {}, times: CLAIM_TIMES, onBlind() {} }),
    queue: createConversationQueue({ perConversation: EVENTS, total: EVENTS }),
    log: quiet,
    metrics: NO_METRICS,
    now: Date.now,
  })
}

async function whole(storage: Storage): Promise<number> {
  const bot = await startBot({ IMERR_COOLDOWN_MINUTES: '0', IMERR_BUDGET: '1000' }, storage)
  const handle = (event: MessageEvent) => bot.deliver(event)
  await eventsPerSecond(handle, 0)
  const rate = await eventsPerSecond(handle, EVENTS)
  await bot.stop()
  return rate
}

export async function benchSink(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'imerr-bench-'))
  const postgres = await startPostgres()
  try {
    const engines = {
      SQLite: await openStorage({ file: join(folder, 'imerr.db') }),
      PostgreSQL: await openStorage({ url: await postgres.createDatabase('bench') }),
    }
    await eventsPerSecond(emptySink(FREE).handle, 0)
    const bare = await eventsPerSecond(emptySink(FREE).handle, EVENTS)
    heading(`Sink, ${EVENTS} events in ${CHANNELS} conversations, one in ten with a code`)
    row('empty feature, no storage', perSecond(bare))
    for (const [name, storage] of Object.entries(engines)) {
      const claimed = await eventsPerSecond(emptySink(storage.claims).handle, 9 * EVENTS)
      const full = await whole(storage)
      row(`empty feature, claims in ${name}`, perSecond(claimed))
      row(`whole bot on ${name}`, perSecond(full))
      row(`cost of ${name} per event, empty feature`, `${(bare / claimed).toFixed(1)} x`)
      row(`whole bot on ${name} against the empty feature`, `${(bare / full).toFixed(1)} x`)
      await storage.close()
    }
  } finally {
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
