/** The local Discord itself, with the real discord.js as its client. */
import { once } from 'node:events'
import { Client, DiscordAPIError, Events, GatewayIntentBits, type Message, Partials, REST, Routes } from 'discord.js'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createLocalDiscord, type LocalDiscord, type LocalDiscordOptions } from '../support/discord/local-discord.ts'

const { Guilds, GuildMessages, MessageContent, DirectMessages } = GatewayIntentBits
const QUIET = { allowed_mentions: { parse: [] } }
const HELLO = { content: 'hello', ...QUIET }
const PATIENT = { timeout: 15_000 }

describe('the local Discord', () => {
  let discord: LocalDiscord
  let client: Client | undefined
  afterEach(async () => {
    await client?.destroy()
    client = undefined
    await discord.stop()
  })

  async function open(options: LocalDiscordOptions = {}): Promise<REST> {
    discord = await createLocalDiscord(options)
    return new REST({ api: discord.apiUrl, retries: 0 }).setToken(discord.token)
  }

  async function connect(intents = [Guilds, GuildMessages, MessageContent, DirectMessages]): Promise<Client<true>> {
    const fresh = new Client({
      ...{ intents, partials: [Partials.Channel, Partials.Message], rest: { api: discord.apiUrl, retries: 2 } },
      allowedMentions: { parse: [], repliedUser: false },
    })
    client = fresh
    fresh.on(Events.Error, () => {})
    const ready = once(fresh, Events.ClientReady)
    await fresh.login(discord.token)
    await ready
    return fresh as Client<true>
  }

  const heard = (from: Client): Message[] => {
    const all: Message[] = []
    from.on(Events.MessageCreate, (message) => all.push(message))
    return all
  }
  const refusal = async (work: Promise<unknown>): Promise<DiscordAPIError> => {
    const error = await work.then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    if (!(error instanceof DiscordAPIError)) throw new Error(`no refusal by Discord: ${String(error)}`)
    return error
  }
  const messages = (channel = discord.world.channel.id) => Routes.channelMessages(channel)

  it('lets discord.js in, tells it of messages, edits and bulk deletions, and keeps what it may not read', async () => {
    await open()
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
    const rest = await open()
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
    await open({ heartbeat: 1000 })
    const bot = await connect()
    const all = heard(bot)
    const { counts, behaviour } = discord.gateway
    /** One more resume after this break. */
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
    expect(counts.identifies).toBe(1)
    const again = once(bot, Events.ShardReady)
    discord.gateway.invalidate(false)
    await again
    expect(counts.identifies).toBe(2)
  }, 60_000)

  it('turns a bad token and disallowed intents away', async () => {
    await open({ contentIntent: false })
    await expect(connect()).rejects.toThrow(/disallowed intents/i)
    await client?.destroy()
    const stranger = new Client({ intents: [], rest: { api: discord.apiUrl } })
    await expect(stranger.login('a.b.c')).rejects.toThrow(/invalid token/i)
    expect(discord.rest.invalidRequests).toBe(1)
  })

  it('refuses what Discord refuses, says where, and remembers it', async () => {
    const rest = await open()
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
    const rest = await open()
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
    await open()
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
    await open({ rateLimits: { route: 2, window: 400 } })
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
    const rest = await open()
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

  it('runs an interaction through its life: private answer, public follow-up, button, form, and too late', async () => {
    const rest = await open()
    const bot = await connect()
    const commands = [
      {
        name: 'imerr',
        description: 'Explain',
        options: [{ type: 3, name: 'query', description: 'What', autocomplete: true }],
      },
      { name: 'Explain', type: 3 },
    ]
    const route = Routes.applicationCommands(bot.application.id)
    const [first] = (await rest.put(route, { body: commands })) as { id: string }[]
    expect((await rest.put(route, { body: commands })) as unknown[]).toMatchObject([{ id: first?.id }, {}])
    expect((await refusal(rest.put(route, { body: [{ name: 'Bad Name', description: '' }] }))).code).toBe(50035)

    const codes: unknown[] = []
    bot.on(Events.InteractionCreate, async (it) => {
      try {
        if (it.isAutocomplete()) await it.respond([{ name: it.options.getFocused(), value: '10010' }])
        if (it.isMessageContextMenuCommand()) await it.reply(it.targetMessage.content)
        if (it.isChatInputCommand()) {
          await it.deferReply({ flags: 64 })
          await it.editReply({
            content: `about ${it.options.getString('query')}`,
            components: [{ type: 1, components: [{ type: 2, style: 1, custom_id: 'form', label: 'Form' }] }],
          })
          await it.followUp('public')
          await it.reply('twice')
        }
        if (it.isButton())
          await it.showModal({
            ...{ title: 'Paste', custom_id: 'paste' },
            components: [{ type: 1, components: [{ type: 4, custom_id: 'log', label: 'Log', style: 2 }] }],
          })
        if (it.isModalSubmit()) await it.reply({ content: it.fields.getTextInputValue('log'), flags: 64 })
      } catch (error) {
        codes.push((error as { code?: unknown }).code)
      }
    })
    const { act, seen, world, people } = discord
    const privately = () => seen.byPerson(world.alice.id)
    const typed = act.complete('imerr', 'query', '100')
    await vi.waitFor(() => expect(typed.choices).toEqual([{ name: '100', value: '10010' }]), PATIENT)
    act.type('imerr', '10010 and more')
    await vi.waitFor(() => expect(seen.inChannel().map(({ content }) => content)).toEqual(['public']), PATIENT)
    const [answer] = privately()
    expect(answer?.content).toBe('about 10010 and more')
    if (!answer) return
    const pressed = act.press(answer, 'form')
    await vi.waitFor(() => expect(pressed.modal).toBeDefined(), PATIENT)
    act.submit(pressed, { log: 'line 1' })
    await vi.waitFor(() => expect(privately().at(-1)?.content).toBe('line 1'), PATIENT)
    act.menu('Explain', people.say('read me'))
    await vi.waitFor(() => expect(seen.inChannel().at(-1)?.content).toBe('read me'), PATIENT)
    codes.length = 0
    act.expire(act.type('imerr', 'late'))
    await vi.waitFor(() => expect(codes).toEqual([10_062]), PATIENT)
    act.endToken(pressed)
    expect(
      (
        await refusal(
          rest.patch(Routes.webhookMessage(bot.application.id, pressed.token), { body: HELLO, auth: false }),
        )
      ).code,
    ).toBe(50_027)
    expect(discord.problems.filter((problem) => !problem.includes('PUT '))).toEqual([])
  })
})
