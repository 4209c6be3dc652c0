/** Each event once, in order, and none lost: what the sink takes, drops and takes again. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DeliveryError, UserError } from '../../src/chat/adapter.ts'
import type { MessageEvent } from '../../src/chat/event.ts'
import { command, message, openSinkStage, responder, type SinkStage } from '../support/sink.ts'

let stage: SinkStage
beforeEach(async () => {
  stage = await openSinkStage()
})
afterEach(() => stage.storage.close())

describe('the sink', () => {
  it('handles an event once, by its id and by its message', async () => {
    const seen: string[] = []
    const { sink, outcomes } = stage.open({ message: async (event) => void seen.push(event.id) })
    await sink.handle(message('1'))
    await sink.handle(message('1'))
    await sink.handle({ ...message('1'), id: 'other id' })
    // Another process on the same storage knows it too.
    await stage.open({ message: async (event) => void seen.push(event.id) }).sink.handle(message('1'))
    expect(seen).toEqual(['1'])
    expect(outcomes).toEqual(['handled', 'duplicate', 'duplicate'])
  })

  it('keeps the order within a conversation and lets others go on', async () => {
    const seen: string[] = []
    const gate = Promise.withResolvers<void>()
    const { sink } = stage.open({
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
    const { sink, outcomes, logged } = stage.open(
      {
        message: async (event) => {
          await gate.promise
          seen.push(event.id)
        },
      },
      { perConversation: 2, total: 3 },
    )
    const taken = [sink.handle(message('1')), sink.handle(message('2'))]
    await sink.handle(message('3'))
    taken.push(sink.handle(message('in b', 'b')))
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
    expect(seen.sort()).toEqual(['1', '2', '3', 'in b'])
  })

  it('does not let what people ask wait for a message whose answer is held up', async () => {
    const gate = Promise.withResolvers<void>()
    const asked: string[] = []
    const { sink } = stage.open({
      message: () => gate.promise,
      commands: { imerr: async (event) => void asked.push(event.id) },
    })
    const held = sink.handle(message('1'))
    await sink.handle(command('2'), responder().answer)
    expect(asked).toEqual(['2'])
    gate.resolve()
    await held
  })

  it('says whether another delivery is welcome', async () => {
    const failures = [new Error('boom'), new DeliveryError('forbidden', 'Invite me.'), new UserError('no')]
    const { sink } = stage.open({
      message: async () => {
        const failure = failures.shift()
        if (failure) throw failure
      },
    })
    expect(await sink.handle(message('1'))).toBe(false)
    expect(await sink.handle(message('2'))).toBe(true)
    expect(await sink.handle(message('3'))).toBe(true)
    expect(await sink.handle(message('1'))).toBe(true)
    expect(await sink.handle(message('1'))).toBe(true)
    await sink.drain()
    expect(await sink.handle(message('4'))).toBe(false)
  })

  it('gives an event back when its work failed before anything was said', async () => {
    let tries = 0
    const { sink, outcomes, logged } = stage.open({
      message: async () => {
        if (++tries === 1) throw new Error('boom')
      },
    })
    await sink.handle(message('1'))
    await sink.handle(message('1'))
    expect(outcomes).toEqual(['failed', 'handled'])
    expect(logged.filter((line) => line.level === 'error')).toHaveLength(1)
  })

  it('knows a done event for a day, and then no longer', async () => {
    const seen: string[] = []
    const handle = (event: MessageEvent) =>
      stage.open({ message: async ({ id }) => void seen.push(id) }).sink.handle(event)
    await handle(message('1'))
    stage.clock.now += 24 * 3_600_000 - 1
    await handle({ ...message('1'), id: 'late' })
    expect(seen).toEqual(['1'])
    stage.clock.now += 1
    await handle({ ...message('1'), id: 'too late' })
    expect(seen).toEqual(['1', 'too late'])
  })

  it('takes an event again that another process gave back after we stopped waiting', async () => {
    const seen: string[] = []
    const keys = ['event:message:local/team/a:1']
    const claim = await stage.storage.claims.take(keys, stage.clock.now, 3_600_000)
    const { sink, outcomes } = stage.open({ message: async (event) => void seen.push(event.id) })
    await sink.handle(message('1'))
    expect(outcomes).toEqual(['duplicate'])
    if (claim) await stage.storage.claims.release(claim)
    await sink.handle(message('1'))
    expect(seen).toEqual(['1'])
  })

  it('drains: takes nothing more and ends what it has', async () => {
    const gate = Promise.withResolvers<void>()
    const seen: string[] = []
    const { sink } = stage.open({
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
    const { sink } = stage.open({ message: async (event) => void seen.push(event.id) })
    await stage.storage.close()
    await sink.handle(message('1'))
    await sink.handle(message('1'))
    expect(seen).toEqual(['1'])
  })

  it('takes over an event whose process died at work', async () => {
    const seen: string[] = []
    // A claim of a process that is gone: nobody extends it.
    await stage.storage.claims.take(['event:message:local/team/a:1'], stage.clock.now, 10_000)
    const { sink } = stage.open({ message: async (event) => void seen.push(event.id) })
    await sink.handle(message('1'))
    expect(seen).toEqual(['1'])
  })
})
