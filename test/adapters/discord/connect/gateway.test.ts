/** Bad connections and bad events, through the real discord.js. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Connected, card, connect, prepare, settle } from '../connected.ts'

const PATIENT = { timeout: 30_000 }

describe('the connection to Discord', () => {
  let bot: Connected
  afterEach(async () => {
    await bot.stop()
  })
  const texts = () => bot.events('message').map(({ text }) => text)

  it('resumes after a cut, a RECONNECT and unanswered heartbeats, without missed or doubled messages', async () => {
    bot = await connect({ heartbeat: 1_000 })
    const { gateway, people } = bot.discord
    const { counts, behaviour } = gateway
    const resumes = async (breaks: () => void) => {
      const before = counts.resumed
      breaks()
      await vi.waitFor(() => expect(counts.resumed).toBeGreaterThan(before), PATIENT)
      await vi.waitFor(() => expect(bot.adapter.ready()).toBe(true), PATIENT)
    }
    await resumes(() => {
      gateway.cut()
      people.say('one')
    })
    await resumes(() => {
      gateway.reconnect()
      people.say('two')
    })
    await resumes(() => {
      behaviour.acks = false
      people.say('three')
    })
    behaviour.acks = true
    await bot.arrived('message', 3)
    await settle()
    expect(texts()).toEqual(['one', 'two', 'three'])
    expect(counts.identifies).toBe(1)
  }, 90_000)

  it('fetches the messages that a lost session missed', async () => {
    bot = await connect()
    const { gateway, people } = bot.discord
    people.say('before')
    await bot.arrived('message')
    gateway.invalidate(false)
    people.say('missed 70001')
    people.say('an alert', { webhook: 'Grafana' })
    await vi.waitFor(() => expect(gateway.counts.identifies).toBe(2), PATIENT)
    await bot.arrived('message', 3)
    await vi.waitFor(() => expect(bot.adapter.ready()).toBe(true), PATIENT)
    people.say('after')
    await bot.arrived('message', 4)
    expect(texts()).toEqual(['before', 'missed 70001', 'an alert', 'after'])
    expect(bot.events('message')[1]?.conversation).toEqual(bot.channel)
  }, 60_000)

  it('survives malformed events', async () => {
    bot = await connect()
    const { gateway, people, world } = bot.discord
    const where = { channel_id: world.channel.id, guild_id: world.guild.id }
    const nonsense: unknown[] = [
      null,
      {},
      { ...where, id: 'x', author: null, mentions: 5, embeds: 'x', content: 7 },
      { ...where, id: '1', author: { id: '2' }, content: '70001', embeds: [null], attachments: [null], type: 0 },
      { ids: 5, id: 5 },
    ]
    const kinds = [
      'MESSAGE_CREATE',
      'MESSAGE_UPDATE',
      'MESSAGE_DELETE',
      'MESSAGE_DELETE_BULK',
      'INTERACTION_CREATE',
      'THREAD_CREATE',
      'CHANNEL_UPDATE',
      'GUILD_MEMBER_UPDATE',
      'NO_SUCH_EVENT',
    ]
    for (const t of kinds) for (const d of nonsense) gateway.raw(JSON.stringify({ op: 0, s: 1, t, d }))
    const frames = [
      '{oops',
      'null',
      '[]',
      '{"op":0}',
      '{"op":99,"d":null}',
      '{"op":0,"t":"GUILD_CREATE","s":2,"d":null}',
    ]
    for (const frame of frames) gateway.raw(frame)
    await settle()
    people.say('still here')
    await vi.waitFor(() => expect(texts()).toContain('still here'), PATIENT)
    expect(bot.adapter.ready()).toBe(true)
  })

  it('is not ready after a fatal close code or a revoked token, and logs why', async () => {
    bot = await connect()
    bot.discord.gateway.close(4014)
    await vi.waitFor(() => expect(bot.adapter.ready()).toBe(false), PATIENT)
    expect(
      bot.lines
        .filter(({ level }) => level === 'error')
        .map(({ message }) => message)
        .join(),
    ).toContain('Message Content Intent')
    await bot.stop()
    bot = await connect()
    bot.discord.world.guilds.clear()
    const { token } = bot.discord
    Object.assign(bot.discord.world, { token: 'another' })
    await expect(bot.adapter.post(bot.channel, card('A'))).rejects.toMatchObject({ name: 'DeliveryError' })
    expect(bot.adapter.ready()).toBe(false)
    expect(bot.logged()).toContain('DISCORD_TOKEN')
    expect(bot.logged()).not.toContain(token)
  }, 60_000)

  it('finishes in-flight work before it disconnects', async () => {
    bot = await connect()
    let answered = false
    bot.answer(async ({ responder }) => {
      await settle()
      answered = (await responder?.reply(card('Answer'), 'public')) !== undefined
    })
    bot.discord.act.type('imerr', '10010')
    await bot.arrived('command')
    await bot.adapter.stop()
    expect(answered).toBe(true)
    bot.discord.people.say('too late')
    await settle()
    expect(bot.events('message')).toEqual([])
  })

  it('runs the configured shards', async () => {
    bot = await connect({ extraGuilds: 3 }, { shards: 2 })
    expect(bot.discord.gateway.counts.identifies).toBe(2)
    bot.discord.people.say('hello')
    await bot.arrived('message')
    await bot.adapter.stop()
    const half = prepare(bot.discord, { shards: 2, shardIds: [1] })
    await half.start()
    expect(half.adapter.ready()).toBe(true)
    expect(bot.discord.gateway.counts.identifies).toBe(3)
    await half.adapter.stop()
  }, 60_000)
})
