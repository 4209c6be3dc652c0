/** Opens the bot's sink on storage with its own clock, and makes events and responders for it. */
import { createClaiming } from '../../src/bot/claiming.ts'
import { createConversationQueue } from '../../src/bot/conversation-queue.ts'
import { NO_METRICS, type Outcome } from '../../src/bot/metrics.ts'
import { createSink } from '../../src/bot/sink.ts'
import type { Responder } from '../../src/chat/adapter.ts'
import type { Card } from '../../src/chat/card.ts'
import type { CommandEvent, MessageEvent } from '../../src/chat/event.ts'
import type { Routes } from '../../src/chat/handlers.ts'
import { openStorage } from '../../src/storage/open.ts'
import { ALICE, channelOf } from '../platforms/memory/local-platform.ts'

export const occurred = (id: string, channel: string) => ({ id, conversation: channelOf(channel), at: 0, by: ALICE })
export const message = (id: string, channel = 'a'): MessageEvent => ({
  ...occurred(id, channel),
  kind: 'message',
  message: { conversation: channelOf(channel), id },
  text: '',
  files: [],
})
export const command = (id: string, channel = 'a'): CommandEvent => ({
  ...occurred(id, channel),
  kind: 'command',
  command: 'imerr',
  text: '',
})

/** A responder that collects the cards it shows. */
export function responder() {
  const shown: Card[] = []
  const answer: Responder = {
    reply: async (card) => {
      shown.push(card)
      return undefined
    },
    update: async (card) => void shown.push(card),
    dismiss: async () => {},
  }
  return { shown, answer }
}

export type SinkStage = Awaited<ReturnType<typeof openSinkStage>>

/** Storage and a clock; each sink opened on them acts as another process. */
export async function openSinkStage() {
  const storage = await openStorage({ file: ':memory:' })
  const clock = { now: 1_000_000 }
  function open(routes: Partial<Routes>, limits = { perConversation: 10, total: 20 }) {
    const outcomes: Outcome[] = []
    const logged: { level: string; fields: Readonly<Record<string, unknown>> }[] = []
    const write = (level: string) => (fields: Readonly<Record<string, unknown>>) => void logged.push({ level, fields })
    const log = { info: write('info'), warn: write('warn'), error: write('error') }
    const claiming = createClaiming({
      claims: storage.claims,
      now: () => clock.now,
      wait: async (ms) => {
        clock.now += ms
      },
      times: { leaseMs: 10_000, doneMs: 24 * 3_600_000 },
      onBlind: () => {},
    })
    const sink = createSink({
      routes: {
        commands: {},
        actions: {},
        suggest: () => [],
        home: async () => {
          throw new Error('no home')
        },
        ...routes,
      },
      claiming,
      queue: createConversationQueue(limits),
      log,
      metrics: { ...NO_METRICS, event: (_kind, _platform, outcome) => void outcomes.push(outcome) },
      now: () => clock.now,
    })
    return { sink, outcomes, logged }
  }
  return { storage, clock, open }
}
