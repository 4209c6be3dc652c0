/** Faults inside discord.js's own gateway code: they cost a session, never the process or a message. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Connected, connect, settle, stopCleanly } from '../connected.ts'

const PATIENT = { timeout: 30_000 }

const RESUMED = { op: 0, t: 'RESUMED', s: 9, d: { _trace: [] } }
const INVALID = { op: 9, d: false }

describe('a fault inside discord.js', () => {
  const unhandled: unknown[] = []
  const note = (fault: unknown) => void unhandled.push(fault)
  let bot: Connected
  beforeEach(() => {
    unhandled.length = 0
    process.on('unhandledRejection', note)
    process.on('uncaughtException', note)
  })
  afterEach(async () => {
    await stopCleanly(bot)
    process.off('unhandledRejection', note)
    process.off('uncaughtException', note)
  })

  it.each([
    { fault: 'a session that is resumed and declared invalid at once', frames: [RESUMED, INVALID], isGone: true },
    { fault: 'an invalid session without its flag', frames: [{ op: 9, d: null }], isGone: false },
    { fault: 'a HELLO without its interval', frames: [{ op: 10, d: null }], isGone: false },
    { fault: 'a READY that says nothing', frames: [{ op: 0, t: 'READY', s: 9, d: null }], isGone: false },
    { fault: 'several in a row', frames: [{ op: 10, d: null }, { op: 9, d: null }, RESUMED, INVALID], isGone: true },
  ])(
    'opens a new session after $fault, and misses no message',
    async ({ frames, isGone }) => {
      bot = await connect()
      const { gateway, people, token } = bot.discord
      people.say('before')
      await bot.arrived('message')
      gateway.raw(...frames.map((frame) => JSON.stringify(frame)))
      if (isGone) gateway.forget()
      people.say('meanwhile 70001')
      await vi.waitFor(() => expect(gateway.counts.identifies).toBe(2), PATIENT)
      await vi.waitFor(() => expect(bot.adapter.ready()).toBe(true), PATIENT)
      await bot.arrived('message', 2)
      people.say('after')
      await bot.arrived('message', 3)
      await settle()
      expect(bot.events('message').map(({ text }) => text)).toEqual(['before', 'meanwhile 70001', 'after'])
      expect(gateway.counts.identifies).toBe(2)
      expect(bot.warnings('a fault in the gateway connection')).toBe(1)
      expect(bot.logged()).not.toContain(token)
      expect(unhandled).toEqual([])
    },
    60_000,
  )

  it('opens no session once the bot stops', async () => {
    bot = await connect()
    const { gateway } = bot.discord
    gateway.raw(JSON.stringify({ op: 10, d: null }))
    await vi.waitFor(() => expect(bot.warnings('a fault in the gateway connection')).toBe(1), PATIENT)
    await bot.adapter.stop()
    await settle()
    await settle()
    await settle()
    expect(gateway.counts).toMatchObject({ connections: 1, identifies: 1 })
    expect(unhandled).toEqual([])
  })
})
