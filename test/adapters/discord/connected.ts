/** Connects the adapter to a local Discord, for tests beyond the contract suite. */
import { expect, vi } from 'vitest'
import { createDiscordAdapter } from '../../../adapters/discord/discord.ts'
import type { DiscordOptions } from '../../../adapters/discord/options.ts'
import type { Suggestion } from '../../../src/chat/adapter.ts'
import type { Card } from '../../../src/chat/card.ts'
import type { ConversationRef, InboundEvent } from '../../../src/chat/event.ts'
import { COMMANDS } from '../../../src/features/commands.ts'
import type { Received } from '../../contracts/adapter-harness.ts'
import {
  createLocalDiscord,
  type LocalDiscord,
  type LocalDiscordOptions,
} from '../../platforms/discord/local-discord.ts'
import { type LogLine, quietLog } from './adapter-log.ts'

export type Connected = Awaited<ReturnType<typeof connect>>

export const card = (title: string, more: Partial<Card> = {}): Card => ({
  tone: 'info',
  title,
  summary: `${title}.`,
  blocks: [],
  actions: [],
  ...more,
})

/** Long enough for an event that must not come to have come. */
export const settle = () => new Promise((resolve) => setTimeout(resolve, 300))

export function prepare(discord: LocalDiscord, options: Partial<DiscordOptions> = {}) {
  const lines: LogLine[] = []
  const received: Received[] = []
  let suggestions: readonly Suggestion[] = []
  const adapter = createDiscordAdapter({
    token: discord.token,
    apiUrl: discord.apiUrl,
    shards: 'auto',
    log: quietLog(lines),
    ...options,
  })
  const handlers: ((got: Received) => Promise<void>)[] = []
  const events = <K extends InboundEvent['kind']>(kind: K) =>
    received.map(({ event }) => event).filter((event): event is InboundEvent & { kind: K } => event.kind === kind)
  return {
    adapter,
    lines,
    received,
    events,
    discord,
    channel: {
      platform: 'discord',
      workspace: discord.world.guild.id,
      channel: discord.world.channel.id,
    } satisfies ConversationRef as ConversationRef,
    suggest: (given: readonly Suggestion[]) => {
      suggestions = given
    },
    /** What the bot does with everything that arrives from now on. */
    answer: (work: (got: Received) => Promise<void>) => void handlers.splice(0, 1, work),
    /** The first so many events of a kind, once they have arrived. */
    arrived: <K extends InboundEvent['kind']>(kind: K, count = 1) =>
      vi.waitFor(
        () => {
          const found = events(kind)
          if (found.length < count) throw new Error(`${found.length} of ${count} ${kind} events`)
          return found
        },
        { timeout: 20_000 },
      ),
    start: () =>
      adapter.start(
        {
          suggest: (_typed, limit) => suggestions.slice(0, limit),
          home: async () => card('Home'),
          async handle(event, responder) {
            received.push({ event, responder })
            await handlers[0]?.({ event, responder })
            return true
          },
        },
        COMMANDS,
      ),
    /** The calls that posted a message, or tried to. */
    posts: () => discord.calls.filter(({ method, path }) => method === 'POST' && path.endsWith('/messages')),
    /** How many warnings name it. */
    warnings: (name: string) => lines.filter(({ level, message }) => level === 'warn' && message.includes(name)).length,
    /** Everything that was logged, as text. */
    logged: () =>
      JSON.stringify(lines, (_, value) =>
        value instanceof Error ? { ...value, message: value.message, stack: value.stack } : value,
      ),
    async stop() {
      await adapter.stop()
      await discord.stop()
    },
  }
}

/** @param shape makes this Discord tell less, or other things, before the bot meets it */
export async function connect(
  local: LocalDiscordOptions = {},
  options: Partial<DiscordOptions> = {},
  shape: (discord: LocalDiscord) => void = () => {},
) {
  const discord = await createLocalDiscord(local)
  shape(discord)
  const connected = prepare(discord, options)
  await connected.start()
  return connected
}

/** Ends a test, which fails when the bot sent something that Discord refuses or nobody wants. */
export async function stopCleanly({ discord, stop }: Connected): Promise<void> {
  await stop()
  expect(discord.problems).toEqual([])
}
