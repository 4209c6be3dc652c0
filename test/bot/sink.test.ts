import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createClaiming } from '../../src/bot/claiming.ts'
import { createConversationQueue } from '../../src/bot/conversation-queue.ts'
import { NO_METRICS, type Outcome } from '../../src/bot/metrics.ts'
import { createSink, type Routes } from '../../src/bot/sink.ts'
import type { Responder } from '../../src/chat/adapter.ts'
import type { Card } from '../../src/chat/card.ts'
import type { CommandEvent, MessageEvent } from '../../src/chat/event.ts'
import { UserError } from '../../src/chat/user-error.ts'
import type { Storage } from '../../src/storage/contract.ts'
import { openStorage } from '../../src/storage/open.ts'
import { ALICE, channelOf } from '../support/local-platform.ts'

let storage: Storage
let clock: number
beforeEach(async () => {
  storage = await openStorage({ file: ':memory:' })
  clock = 1_000_000
})
afterEach(() => storage.close())

const occurred = (id: string, channel: string) => ({ id, conversation: channelOf(channel), at: 0, by: ALICE })
const message = (id: string, channel = 'a'): MessageEvent => ({
  ...occurred(id, channel),
  kind: 'message',
  message: { conversation: channelOf(channel), id },
  text: '',
  files: [],
})
const command = (id: string, channel = 'a'): CommandEvent => ({
  ...occurred(id, channel),
  kind: 'command',
  command: 'imerr',
  text: '',
})

