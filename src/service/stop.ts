/** The orderly end: adapters first, then what they brought in, storage last. */
import type { BotSink } from '../bot/sink.ts'
import type { Adapter } from '../chat/adapter.ts'
import type { Log } from '../chat/log.ts'

/** How long accepted events may still take after the signal to stop. */
const DRAIN_MS = 10_000

export interface StopDeps {
  readonly adapters: readonly Adapter[]
  readonly bot: { readonly sink: BotSink; stop(): Promise<void> }
  readonly health: { close(): Promise<void> } | undefined
  readonly storage: { close(): Promise<void> }
  readonly log: Log
  /** Called when stopping takes longer than `DRAIN_MS`. */
  readonly onLate: () => void
}

/** @returns `stop`, which stops once however often it is called, and whether that has begun */
export function createStop({ adapters, bot, health, storage, log, onLate }: StopDeps) {
  let stopping: Promise<void> | undefined
  async function run() {
    const late = setTimeout(onLate, DRAIN_MS).unref()
    // An adapter that fails to stop must not keep the others, or answers in flight, from finishing.
    for (const ended of await Promise.allSettled(adapters.map((adapter) => adapter.stop())))
      if (ended.status === 'rejected') log.warn({ err: ended.reason }, 'a platform did not stop as it should')
    await bot.sink.drain()
    await bot.stop()
    await health?.close()
    await storage.close()
    clearTimeout(late)
  }
  return {
    stop(): Promise<void> {
      stopping ??= run()
      return stopping
    },
    hasBegun: () => stopping !== undefined,
  }
}
