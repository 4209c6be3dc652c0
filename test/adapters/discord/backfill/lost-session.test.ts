/** Fetching what a lost session missed, through the real discord.js. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { CHANNEL } from '../../../platforms/discord/world/protocol.ts'
import { type Connected, card, connect, settle, stopCleanly } from '../connected.ts'
import { asked, whileLost } from '../lost-session.ts'
import { beginOutage, hastened, seconds } from '../outage.ts'

const PATIENT = { timeout: 30_000 }
/** As a server that does not send `last_message_id`. */
const sparse = (d: object) =>
  JSON.parse(JSON.stringify(d, (key, value) => (key === 'last_message_id' ? undefined : value)))
const many = (count: number) => Array.from({ length: count }, (_, i) => i)

describe('a lost session', () => {
  let bot: Connected
  afterEach(() => stopCleanly(bot))
  const texts = () => bot.events('message').map(({ text }) => text)
  const warned = (part: string) => bot.lines.filter(({ level, message }) => level === 'warn' && message.includes(part))

  it('asks every channel that has news, up to a limit, and logs how many it left out', async () => {
    bot = await connect()
    const { world, people } = bot.discord
    const channels = many(255).map((i) => world.addChannel(world.guild, `channel-${i}`))
    await whileLost(bot, () => {
      for (const channel of channels) people.say(`news of ${channel.name}`, { in: channel })
    })
    await bot.arrived('message', 250)
    await vi.waitFor(() => expect(warned('not asked')).toHaveLength(1), PATIENT)
    expect(warned('not asked')[0]?.fields).toEqual({ shard: 0, channels: 5 })
    expect(new Set(texts()).size).toBe(250)
  }, 90_000)

  it('reads a channel to its newest message, in order, once', async () => {
    bot = await connect()
    const said = many(230).map((i) => `message ${i}`)
    await whileLost(bot, () => {
      for (const text of said) bot.discord.people.say(text)
    })
    await bot.arrived('message', said.length)
    await settle()
    expect(texts()).toEqual(said)
  }, 60_000)

  it('handles messages sent before the servers have arrived again', async () => {
    bot = await connect()
    const { gateway, people } = bot.discord
    const before = people.say('before')
    await bot.arrived('message')
    let live = false
    gateway.behaviour.shape = (t, d) => {
      if (t === 'GUILD_CREATE' && !live) {
        live = true
        people.say('live')
      }
      return d
    }
    await whileLost(bot, () => people.say('missed'))
    await bot.arrived('message', 3)
    await settle()
    expect(texts().sort()).toEqual([before.content, 'live', 'missed'])
  }, 60_000)

  it('reports missed edits and deletions of answered and other messages', async () => {
    bot = await connect()
    const { people, world } = bot.discord
    const channels = many(2).map((i) => bot.discord.addChannel(`quiet-${i}`))
    const said = [world.channel, ...channels].map((channel) => people.say('70001', { in: channel }))
    const events = await bot.arrived('message', 3)
    for (const event of events) await bot.adapter.post(event.conversation, card('Answer'), { replyTo: event.message })
    const other = people.say('nothing yet')
    people.touch(other)
    await bot.arrived('message', 4)
    await whileLost(bot, () => {
      const [edited, erased, untouched] = said
      if (!edited || !erased || !untouched) throw new Error('not said')
      people.change(edited, '10010 instead')
      people.erase(erased)
      people.touch(untouched)
      people.change(other, 'ErrorCode 6206 now')
    })
    await bot.arrived('edit', 2)
    const [gone] = await bot.arrived('delete')
    await settle()
    expect(
      bot
        .events('edit')
        .map(({ text }) => text)
        .sort(),
    ).toEqual(['10010 instead', 'ErrorCode 6206 now'])
    expect(bot.events('delete')).toHaveLength(1)
    expect(gone?.messages).toEqual([{ conversation: events[1]?.conversation, id: said[1]?.id }])
    expect(bot.events('message')).toHaveLength(4)
  }, 60_000)

  it('reads posts and threads that were opened meanwhile', async () => {
    bot = await connect()
    const { people, world } = bot.discord
    await whileLost(bot, () => {
      people.post('Title 70001').begin('starter')
      const thread = people.threadOf(people.say('topic'))
      people.say('in the thread', { in: thread })
    })
    const found = await bot.arrived('message', 3)
    await settle()
    expect(texts().sort()).toEqual(['in the thread', 'starter', 'topic'])
    expect(found.find(({ text }) => text === 'starter')).toMatchObject({
      title: 'Title 70001',
      conversation: { channel: world.forum.id },
    })
  }, 60_000)

  it('asks for the threads of a server whose description lacks them', async () => {
    bot = await connect({}, {}, ({ gateway, rest }) => {
      gateway.behaviour.shape = (t, d) => (t === 'GUILD_CREATE' ? sparse({ ...d, threads: undefined }) : d)
      rest.answer = (call, { body }) =>
        call.path.endsWith('/threads/active') ? { body: sparse(body as object) } : undefined
    })
    const { people, world } = bot.discord
    for (const i of many(30)) world.addChannel(world.guild, `other-${i}`)
    await whileLost(bot, () => people.post('Title 70001').begin('starter'))
    const [post] = await bot.arrived('message')
    expect(post).toMatchObject({ text: 'starter', title: 'Title 70001', conversation: { channel: world.forum.id } })
  }, 60_000)

  it('retries when Discord fails during a backfill', async () => {
    bot = await connect({}, { wait: hastened })
    const { people } = bot.discord
    let end: () => void = () => {}
    await whileLost(bot, () => {
      people.say('missed')
      end = beginOutage(bot.discord, ({ path }) => path.endsWith('/messages'))
    })
    await seconds(60)
    expect(texts()).toEqual([])
    end()
    await bot.arrived('message')
    expect(texts()).toEqual(['missed'])
  }, 60_000)

  it('takes turns when too many channels are uncertain', async () => {
    bot = await connect({}, {}, ({ gateway, world }) => {
      for (const i of many(150)) world.addChannel(world.guild, `channel-${i}`)
      gateway.behaviour.shape = (_, d) => sparse(d)
    })
    const { people, world } = bot.discord
    const used = [...world.channels.values()].filter(({ type }) => type === CHANNEL.TEXT).at(-1)
    if (!used) throw new Error('no channel')
    people.say('before', { in: used })
    await bot.arrived('message')
    await whileLost(bot, () => people.say('one', { in: used }))
    await bot.arrived('message', 2)
    await vi.waitFor(() => expect(asked(bot)).toHaveLength(100), PATIENT)
    await whileLost(bot, () => people.say('two', { in: used }))
    await bot.arrived('message', 3)
    await vi.waitFor(() => expect(asked(bot)).toHaveLength(200), PATIENT)
    expect(new Set(asked(bot)).size).toBe(151)
    expect(texts()).toEqual(['before', 'one', 'two'])
  }, 90_000)
})
