/** A Discord that sends as little as its documentation allows, or less, through the real discord.js. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createLocalDiscord, type LocalDiscord } from '../../platforms/discord/local-discord.ts'
import { notFound } from '../../platforms/discord/rest/api-error.ts'
import type { Json } from '../../platforms/discord/world/protocol.ts'
import { type Connected, card, connect, prepare, settle, stopCleanly } from './connected.ts'

const PATIENT = { timeout: 30_000 }

describe('a Discord that sends little', () => {
  let bot: Connected
  afterEach(() => stopCleanly(bot))

  async function meet(shape: (discord: LocalDiscord) => void) {
    bot = await connect({}, {}, shape)
    return bot.discord
  }
  const hidden = (path: string) => /^\/channels\/\d+$/.test(path)

  it('posts when permissions are unknown, and places a message by its own fields', async () => {
    const { people, rest, world, seen } = await meet(({ gateway, rest }) => {
      gateway.behaviour.shape = (t, d) => (t === 'GUILD_CREATE' ? { id: d.id, name: 'Server' } : d)
      rest.intercept = ({ path }) => {
        if (hidden(path)) throw notFound()
      }
    })
    const said = people.say('70001')
    const [event] = await bot.arrived('message')
    expect(event?.conversation).toEqual(bot.channel)
    await bot.adapter.post(bot.channel, card('Answer'), {
      replyTo: event?.message ?? { conversation: bot.channel, id: '1' },
    })
    expect(seen.inChannel()[0]?.reference?.message_id).toBe(said.id)
    people.erase(said)
    expect((await bot.arrived('delete'))[0]?.messages).toEqual([event?.message])
    // A stored conversation says itself what it is.
    await bot.adapter.post({ ...bot.channel, thread: people.threadOf(people.say('x')).id }, card('In the thread'))
    people.tell('70003')
    const direct = (await bot.arrived('message', 3))[2]
    expect(direct).toMatchObject({ addressed: true, conversation: { workspace: world.alice.id } })
    rest.intercept = undefined
  })

  it('works when the servers never arrive', async () => {
    const discord = await createLocalDiscord()
    const { gateway, people, world, events } = discord
    gateway.behaviour.shape = (t, d) => (t === 'GUILD_CREATE' ? undefined : d)
    bot = prepare(discord, { guildId: world.guild.id })
    const started = bot.start()
    await vi.waitFor(() => expect(gateway.counts.identifies).toBe(1), PATIENT)
    // What comes while it waits for the servers is told afterwards.
    const thread = world.addThread(world.channel, 'login 70001', world.alice.id)
    events.threadCreated(thread)
    people.say('since today', { in: thread })
    await started
    people.say('70001')
    const [early, late] = await bot.arrived('message', 2)
    expect(early).toMatchObject({ title: 'login 70001', conversation: { ...bot.channel, thread: thread.id } })
    expect(late?.conversation).toEqual(bot.channel)
    await bot.adapter.post(bot.channel, card('Answer'))
    expect(bot.posts()).toHaveLength(1)
  }, 30_000)

  it('ignores computed permissions that contradict received messages, until they change', async () => {
    bot = await connect()
    const { people, world, gateway } = bot.discord
    const role = world.guild.roles.get(world.guild.id)
    const nothing = { ...role, permissions: '0', color: 0, hoist: false, position: 0, managed: false }
    const { managed } = [...world.guild.roles.values()].find((one) => one.managed) ?? {}
    expect(managed).toBe(true)
    const tell = (t: string, d: Json) => gateway.dispatch(t, { guild: world.guild.id }, () => d)
    for (const { id, name } of world.guild.roles.values())
      tell('GUILD_ROLE_UPDATE', { guild_id: world.guild.id, role: { ...nothing, id, name } })
    await settle()
    await expect(bot.adapter.post(bot.channel, card('A'))).rejects.toMatchObject({ reason: 'forbidden' })
    people.say('70001')
    await bot.arrived('message')
    await bot.adapter.post(bot.channel, card('B'))
    tell('CHANNEL_UPDATE', { id: bot.channel.channel, type: 0, name: 'support', guild_id: world.guild.id })
    await settle()
    await expect(bot.adapter.post(bot.channel, card('C'))).rejects.toMatchObject({ reason: 'forbidden' })
    expect(bot.posts()).toHaveLength(1)
  })

  it('starts when /gateway/bot lacks shards and limits, and READY lacks application and resume URL', async () => {
    const { gateway, people } = await meet(({ gateway, rest }) => {
      gateway.behaviour.shape = (t, d) =>
        t === 'READY' ? { ...d, application: undefined, resume_gateway_url: undefined } : d
      let address: unknown
      rest.answer = ({ path }, { body }) => {
        if (path === '/gateway') return { status: 200, body: { url: address } }
        if (path !== '/gateway/bot') return undefined
        address = `${(body as Json).url}/?v=10&encoding=json`
        return notFound()
      }
    })
    gateway.cut()
    people.say('70001')
    await bot.arrived('message')
    expect(gateway.counts.resumed).toBe(1)
  }, 30_000)

  it('asks channels without last_message_id', async () => {
    const { gateway, people } = await meet(({ gateway }) => {
      const silent = ({ last_message_id: _, ...channel }: Json) => channel
      gateway.behaviour.shape = (t, d) =>
        t === 'GUILD_CREATE'
          ? { ...d, channels: (d.channels as Json[]).map(silent) }
          : t === 'CHANNEL_CREATE'
            ? silent(d)
            : d
    })
    people.say('before')
    await bot.arrived('message')
    const other = bot.discord.addChannel('other')
    gateway.invalidate(false)
    people.say('missed 70001')
    people.say('missed 70003', { in: other })
    await bot.arrived('message', 3)
    await settle()
    const texts = bot.events('message').map(({ text }) => text)
    expect([texts[0], ...texts.slice(1).sort()]).toEqual(['before', 'missed 70001', 'missed 70003'])
  }, 60_000)
})
