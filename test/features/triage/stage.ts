/** Bots, one platform in memory, one storage and one clock: everything an incident test needs. */
import { onTestFinished } from 'vitest'
import type { Action, Card } from '../../../src/chat/card.ts'
import type { Person } from '../../../src/chat/event.ts'
import { loadConfig } from '../../../src/config.ts'
import { COMMANDS } from '../../../src/features/commands.ts'
import { type Bot, createBot } from '../../../src/service/bot.ts'
import { type Incident, type Storage, StorageUnavailable } from '../../../src/storage/contract.ts'
import { openStorage } from '../../../src/storage/open.ts'
import {
  channelOf,
  createLocalPlatform,
  type LocalPlatform,
  textOf,
  WORKSPACE,
} from '../../platforms/memory/local-platform.ts'
import { knowledge } from '../../support/knowledge.ts'
import { never } from '../../support/never.ts'
import { sharedDatabase } from '../../support/shared-postgres.ts'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
export const SCOPE = { platform: 'local', workspace: WORKSPACE }
export const ADA: Person = { id: 'ada', name: 'Ada', bot: false }
export const BEN: Person = { id: 'ben', name: 'Ben', bot: false }
export const ONCALL = channelOf('ops')

export interface Stage extends LocalPlatform {
  readonly clock: { now: number }
  readonly storage: Storage
  readonly bots: Bot[]
  /** Number of edits the platform was asked for. */
  edits(): number
  /** Starts another process of the service; events go to the last one started. */
  startBot(): Promise<Bot>
  /** Adds sightings of the code by this many new people within the last minute. */
  crowd(code: string | readonly string[], people: number): Promise<void>
  /** Moves the clock, with a triage tick every `step` milliseconds (a minute by default). */
  pass(ms: number, bot?: Bot, step?: number): Promise<void>
  /** Makes enough people meet 70001 for an incident. @returns its number */
  spike(people?: number): Promise<number>
  /** The incident's messages in the on-call channel, not those in its thread. */
  live(): LocalPlatform['posts']
  /** The current text of the newest live message. */
  shown(): string
  /** The bot's last reply. */
  lastReply(): string
  /** Number of thread messages that mention somebody. */
  mentions(): number
  thread(): readonly { readonly text: string; readonly mention: readonly string[] }[]
  incidents(): Promise<readonly Incident[]>
  /** Presses a button of the newest live message. */
  click(label: string, by?: Person): Promise<void>
  ask(words: string, by?: Person): Promise<Card>
}

export const buttonOf = (card: Card, label: string): Extract<Action, { kind: 'button' }> => {
  const found = card.actions.find((action) => action.kind === 'button' && action.label === label)
  if (found?.kind !== 'button') throw new Error(`no button ${label}: ${card.actions.map((a) => a.label).join(', ')}`)
  return found
}

/** Stops the bots and closes the storage when the test ends; fails the test when a bot logged an error. */
export async function openStage(given?: Storage, env: Record<string, string> = {}): Promise<Stage> {
  const storage = given ?? (await openStorage({ file: ':memory:' }))
  const clock = { now: Date.UTC(2026, 5, 10, 9) }
  const platform = createLocalPlatform(() => clock.now)
  const bots: Bot[] = []
  let crowds = 0
  let edits = 0
  const { edit } = platform.adapter
  platform.adapter.edit = async (message, card) => {
    edits++
    await edit(message, card)
  }
  const silent = () => {}
  const failures: unknown[] = []
  // A test may close the storage on purpose.
  const expected = (err: unknown) => err === undefined || err instanceof StorageUnavailable
  const error = ({ err }: Readonly<Record<string, unknown>>) => void (expected(err) || failures.push(err))
  const log = { info: silent, warn: silent, error }
  // Ten ordinary days give triage a baseline.
  const usual = Array.from({ length: 240 }, (_, hour) => ({
    code: '8002',
    kind: 'lookup' as const,
    conversation: channelOf('support'),
    author: `usual${hour}`,
    at: clock.now - hour * HOUR,
  }))
  await storage.occurrences.add(usual)
  await storage.settings.set(
    channelOf('support'),
    { onCall: { channel: 'ops', mention: ['ada', 'ben'] } },
    { by: ADA, at: clock.now },
    0,
  )
  const stage: Stage = Object.assign(platform, {
    clock,
    storage,
    bots,
    edits: () => edits,
    async startBot() {
      const adapters = [platform.adapter]
      const bot = await createBot({ env: loadConfig(env), knowledge, storage, adapters, log, now: () => clock.now })
      await platform.adapter.start(bot.sink, COMMANDS)
      bots.push(bot)
      return bot
    },
    async crowd(code: string | readonly string[], people: number) {
      const codes = [code].flat()
      crowds++
      await storage.occurrences.add(
        Array.from({ length: people }, (_, i) => ({
          code: codes[i % codes.length] ?? '',
          kind: 'annotation' as const,
          conversation: channelOf('support'),
          message: `crowd${crowds}-${i}`,
          author: `crowd${crowds}-${i}`,
          at: clock.now - (i % 60) * 1000,
        })),
      )
    },
    async pass(ms: number, bot = bots.at(-1), step = MINUTE) {
      const end = clock.now + ms
      while (clock.now < end) {
        clock.now = Math.min(end, clock.now + step)
        await bot?.triage()
      }
    },
    async spike(people = 9) {
      await stage.crowd('70001', people)
      await stage.pass(MINUTE)
      const [incident] = await stage.incidents()
      return incident?.id ?? 0
    },
    live: () => platform.posts.filter((post) => post.ref.conversation.channel === 'ops' && !post.options.inThreadOf),
    thread: () =>
      platform.posts
        .filter((post) => post.options.inThreadOf)
        .map((post) => ({ text: textOf(post.card), mention: post.options.mention ?? [] })),
    shown: () => textOf(stage.live().at(-1)?.card ?? never()),
    lastReply: () => textOf(platform.replies.at(-1)?.card ?? never()),
    mentions: () => stage.thread().filter(({ mention }) => mention.length > 0).length,
    incidents: () => storage.incidents.list({ scope: SCOPE, limit: 100 }),
    async click(label: string, by: Person = ADA) {
      const message = stage.live().at(-1)
      if (!message) throw new Error('there is no live message')
      const button = buttonOf(message.card, label)
      await platform.press(message.ref, button.id, button.value, by)
    },
    async ask(words: string, by: Person = ADA) {
      await platform.command('imtriage', words, { by, conversation: ONCALL })
      const answer = platform.replies.at(-1)
      if (!answer) throw new Error('no answer')
      return answer.card
    },
  })
  onTestFinished(async () => {
    for (const bot of bots) await bot.stop()
    await storage.close()
    if (failures.length > 0) throw new Error(`errors were logged: ${failures.map(String).join(', ')}`)
  })
  return stage
}

export async function openStageWithBot(storage?: Storage, env?: Record<string, string>): Promise<Stage> {
  const stage = await openStage(storage, env)
  await stage.startBot()
  return stage
}

/** Opens fresh storage on each engine, for `describe.each(engines())`. */
export const engines = (): readonly { engine: string; open: () => Promise<Storage> }[] => [
  { engine: 'sqlite', open: () => openStorage({ file: ':memory:' }) },
  { engine: 'postgres', open: async () => openStorage({ url: await sharedDatabase() }) },
]
