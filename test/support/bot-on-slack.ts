/** Starts the bot with the real Slack adapter on a local Slack. */
import { expect } from 'vitest'
import { createSlackAdapter } from '../../adapters/slack/slack.ts'
import { loadConfig } from '../../src/config.ts'
import { COMMANDS } from '../../src/features/commands.ts'
import { createBot } from '../../src/service/bot.ts'
import { openStorage } from '../../src/storage/open.ts'
import { silent, socketOptions } from '../adapters/slack/connected.ts'
import { createLocalSlack } from '../platforms/slack/local-slack.ts'
import { knowledge } from './knowledge.ts'

export async function openBotOnSlack() {
  const slack = await createLocalSlack()
  const storage = await openStorage({ file: ':memory:' })
  const adapter = createSlackAdapter(socketOptions(slack))
  const adapters = [adapter]
  const bot = await createBot({ env: loadConfig({}), knowledge, storage, adapters, log: silent, now: Date.now })
  await adapter.start(bot.sink, COMMANDS)
  return {
    slack,
    storage,
    /** Stops everything; fails if the bot broke Slack's rules. */
    async stop() {
      await adapter.stop()
      await bot.sink.drain()
      await bot.stop()
      await storage.close()
      const problems = [...slack.problems]
      await slack.stop()
      expect(problems).toEqual([])
    },
  }
}
