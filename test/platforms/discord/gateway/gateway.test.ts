/** The gateway of the local Discord, tested with the real discord.js as its client. */
import { once } from 'node:events'
import { Client, Events, GatewayIntentBits, type Message } from 'discord.js'
import { describe, expect, it, vi } from 'vitest'
import { HELLO, heard, openDiscord, PATIENT, refusal } from '../discord-js.ts'

const { Guilds, GuildMessages } = GatewayIntentBits

describe('the local Discord', () => {
  it('lets discord.js in, tells it of messages, edits and bulk deletions, and keeps what it may not read', async () => {
    const { discord, connect } = await openDiscord()
    const bot = await connect()
    const all = heard(bot)
    const said = discord.people.say('error 70001')
    discord.people.tell('in private')
    discord.people.say('[ALERT] 70001', { webhook: 'Grafana', embeds: [{ title: 'firing' }] })
    await vi.waitFor(() => expect(all.length).toBe(3), PATIENT)
    expect(all[0]).toMatchObject({ content: 'error 70001', guildId: discord.world.guild.id })
    expect(all[1]?.guildId).toBeNull()
    expect(all[2]).toMatchObject({ webhookId: expect.any(String), embeds: [{ title: 'firing' }] })
    const updated = once(bot, Events.MessageUpdate)
    discord.people.touch(said)
    expect(((await updated) as Message[])[1]?.editedTimestamp).toBeNull()
    const deleted = once(bot, Events.MessageBulkDelete)
    discord.people.erase(said, discord.people.say('second'))
    expect(((await deleted)[0] as Map<string, Message>).has(said.id)).toBe(true)
    await bot.destroy()

    const blind = heard(await connect([Guilds, GuildMessages]))
    discord.people.say('secret')
    discord.people.say(`<@${discord.world.me.id}> 70001`)
    await vi.waitFor(() => expect(blind.map(({ content }) => content)).toEqual(['', expect.stringMatching(/70001$/)]))
  })

  it('gives a forum post with its first message, and takes no word before that', async () => {
    const { discord, rest, messages, connect } = await openDiscord()
    const all = heard(await connect())
    const post = discord.people.post('kicked: 70001')
    expect((await refusal(rest.post(messages(post.thread.id), { body: HELLO }))).code).toBe(40058)
    post.begin('since this morning')
    await vi.waitFor(() => expect(all[0]?.id).toBe(post.thread.id), PATIENT)
    expect(all[0]?.channel).toMatchObject({ name: 'kicked: 70001', parentId: discord.world.forum.id })
    await rest.post(messages(post.thread.id), { body: HELLO })
    discord.people.archive(post.thread, { locked: true })
    expect((await refusal(rest.post(messages(post.thread.id), { body: HELLO }))).code).toBe(160005)
  })

  it('resumes a cut session without loss, and starts a new one when the session is invalid', async () => {
    const { discord, connect } = await openDiscord({ heartbeat: 1000 })
    const bot = await connect()
    const all = heard(bot)
    const { counts, behaviour } = discord.gateway
    /** Waits for one more RESUME after `breaks`. */
    const resumedAfter = async (breaks: () => void) => {
      const before = counts.resumed
      breaks()
      await vi.waitFor(() => expect(counts.resumed).toBeGreaterThan(before), PATIENT)
    }
    await resumedAfter(() => {
      discord.gateway.cut()
      discord.people.say('while away')
    })
    await vi.waitFor(() => expect(all.map(({ content }) => content)).toEqual(['while away']), PATIENT)
    await resumedAfter(() => discord.gateway.reconnect())
    // No answer to heartbeats: the client finds its connection dead.
    await resumedAfter(() => {
      behaviour.acks = false
    })
    behaviour.acks = true
    // discord.js fails on an event that it reads while it drops the session: first let it read everything.
    discord.people.say('back')
    await vi.waitFor(() => expect(all.at(-1)?.content).toBe('back'), PATIENT)
    expect(counts.identifies).toBe(1)
    const again = once(bot, Events.ShardReady)
    discord.gateway.invalidate(false)
    await again
    expect(counts.identifies).toBe(2)
  }, 60_000)

  it('turns a bad token and disallowed intents away', async () => {
    const { discord, connect, disconnect } = await openDiscord({ contentIntent: false })
    await expect(connect()).rejects.toThrow(/disallowed intents/i)
    await disconnect()
    const stranger = new Client({ intents: [], rest: { api: discord.apiUrl } })
    await expect(stranger.login('a.b.c')).rejects.toThrow(/invalid token/i)
    expect(discord.rest.invalidRequests).toBe(1)
  })
})
