/** What people are told when something fails in the sink. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DeliveryError, UserError } from '../../src/chat/adapter.ts'
import { command, occurred, openSinkStage, responder, type SinkStage } from '../support/sink.ts'

let stage: SinkStage
beforeEach(async () => {
  stage = await openSinkStage()
})
afterEach(() => stage.storage.close())

describe('the sink', () => {
  it('answers a mistake of the person in its own words, privately, and logs no error', async () => {
    const { sink, outcomes, logged } = stage.open({
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
    const { sink, logged } = stage.open({
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

  it('says in the words of the platform why it may not answer, as a warning without a stack', async () => {
    const { sink, logged } = stage.open({
      commands: {
        imerr: async () => {
          throw new DeliveryError('forbidden', 'I am not in this channel. Invite me: /invite @imerr')
        },
      },
    })
    const { shown, answer } = responder()
    await sink.handle(command('1'), answer)
    expect(shown[0]?.summary).toContain('/invite @imerr')
    const [line] = logged.filter(({ level }) => level !== 'info')
    expect(line).toMatchObject({
      level: 'warn',
      fields: { channel: 'a', reason: expect.stringContaining('Invite me') },
    })
    expect(line?.fields).not.toHaveProperty('err')
  })

  it('says nothing more when it failed after an answer', async () => {
    const { sink } = stage.open({
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
    const { sink, outcomes } = stage.open({
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

  it.each(['of.old', '__proto__', 'constructor'])(
    'tells who pressed a button that it no longer knows: %s',
    async (action) => {
      const { sink, outcomes } = stage.open({})
      const { shown, answer } = responder()
      await sink.handle({ ...occurred('1', 'a'), kind: 'action', action, value: '', locale: 'zh-CN' }, answer)
      expect(shown[0]?.title).toBe('无法识别')
      expect(outcomes).toEqual(['ignored'])
    },
  )
})
