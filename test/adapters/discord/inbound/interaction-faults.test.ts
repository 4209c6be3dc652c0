/** Interactions that are late or unknown, or whose responses are lost, through the real discord.js. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { visibleText } from '../../../platforms/discord/people/visible-messages.ts'
import type { Json } from '../../../platforms/discord/world/protocol.ts'
import { type Connected, card, connect, settle, stopCleanly } from '../connected.ts'

const PATIENT = { timeout: 15_000 }

describe('Discord interactions', () => {
  let bot: Connected
  afterEach(() => stopCleanly(bot))

  it('answers a command that no longer exists', async () => {
    bot = await connect()
    const { gateway, world, seen, act } = bot.discord
    gateway.behaviour.shape = (t, d) =>
      t === 'INTERACTION_CREATE' ? { ...d, data: { ...(d.data as Json), name: 'formerly' } } : d
    act.type('imerr', '10010')
    await vi.waitFor(() => expect(seen.byPerson(world.alice.id).map(visibleText).join()).toContain('Ctrl-R'), PATIENT)
    expect(bot.events('command')).toEqual([])
  })

  it('survives interactions that expire before or after the acknowledgement', async () => {
    bot = await connect()
    const { act } = bot.discord
    const late = act.type('imerr', 'late')
    act.expire(late)
    await vi.waitFor(() => expect(bot.logged()).toContain('10062'), PATIENT)
    expect(bot.events('command')).toEqual([])
    const over = Promise.withResolvers<unknown>()
    const old = Promise.withResolvers<void>()
    bot.answer(async ({ responder }) => {
      await old.promise
      over.resolve(await responder?.reply(card('Too late')))
    })
    const it = act.type('imerr', 'slow')
    await bot.arrived('command')
    act.endToken(it)
    old.resolve()
    expect(await over.promise).toBeUndefined()
    expect(bot.lines.map(({ message }) => message).join()).toContain('expired')
    expect(bot.logged()).not.toContain(it.token)
    expect(bot.adapter.ready()).toBe(true)
  })

  it('does not repeat a follow-up whose response is lost', async () => {
    bot = await connect()
    const { act, seen, world } = bot.discord
    const actions = [{ kind: 'button' as const, id: 'annotate.details', value: '10010', label: 'Details' }]
    const ref = await bot.adapter.post(bot.channel, card('Answer', { actions }))
    const message = world.locate(ref.id)
    if (!message) throw new Error('not posted')
    const done = Promise.withResolvers<unknown>()
    bot.answer(async ({ responder }) =>
      done.resolve(await responder?.reply(card('Details')).catch((error: unknown) => error)),
    )
    bot.discord.failNext('cut', 1, ({ method, path }) => method === 'POST' && path.startsWith('/webhooks/'))
    act.press(message, 'annotate.details:10010')
    expect(await done.promise).toBeUndefined()
    expect(seen.byPerson(world.alice.id)).toHaveLength(1)
  })

  it('handles a lost response to its acknowledgement', async () => {
    bot = await connect()
    const { act, seen, world } = bot.discord
    bot.answer(async ({ responder }) => void (await responder?.reply(card('Answer'))))
    bot.discord.failNext('cut', 1, ({ path }) => path.includes('/callback'))
    bot.discord.failNext('unavailable', 2, ({ path }) => path.includes('@original'))
    act.type('imerr', '10010')
    await vi.waitFor(() => expect(seen.byPerson(world.alice.id).map(visibleText).join()).toContain('Answer'), PATIENT)
    await settle()
    expect(seen.byPerson(world.alice.id)).toHaveLength(1)
  })
})
