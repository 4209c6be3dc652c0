/** A process is killed between Slack taking its post and the response: the next process finds the post. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createSlackAdapter } from '../../../../adapters/slack/slack.ts'
import type { Adapter, Responder } from '../../../../src/chat/adapter.ts'
import type { MessageEvent } from '../../../../src/chat/event.ts'
import { COMMANDS } from '../../../../src/features/commands.ts'
import { createLocalSlack, type LocalSlack } from '../../../platforms/slack/local-slack.ts'
import { ALICE, asList, BOT_USER, SUPPORT } from '../../../platforms/slack/workspace/model.ts'
import { card, silent, socketOptions, within } from '../connected.ts'

let slack: LocalSlack
let adapters: Adapter[]
beforeEach(async () => {
  slack = await createLocalSlack()
  adapters = []
})
afterEach(async () => {
  await Promise.all(adapters.map((adapter) => adapter.stop()))
  const problems = [...slack.problems]
  await slack.stop()
  expect(problems).toEqual([])
})

type Answer = (event: MessageEvent, adapter: Adapter, responder?: Responder) => Promise<unknown>

/** Starts another process, which gets all events from now on. */
async function open(answer: Answer): Promise<MessageEvent[]> {
  await adapters.at(-1)?.stop()
  const taken: MessageEvent[] = []
  const adapter = createSlackAdapter({ ...socketOptions(slack), log: silent })
  adapters.push(adapter)
  await adapter.start(
    {
      suggest: () => [],
      home: async () => card('Home'),
      async handle(event, responder) {
        if (event.kind !== 'message') return true
        await answer(event, adapter, responder)
        taken.push(event)
        return true
      },
    },
    COMMANDS,
  )
  return taken
}

const annotate: Answer = (event, adapter) =>
  adapter.post(event.replyIn ?? event.conversation, card('Annotation'), {
    replyTo: event.message,
    key: `annotation ${event.message.id}`,
  })
const reply: Answer = async (_event, _adapter, responder) => responder?.reply(card('Answer'), 'public')

/** For waits of several growing backoffs. */
const patiently = <T>(check: () => T) => vi.waitFor(check, { timeout: 50_000 })

const lookups = () => [...slack.callsOf('conversations.replies'), ...slack.callsOf('conversations.history')].length

describe.each([
  ['an annotation', annotate, 'ErrorCode 70001', {}],
  ['an answer to a mention', reply, `<@${BOT_USER}> 70001`, { raw: true }],
  ['an answer in a direct message', reply, '70001', { channel: ALICE }],
] as const)('%s', (_what, answer, words, how) => {
  const shown = () => slack.world.messages.filter(({ user }) => user === BOT_USER).length

  // An event that is redelivered over a new connection is not always marked as a retry.
  it.each([0, 1])(
    'is posted once when the message is redelivered to the next process, as retry %i',
    async (attempt) => {
      const first = await open(answer)
      slack.say(words, how)
      await within(() => expect(first).toHaveLength(1))
      const before = shown()
      expect(before).toBe(1)
      const second = await open(answer)
      await slack.delivery.again({ attempt })
      await within(() => expect(second).toHaveLength(1))
      expect(shown()).toBe(before)
    },
    30_000,
  )

  it('is posted where Slack does not let us look', async () => {
    slack.refuseNext('missing_scope', ['conversations.replies', 'conversations.history'])
    const taken = await open(answer)
    slack.say(words, how)
    await within(() => expect(taken).toHaveLength(1))
    expect(shown()).toBe(1)
  }, 30_000)
})

it('looks up a redelivered message, but no new one once the process has run for a while', async () => {
  const taken = await open(annotate)
  // Slack's clock runs ahead, so that the process seems to have started long ago.
  slack.world.skewMs = 120_000
  slack.say('ErrorCode 70001')
  await within(() => expect(taken).toHaveLength(1))
  expect(lookups()).toBe(0)

  // The message was delivered to another process before, which died.
  const other = await open(annotate)
  await slack.delivery.again({ attempt: 1 })
  await within(() => expect(other).toHaveLength(1))
  expect(lookups()).toBe(1)
  expect(slack.shown(SUPPORT)).toHaveLength(1)
}, 30_000)

it('waits while a lookup fails, and does not post twice', async () => {
  const first = await open(annotate)
  slack.say('ErrorCode 70001')
  await within(() => expect(first).toHaveLength(1))
  const second = await open(annotate)
  // Longer than an interactive call is retried.
  slack.failNext('unavailable', 5, ['conversations.replies'])
  void slack.delivery.again({ attempt: 1 })
  await patiently(() => expect(second).toHaveLength(1))
  expect(slack.shown(SUPPORT)).toHaveLength(1)
  await slack.delivery.settled()
  // Work that takes longer than Slack waits is left to the next delivery.
  expect(slack.problems.splice(0).join()).toContain('was not acknowledged')
}, 60_000)

it('loses nothing in an outage right after the start', async () => {
  const taken = await open(annotate)
  slack.failNext('unavailable', 6, ['conversations.replies'])
  slack.failNext('unavailable', 3)
  slack.say('ErrorCode 70001')
  await patiently(() => expect(taken).toHaveLength(1))
  expect(slack.shown(SUPPORT)).toHaveLength(1)
}, 60_000)

it('finds an earlier post by its text where Slack returns no metadata', async () => {
  for (const method of ['conversations.history', 'conversations.replies'])
    slack.world.answers.set(method, (answer) => ({
      ...answer,
      messages: asList(answer.messages).map(({ metadata: _, ...message }) => message),
    }))
  const first = await open(annotate)
  slack.say('ErrorCode 70001')
  await within(() => expect(first).toHaveLength(1))
  const second = await open(annotate)
  await slack.delivery.again()
  await within(() => expect(second).toHaveLength(1))
  expect(slack.shown(SUPPORT)).toHaveLength(1)
}, 30_000)
