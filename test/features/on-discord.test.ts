/** What the features need of a real platform: the bot on a local Discord. */
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createDiscordAdapter } from '../../adapters/discord/discord.ts'
import { EXPLAIN } from '../../adapters/discord/setup/command-definitions.ts'
import type { Adapter } from '../../src/chat/adapter.ts'
import { loadConfig } from '../../src/config.ts'
import { COMMANDS } from '../../src/features/commands.ts'
import { type Bot, createBot } from '../../src/service/bot.ts'
import type { Storage } from '../../src/storage/contract.ts'
import { openStorage } from '../../src/storage/open.ts'
import { quietLog } from '../adapters/discord/adapter-log.ts'
import { createLocalDiscord, type LocalDiscord } from '../platforms/discord/local-discord.ts'
import { visibleText } from '../platforms/discord/people/visible-messages.ts'
import { knowledge } from '../support/knowledge.ts'
import { eventually } from '../support/processes/service-process.ts'

let discord: LocalDiscord
let storage: Storage
let bot: Bot
let adapter: Adapter
beforeEach(async () => {
  discord = await createLocalDiscord()
  storage = await openStorage({ file: ':memory:' })
  const { token, apiUrl } = discord
  adapter = createDiscordAdapter({ token, apiUrl, shards: 'auto', log: quietLog([]) })
  // Nothing is said unasked: what is seen is the answer to the menu.
  const env = loadConfig({ IMERR_DEFAULT_MODE: 'off' })
  const log = { info() {}, warn() {}, error() {} }
  bot = await createBot({ env, knowledge, storage, adapters: [adapter], log, now: Date.now })
  await adapter.start(bot.sink, COMMANDS)
})
afterEach(async () => {
  await adapter.stop()
  await bot.sink.drain()
  await bot.stop()
  await storage.close()
  await discord.stop()
  expect(discord.problems).toEqual([])
})

const LINE = 'E/TIM: login failed, ErrorCode: 70001, desc: expired\n'

async function explained(said: Parameters<LocalDiscord['act']['menu']>[1]): Promise<string> {
  discord.act.menu(EXPLAIN, said)
  return eventually(() => {
    const [answer] = discord.seen.byPerson(discord.world.alice.id)
    if (!answer || visibleText(answer) === '') throw new Error('no answer yet')
    return visibleText(answer)
  })
}

it('the menu reads logs that are packed or long, as annotation does', async () => {
  const files = [
    { name: 'app.log.gz', content: gzipSync(LINE), type: 'application/gzip' },
    { name: 'long.log', content: Buffer.from(`${'all is well\n'.repeat(60_000)}${LINE.replace('70001', '6208')}`) },
  ]
  const shown = await explained(discord.people.say('see the logs, and ErrorCode 10010', { files }))
  expect(shown).toMatch(/10010 · Group not found/)
  expect(shown).toMatch(/app\.log\.gz: 1 code.*70001 · UserSig expired.*long\.log: 1 code.*6208/s)
}, 60_000)

it('the menu says what it did not read, and why, instead of that there is no code', async () => {
  const files = [
    { name: 'screen.png', content: Buffer.alloc(10), type: 'image/png' },
    { name: 'app.log', content: Buffer.from('all is well\n') },
  ]
  const shown = await explained(discord.people.say('it is broken', { files }))
  expect(shown).toContain('No Tencent Chat error code found')
  expect(shown).toContain('No code in app.log.')
  expect(shown).toContain('Not read: screen.png (no text or log).')
}, 60_000)

it("the menu reads the embeds of a person's message", async () => {
  const said = discord.people.say('', { embeds: [{ type: 'rich', description: 'login fails, ErrorCode 6208' }] })
  expect(await explained(said)).toMatch(/^6208 · /m)
}, 60_000)
