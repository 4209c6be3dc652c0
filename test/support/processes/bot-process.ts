/**
 * The whole bot in a process of its own, for tests that kill it. The platform lives in the parent and is reached over
 * IPC. argv holds the storage options as JSON.
 */
import { flushCompileCache } from 'node:module'
import type { Adapter } from '../../../src/chat/adapter.ts'
import type { InboundEvent, MessageRef } from '../../../src/chat/event.ts'
import { loadConfig } from '../../../src/config.ts'
import { COMMANDS } from '../../../src/features/commands.ts'
import { createBot } from '../../../src/service/bot.ts'
import { openStorage, type StorageOptions } from '../../../src/storage/open.ts'
import { knowledge } from '../knowledge.ts'

export type ToBot =
  | { readonly kind: 'deliver'; readonly event: InboundEvent }
  | { readonly kind: 'posted'; readonly call: number; readonly ref: MessageRef }
export type ToPlatform =
  | { readonly kind: 'ready' }
  | { readonly kind: 'post'; readonly call: number; readonly key: string; readonly source: string }
  | { readonly kind: 'done'; readonly event: string }

const tell = (message: ToPlatform) => process.send?.(message)

const [options = '{}'] = process.argv.slice(2)
const storage = await openStorage(JSON.parse(options) as StorageOptions)
const waiting = new Map<number, (ref: MessageRef) => void>()
let calls = 0

const adapter: Adapter = {
  platform: 'local',
  capabilities: { threads: false, privateReplies: true, privateNotes: true, edits: true, files: false },
  start: async () => {},
  stop: async () => {},
  ready: () => true,
  post: (_conversation, _card, { key = '', replyTo } = {}) =>
    new Promise((resolve) => {
      const call = ++calls
      waiting.set(call, resolve)
      tell({ kind: 'post', call, key, source: replyTo?.id ?? '' })
    }),
  edit: async () => {},
  remove: async () => {},
  whisper: async () => {},
  rights: async () => ({ admin: false, moderator: false }),
  channelName: async () => undefined,
  openFile: async () => {
    throw new Error('no files here')
  },
  permalink: async () => undefined,
  resolveLink: async () => undefined,
}

const quiet = () => {}
const bot = await createBot({
  env: loadConfig({ IMERR_COOLDOWN_MINUTES: '0', IMERR_BUDGET: '1000' }),
  knowledge,
  storage,
  adapters: [adapter],
  log: { info: quiet, warn: quiet, error: quiet },
  now: Date.now,
  // The real lease of ten seconds would make fifty kills take minutes.
  claimTimes: { leaseMs: 300, doneMs: 24 * 3_600_000 },
})
await adapter.start(bot.sink, COMMANDS)

process.on('message', (message: ToBot) => {
  if (message.kind === 'posted') return waiting.get(message.call)?.(message.ref)
  void bot.sink.handle(message.event).then(() => tell({ kind: 'done', event: message.event.id }))
})
process.on('disconnect', () => process.exit(0))
tell({ kind: 'ready' })
// Node writes its compile cache when a process exits, and this one is killed.
flushCompileCache()
