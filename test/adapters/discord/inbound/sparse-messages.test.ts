/** Messages, posts and interactions from a Discord that sends as little as its documentation allows, or less. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { LocalDiscord } from '../../../platforms/discord/local-discord.ts'
import { notFound } from '../../../platforms/discord/rest/api-error.ts'
import { INTENT, type Json } from '../../../platforms/discord/world/protocol.ts'
import { type Connected, card, connect, settle, stopCleanly } from '../connected.ts'

const PATIENT = { timeout: 30_000 }

describe('a Discord that sends little', () => {
  let bot: Connected
  afterEach(() => stopCleanly(bot))

  async function meet(shape: (discord: LocalDiscord) => void) {
    bot = await connect({}, {}, shape)
    return bot.discord
  }
  const update = (d: Json) =>
    bot.discord.gateway.dispatch(
      'MESSAGE_UPDATE',
      { guild: bot.channel.workspace, intent: INTENT.GUILD_MESSAGES },
      () => ({
        channel_id: bot.channel.channel,
        ...d,
      }),
    )
  const now = () => new Date().toISOString()

  it('understands partial updates', async () => {
    bot = await connect()
    const { people } = bot.discord
    const said = people.say('70001', { files: [{ name: 'a.log', content: Buffer.from('x') }] })
    await bot.arrived('message')
    update({ id: said.id, content: '10010', edited_timestamp: now() })
    update({ id: said.id, content: '6014' })
    // A pin, a preview, and an update that changes nothing.
    update({ id: said.id, pinned: true })
    update({ id: said.id, content: '6014', embeds: [{ type: 'link', title: 'Error 9' }], edited_timestamp: null })
    update({ id: said.id, content: '6014', edited_timestamp: now() })
    update({ id: said.id, content: '70001', edited_timestamp: '2020-01-01T00:00:00.000Z' })
    update({ id: said.id, content: '70003', edited_timestamp: '2020-01-01T00:00:00.000Z' })
    const edits = await bot.arrived('edit', 4)
    await settle()
    expect(bot.events('edit').map(({ text }) => text)).toEqual(['10010', '6014', '70001', '70003'])
    expect(new Set(edits.map(({ id }) => id)).size).toBe(4)
    for (const edit of edits)
      expect(edit).toMatchObject({ by: { id: said.author.id }, message: { id: said.id }, files: [{ name: 'a.log' }] })
    expect(bot.discord.calls.filter(({ method }) => method === 'GET').map(({ path }) => path)).not.toContain(
      `/channels/${bot.channel.channel}/messages/${said.id}`,
    )
  })

  it('fetches the rest of an edited message, and drops it when that fails', async () => {
    const { people, rest } = await meet(({ gateway }) => {
      gateway.behaviour.shape = (t, d) => (t === 'MESSAGE_CREATE' && d.content === 'unseen' ? undefined : d)
    })
    const unseen = people.say('unseen')
    update({ id: unseen.id, content: '70001', edited_timestamp: now() })
    expect((await bot.arrived('edit'))[0]).toMatchObject({ text: '70001', by: { id: unseen.author.id } })
    const alert = people.say('', { webhook: 'Grafana', embeds: [{ type: 'rich', title: 'login 70001' }] })
    await bot.arrived('message')
    update({ id: alert.id, content: '', edited_timestamp: now() })
    const own = await bot.adapter.post(bot.channel, card('Error 70001'))
    update({ id: own.id, content: '70001', edited_timestamp: now() })
    rest.intercept = ({ path }) => {
      if (/\/messages\/\d+$/.test(path)) throw notFound()
    }
    update({ id: '123456789012345678', content: '70001', edited_timestamp: now() })
    await settle()
    expect(bot.events('edit')).toHaveLength(1)
  })

  it('does not post twice when nonces do not work and messages cannot be read', async () => {
    const { rest, failNext, seen } = await meet(({ gateway }) => {
      gateway.behaviour.shape = (t, d) => (t === 'MESSAGE_CREATE' ? { ...d, nonce: undefined } : d)
    })
    rest.intercept = ({ method, path, body }) => {
      if (method === 'GET' && path.endsWith('/messages')) throw notFound()
      if (method === 'POST' && path.endsWith('/messages'))
        Object.assign(body as object, { nonce: undefined, enforce_nonce: undefined })
    }
    await bot.adapter.post(bot.channel, card('Same'), { key: 'one' })
    failNext('cut', 1)
    await bot.adapter.post(bot.channel, card('Same'), { key: 'two' })
    failNext('unavailable', 1)
    await bot.adapter.post(bot.channel, card('Same'), { key: 'three' })
    expect(seen.inChannel()).toHaveLength(3)
  })

  it('takes the wait of a 429 from the body when the header is missing', async () => {
    const { failNext, rest, calls } = await meet(() => {})
    rest.answer = (_, { status, body }) => (status === 429 ? { headers: {}, body: { ...(body as Json) } } : undefined)
    failNext('rate-limit', 1)
    await bot.adapter.post(bot.channel, card('A'))
    failNext('global-rate-limit', 1)
    await bot.adapter.post(bot.channel, card('B'))
    rest.answer = (_, { status }) => (status === 429 ? { headers: {}, body: '<html>' } : undefined)
    failNext('rate-limit', 1)
    await bot.adapter.post(bot.channel, card('C'))
    expect(bot.posts()).toHaveLength(6)
    const [first, second] = calls.filter(({ path }) => path.endsWith('/messages'))
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThan(900)
  }, 30_000)

  it('acknowledges once although an empty response is declared as JSON, and reads minimal interactions', async () => {
    const { rest, act, gateway, world, calls } = await meet(({ rest, gateway }) => {
      rest.answer = (_, { status }) =>
        status === 204 ? { headers: { 'content-type': 'application/json' } } : undefined
      gateway.behaviour.shape = (t, d) => {
        if (t !== 'INTERACTION_CREATE') return d
        const { id, token, type, data, guild_id, channel_id } = d
        const user = { id: world.alice.id, username: 'alice' }
        return { id, token, type, data, guild_id, channel_id, member: { user } }
      }
    })
    bot.suggest([{ label: 'ten', value: '10010' }])
    bot.answer(async ({ responder }) => void (await responder?.reply(card('Answer'))))
    act.type('imerr', '10010')
    const [asked] = await bot.arrived('command')
    expect(asked).toMatchObject({ text: '10010', conversation: bot.channel, by: { id: world.alice.id } })
    const completed = act.complete('imerr', 'query', '100')
    await vi.waitFor(() => expect(completed.choices).toHaveLength(1), PATIENT)
    await vi.waitFor(() => expect(bot.discord.seen.byPerson(world.alice.id)).toHaveLength(1), PATIENT)
    expect(calls.filter(({ path }) => path.endsWith('/callback'))).toHaveLength(2)
    const menu = { id: '1', type: 3, name: 'Explain error codes', target_id: '123456789012345678' }
    const least = {
      id: 'x',
      token: 'y',
      type: 2,
      channel_id: world.channel.id,
      user: { id: world.alice.id },
      data: menu,
    }
    gateway.dispatch('INTERACTION_CREATE', {}, () => least)
    rest.answer = (call) => (call.path.includes('/x/y/') ? { status: 204, body: undefined } : undefined)
    await vi.waitFor(() => expect(calls.some(({ path }) => path.includes('/x/y/'))).toBe(true), PATIENT)
  })
})
