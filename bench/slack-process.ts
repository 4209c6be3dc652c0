/** One side of the Slack bench, as a process of its own: imerr, or a Bolt app that does next to nothing. */
import { App, SocketModeReceiver } from '@slack/bolt'
import { createSlackAdapter } from '../adapters/slack/slack.ts'
import { loadConfig } from '../src/config.ts'
import { createKnowledge } from '../src/core/knowledge.ts'
import { loadData } from '../src/core/load/load-data.ts'
import { COMMANDS } from '../src/features/commands.ts'
import { DATA_CACHE, DATA_FOLDER } from '../src/paths.ts'
import { createBot } from '../src/service/bot.ts'
import { openStorage } from '../src/storage/open.ts'

const [side, apiUrl = '', botToken = '', appToken = ''] = process.argv.slice(2)
const log = { info() {}, warn() {}, error() {} }

async function startImerr() {
  const knowledge = createKnowledge(await loadData(DATA_FOLDER, DATA_CACHE))
  const storage = await openStorage({ url: undefined, file: ':memory:', log })
  const adapter = createSlackAdapter({ apiUrl, botToken, appToken, host: '127.0.0.1', port: 0, log })
  const bot = await createBot({ env: loadConfig({}), knowledge, storage, adapters: [adapter], log, now: Date.now })
  await adapter.start(bot.sink, COMMANDS)
}

async function startBare() {
  const receiver = new SocketModeReceiver({ appToken, installerOptions: { clientOptions: { slackApiUrl: apiUrl } } })
  const clientOptions = { slackApiUrl: apiUrl }
  const app = new App({ token: botToken, receiver, convoStore: false, deferInitialization: true, clientOptions })
  app.event('message', async () => {})
  app.command('/imerr', async ({ ack, respond }) => {
    await ack()
    await respond({ response_type: 'ephemeral', text: '10010' })
  })
  await app.init()
  await app.start()
}

await (side === 'imerr' ? startImerr() : startBare())
process.on('message', () => {
  global.gc?.()
  process.send?.(process.memoryUsage().rss)
})
process.send?.('ready')
