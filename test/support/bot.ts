/** Starts the whole bot on the platform in memory, with its own clock. */

import type { Log } from '../../src/chat/log.ts'
import { loadConfig } from '../../src/config.ts'
import { COMMANDS } from '../../src/features/commands.ts'
import { createBot } from '../../src/service/bot.ts'
import type { Storage } from '../../src/storage/contract.ts'
import { openStorage } from '../../src/storage/open.ts'
import { createLocalPlatform, type LocalPlatform } from '../platforms/memory/local-platform.ts'
import { knowledge } from './knowledge.ts'

export interface TestBot extends LocalPlatform {
  readonly storage: Storage
  readonly clock: { now: number }
  readonly logged: {
    readonly level: string
    readonly fields: Readonly<Record<string, unknown>>
    readonly message: string
  }[]
  parts(): Readonly<Record<string, boolean>>
  metrics(): Promise<string>
  triage(): Promise<boolean>
  stop(): Promise<void>
}

export const MINUTE = 60_000

export async function startBot(env: Record<string, string> = {}, given?: Storage): Promise<TestBot> {
  const clock = { now: Date.UTC(2026, 5, 1, 9) }
  const now = () => clock.now
  const platform = createLocalPlatform(now)
  const storage = given ?? (await openStorage({ file: ':memory:' }))
  const logged: TestBot['logged'] = []
  const write = (level: string) => (fields: Readonly<Record<string, unknown>>, message: string) =>
    void logged.push({ level, fields, message })
  const log: Log = { info: write('info'), warn: write('warn'), error: write('error') }
  const bot = await createBot({ env: loadConfig(env), knowledge, storage, adapters: [platform.adapter], log, now })
  await platform.adapter.start(bot.sink, COMMANDS)
  return Object.assign(platform, {
    storage,
    clock,
    logged,
    parts: bot.parts,
    metrics: bot.metrics.page,
    triage: bot.triage,
    async stop() {
      await bot.sink.drain()
      await bot.stop()
      if (!given) await storage.close()
    },
  })
}

/** The titles of the posted cards. */
export const titles = (bot: Pick<TestBot, 'posts'>): string[] => bot.posts.map((post) => post.card.title)

/** How often a gate silenced the bot. */
export async function suppressed(bot: TestBot, gate: string): Promise<number> {
  const line = new RegExp(`imerr_suppressed_total\\{gate="${gate}"\\} (\\d+)`).exec(await bot.metrics())
  return Number(line?.[1] ?? 0)
}
