/** The bot of the service, as main.ts puts it together, in memory. */
import type { Adapter, Sink } from '../../src/chat/adapter.ts'
import { loadConfig } from '../../src/config.ts'
import { createKnowledge } from '../../src/core/knowledge.ts'
import { loadData } from '../../src/core/load/load-data.ts'
import { DATA_CACHE, DATA_FOLDER } from '../../src/paths.ts'
import { createBot } from '../../src/service/bot.ts'
import { openStorage } from '../../src/storage/open.ts'

const quiet = { info() {}, warn() {}, error() {} }

export async function serviceSink(adapter: Adapter): Promise<Sink> {
  const knowledge = createKnowledge(await loadData(DATA_FOLDER, DATA_CACHE))
  const storage = await openStorage({ url: undefined, file: ':memory:', log: quiet })
  const bot = await createBot({
    env: loadConfig({}),
    knowledge,
    storage,
    adapters: [adapter],
    log: quiet,
    now: Date.now,
  })
  return bot.sink
}
