/** Our adapter, alone or with the whole service behind it. */
import { createDiscordAdapter } from '../../adapters/discord/discord.ts'
import type { Responder } from '../../src/chat/adapter.ts'
import type { Card } from '../../src/chat/card.ts'
import type { InboundEvent } from '../../src/chat/event.ts'
import { COMMANDS } from '../../src/features/commands.ts'
import { createCounter, tell } from './orders.ts'

const quiet = { info() {}, warn() {}, error() {} }
const SHORT: Card = { tone: 'info', title: 'x', summary: 'x', blocks: [], actions: [] }

/** The whole service, or only its adapter with a bot behind it that answers at once. */
async function ours(apiUrl: string, token: string, whole: boolean): Promise<void> {
  const adapter = createDiscordAdapter({ token, apiUrl, shards: 'auto', log: quiet })
  const handled = createCounter()
  const sink = whole
    ? await (await import('./service-sink.ts')).serviceSink(adapter)
    : {
        suggest: () => [],
        home: async () => SHORT,
        async handle(_event: InboundEvent, responder?: Responder) {
          await responder?.reply(SHORT)
          return true
        },
      }
  await adapter.start(
    {
      ...sink,
      async handle(event, responder) {
        const done = await sink.handle(event, responder)
        if (event.kind === 'message') handled()
        return done
      },
    },
    COMMANDS,
  )
  tell({ kind: 'ready' })
}

const [apiUrl = '', token = '', role = ''] = process.argv.slice(2)
await ours(apiUrl, token, role === 'imerr')
