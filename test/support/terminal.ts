/** The whole bot on a terminal that a test types into. */
import { PassThrough } from 'node:stream'
import { expect } from 'vitest'
import { createConsoleAdapter } from '../../adapters/console/console.ts'
import { loadConfig } from '../../src/config.ts'
import { COMMANDS } from '../../src/features/commands.ts'
import { createBot } from '../../src/service/bot.ts'
import { openStorage } from '../../src/storage/open.ts'
import { knowledge } from './knowledge.ts'

const log = { info: () => {}, warn: () => {}, error: () => {} }
const pause = () => new Promise((resolve) => setTimeout(resolve, 150))

/** Types lines into the console adapter, pausing between them, and returns what it printed. */
export async function type(lines: readonly string[], isTTY = true, locale = 'en', columns = 80): Promise<string> {
  const input = Object.assign(new PassThrough(), { isTTY, setRawMode: () => input })
  const output = Object.assign(new PassThrough(), { isTTY, columns })
  let shown = ''
  output.on('data', (chunk: Buffer) => {
    shown += chunk.toString()
  })
  const adapter = createConsoleAdapter({ input, output, color: false, locale })
  const storage = await openStorage({ file: ':memory:' })
  const bot = await createBot({
    env: loadConfig({ IMERR_LANG: locale }),
    knowledge,
    storage,
    adapters: [adapter],
    log,
    now: Date.now,
  })
  await adapter.start(bot.sink, COMMANDS)
  expect(adapter.ready()).toBe(true)
  for (const line of lines) {
    input.write(`${line}\n`)
    if (isTTY) await pause()
  }
  input.end()
  await adapter.finished
  expect(adapter.ready()).toBe(false)
  await bot.sink.drain()
  bot.stop()
  await storage.close()
  // Drop what readline draws.
  return shown
}