function responder() {
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

function open(routes: Partial<Routes>, limits = { perConversation: 10, total: 20 }) {
  const outcomes: Outcome[] = []
  const logged: { level: string; fields: Readonly<Record<string, unknown>> }[] = []
  const write = (level: string) => (fields: Readonly<Record<string, unknown>>) => void logged.push({ level, fields })
  const log = { info: write('info'), warn: write('warn'), error: write('error') }
  const claiming = createClaiming({
    claims: storage.claims,
    now: () => clock,
    wait: async (ms) => {
      clock += ms
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
    now: () => clock,
  })
  return { sink, outcomes, logged }
}

describe('the sink', () => {
  it('handles an event once, by its id and by its message', async () => {
    const seen: string[] = []
    const { sink, outcomes } = open({ message: async (event) => void seen.push(event.id) })
    await sink.handle(message('1'))
    await sink.handle(message('1'))
    await sink.handle({ ...message('1'), id: 'other id' })
    // Another process on the same storage knows it too.
    await open({ message: async (event) => void seen.push(event.id) }).sink.handle(message('1'))
    expect(seen).toEqual(['1'])
    expect(outcomes).toEqual(['handled', 'duplicate', 'duplicate'])
  })

  it('keeps the order within a conversation and lets others go on', async () => {
    const seen: string[] = []
    const gate = Promise.withResolvers<void>()
    const { sink } = open({
      message: async (event) => {
        if (event.id === '1') await gate.promise
        seen.push(event.id)
      },
    })
    const first = sink.handle(message('1', 'a'))
    const second = sink.handle(message('2', 'a'))
    await sink.handle(message('3', 'b'))
    expect(seen).toEqual(['3'])
    gate.resolve()
    await Promise.all([first, second])
    expect(seen).toEqual(['3', '1', '2'])
  })

  it('counts and logs what does not fit, tells who asked, and takes it when it comes again', async () => {
    const gate = Promise.withResolvers<void>()
    const seen: string[] = []
    const { sink, outcomes, logged } = open(
      {
        message: async (event) => {
          await gate.promise
          seen.push(event.id)
        },
      },
      { perConversation: 2, total: 20 },
    )
    const taken = [sink.handle(message('1')), sink.handle(message('2'))]
    await sink.handle(message('3'))
    const asked = responder()
    await sink.handle(command('4'), asked.answer)
    expect(outcomes).toEqual(['overflow', 'overflow'])
    expect(logged.map(({ level, fields }) => [level, fields.outcome, fields.event])).toEqual([
      ['warn', 'overflow', '3'],
      ['warn', 'overflow', '4'],
    ])
    expect(asked.shown[0]?.summary).toContain('try again')
    gate.resolve()
    await Promise.all(taken)
    await sink.handle(message('3'))
    expect(seen).toEqual(['1', '2', '3'])
  })

  it('gives an event back when its work failed before anything was said', async () => {
    let tries = 0
    const { sink, outcomes, logged } = open({
      message: async () => {
        if (++tries === 1) throw new Error('boom')
      },
    })
    await sink.handle(message('1'))
    await sink.handle(message('1'))
    expect(outcomes).toEqual(['failed', 'handled'])
    expect(logged.filter((line) => line.level === 'error')).toHaveLength(1)
  })

  it('answers a mistake of the person in its own words, privately, and logs no error', async () => {
    const { sink, outcomes, logged } = open({
      commands: {
        imerr: async () => {
          throw new UserError('Write a code: /imerr 10010')
        },
      },
    })
    const { shown, answer } = responder()
    await sink.handle(command('1'), answer)
    expect(shown[0]?.summary).toBe('Write a code: /imerr 10010')
    expect(outcomes).toEqual(['user-error'])
    expect(logged.every((line) => line.level === 'info')).toBe(true)
  })

  it('answers a bug with a reference that the log repeats, and never with its text', async () => {
    const { sink, logged } = open({
      commands: {
        imerr: async () => {
          throw new Error('secret inside')
        },
      },
    })
    const { shown, answer } = responder()
    await sink.handle(command('1'), answer)
    const reference = logged.find((line) => line.level === 'error')?.fields.ref
    expect(reference).toMatch(/^[0-9a-f]{6}$/)
    expect(shown[0]?.summary).toContain(String(reference))
    expect(JSON.stringify(shown)).not.toContain('secret inside')
  })

  it('says nothing more when it failed after an answer', async () => {
    const { sink } = open({
      commands: {
        imerr: async (_event, answer) => {
          await answer.reply({ tone: 'info', title: 'first', summary: 'first', blocks: [], actions: [] })
          throw new Error('boom')
        },
      },
    })
    const { shown, answer } = responder()
    await sink.handle(command('1'), answer)
    expect(shown.map((card) => card.title)).toEqual(['first'])
  })

  it('survives a platform that refuses the answer too', async () => {
    const { sink, outcomes } = open({
      commands: {
        imerr: async () => {
          throw new Error('boom')
        },
      },
    })
    const { answer } = responder()
    await sink.handle(command('1'), { ...answer, reply: () => Promise.reject(new Error('no')) })
    expect(outcomes).toEqual(['failed'])
    // Nobody was told anything: the next delivery is taken.
    const again = responder()
    await sink.handle(command('1'), again.answer)
    expect(again.shown).toHaveLength(1)
  })

  it('tells who pressed a button that it no longer knows', async () => {
    const { sink, outcomes } = open({})
    const { shown, answer } = responder()
    await sink.handle({ ...occurred('1', 'a'), kind: 'action', action: 'of.old', value: '', locale: 'zh-CN' }, answer)
    expect(shown[0]?.title).toBe('无法识别')
    expect(outcomes).toEqual(['ignored'])
  })

  it('knows a done event for a day, and then no longer', async () => {
    const seen: string[] = []
    const handle = (event: MessageEvent) => open({ message: async ({ id }) => void seen.push(id) }).sink.handle(event)
    await handle(message('1'))
    clock += 24 * 3_600_000 - 1
    await handle({ ...message('1'), id: 'late' })
    expect(seen).toEqual(['1'])
    clock += 1
    await handle({ ...message('1'), id: 'too late' })
    expect(seen).toEqual(['1', 'too late'])
  })

  it('takes an event again that another process gave back after we stopped waiting', async () => {
    const seen: string[] = []
    const keys = ['event:message:local/team/a:1']
    const claim = await storage.claims.take(keys, clock, 3_600_000)
    const { sink, outcomes } = open({ message: async (event) => void seen.push(event.id) })
    await sink.handle(message('1'))
    expect(outcomes).toEqual(['duplicate'])
    if (claim) await storage.claims.release(claim)
    await sink.handle(message('1'))
    expect(seen).toEqual(['1'])
  })

  it('drains: takes nothing more and ends what it has', async () => {
    const gate = Promise.withResolvers<void>()
    const seen: string[] = []
    const { sink } = open({
      message: async (event) => {
        await gate.promise
        seen.push(event.id)
      },
    })
    void sink.handle(message('1'))
    const drained = sink.drain()
    await sink.handle(message('2'))
    gate.resolve()
    await drained
    expect(seen).toEqual(['1'])
  })

  it('goes on without storage, knowing what it did itself', async () => {
    const seen: string[] = []
    const { sink } = open({ message: async (event) => void seen.push(event.id) })
    await storage.close()
    await sink.handle(message('1'))
    await sink.handle(message('1'))
    expect(seen).toEqual(['1'])
    storage = await openStorage({ file: ':memory:' })
  })

  it('takes over an event whose process died at work', async () => {
    const seen: string[] = []
    // A claim of a process that is gone: nobody extends it.
    await storage.claims.take(['event:message:local/team/a:1'], clock, 10_000)
    const { sink } = open({ message: async (event) => void seen.push(event.id) })
    await sink.handle(message('1'))
    expect(seen).toEqual(['1'])
  })
})
