/** The REST API of the local Discord, tested with the real discord.js as its client. */
import { REST } from 'discord.js'
import { describe, expect, it } from 'vitest'
import { HELLO, openDiscord, QUIET, refusal } from '../discord-js.ts'

describe('the local Discord', () => {
  it('refuses what Discord refuses, says where, and remembers it', async () => {
    const { discord, rest, messages } = await openDiscord()
    const send = (body: object) => refusal(rest.post(messages(), { body: { ...QUIET, ...body } }))
    const embed = (size: number) => ({ description: 'x'.repeat(size) })
    const button = { type: 2, style: 1, custom_id: 'a:1', label: 'A' }
    const text = { type: 10, content: 'x'.repeat(3000) }
    const cases: [object, string][] = [
      [{ content: 'x'.repeat(2001) }, 'content'],
      [{ embeds: [{ title: 'x'.repeat(257) }] }, 'embeds.0.title'],
      [{ embeds: [embed(4000), embed(2001)] }, 'embeds'],
      [{ components: [{ type: 1, components: [button, button] }], content: 'x' }, 'components'],
      [{ components: [{ type: 1, components: Array(6).fill(button) }], content: 'x' }, 'components.0.components'],
      [{ components: [text], content: 'x' }, 'components.0.type'],
      [{ components: [text, text], flags: 32_768 }, 'components'],
      [{ components: [{ type: 17, components: [text] }], content: 'x', flags: 32_768 }, 'content'],
      [{ content: 'x', flags: 64 }, 'flags'],
      [{ content: 'x', nonce: 'x'.repeat(26) }, 'nonce'],
    ]
    for (const [body, where] of cases) {
      const before = discord.problems.length
      const error = await send(body)
      expect(error.code).toBe(50035)
      const found = discord.problems.slice(before)
      expect(found.some((problem) => problem.includes(`: ${where}: `))).toBe(true)
    }
    expect((await send({ content: '' })).code).toBe(50006)
    const before = discord.problems.length
    await rest.post(messages(), { body: { content: 'a' } })
    expect(discord.problems.slice(before)).toEqual([expect.stringContaining('without allowed_mentions')])
  })

  it('asks for the permissions of the channel, and for history to reply', async () => {
    const { discord, rest, messages } = await openDiscord()
    const { world } = discord
    const place = world.addChannel(world.guild, 'closed')
    const said = discord.people.say('70001', { in: place })
    const reply = { ...HELLO, message_reference: { message_id: said.id, fail_if_not_exists: false } }
    const code = async (body: object) => (await refusal(rest.post(messages(place.id), { body }))).code
    world.deny(place, 'READ_MESSAGE_HISTORY', 'EMBED_LINKS')
    expect(await code(reply)).toBe(160002)
    expect(await code({ ...QUIET, embeds: [{ title: 'x' }] })).toBe(50013)
    world.deny(place, 'SEND_MESSAGES')
    expect(await code(HELLO)).toBe(50013)
    world.deny(place, 'VIEW_CHANNEL')
    expect(await code(HELLO)).toBe(50001)
    world.alice.acceptsDms = false
    const dm = world.dmWith(world.alice.id)
    expect((await refusal(rest.post(messages(dm.id), { body: HELLO }))).code).toBe(50007)
    expect(discord.problems).toEqual([])
  })

  it('posts a nonce once, also when the answer was lost, and counts 429s and retries', async () => {
    const { discord, connect } = await openDiscord()
    const bot = await connect()
    const channel = await bot.channels.fetch(discord.world.channel.id)
    if (!channel?.isSendable()) throw new Error('no channel to write to')
    const once = { content: 'once', nonce: 'n1', enforceNonce: true }
    discord.failNext('cut', 1)
    await expect(channel.send(once)).rejects.toThrow(/./)
    const sent = await channel.send(once)
    expect(discord.seen.inChannel().map(({ id }) => id)).toEqual([sent.id])
    discord.failNext('rate-limit', 1)
    discord.failNext('unavailable', 1)
    await channel.send('patient')
    const statuses = discord.calls.filter(({ method }) => method === 'POST').map(({ status }) => status)
    expect(statuses).toEqual([0, 200, 429, 503, 200])
    expect(discord.rest.invalidRequests).toBe(1)
  })

  it('tells its limits ahead, so that a client that reads them is never refused', async () => {
    const { discord, messages, connect } = await openDiscord({ rateLimits: { route: 2, window: 400 } })
    const channel = await (await connect()).channels.fetch(discord.world.channel.id)
    if (!channel?.isSendable()) throw new Error('no channel to write to')
    await Promise.all(['1', '2', '3', '4', '5'].map((content) => channel.send(content)))
    expect(discord.seen.inChannel().length).toBe(5)
    expect(discord.calls.filter(({ status }) => status === 429)).toEqual([])
    const flood = Array.from({ length: 4 }, () => new REST({ api: discord.apiUrl, rejectOnRateLimit: ['/'] }))
    const sent = flood.map((rest) => rest.setToken(discord.token).post(messages(), { body: HELLO }))
    await Promise.allSettled(sent)
    expect(discord.calls.filter(({ status }) => status === 429).length).toBeGreaterThan(0)
  })

  it('says whom a message pings', async () => {
    const { discord, rest, messages } = await openDiscord()
    const { alice, guild, world } = { ...discord.world, world: discord.world }
    const role = world.addRole(guild, 'on-call')
    const content = `<@${alice.id}> <@&${role.id}> @everyone`
    const pinged = async (body: object) => {
      await rest.post(messages(), { body: { content, ...body } })
      return discord.seen.inChannel().at(-1)?.pinged
    }
    expect(await pinged(QUIET)).toEqual([])
    expect(await pinged({})).toEqual([alice.id])
    role.mentionable = true
    expect(await pinged({ allowed_mentions: { parse: [], roles: [role.id] } })).toEqual([role.id])
    expect(await pinged({ embeds: [{ title: content }], content: '', allowed_mentions: { parse: ['users'] } })).toEqual(
      [],
    )
  })
})
