/** Commands, completions, menus, buttons and forms, through the real discord.js. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { EXPLAIN } from '../../../../adapters/discord/setup/command-definitions.ts'
import { OPEN_FORM } from '../../../../src/chat/command.ts'
import { visibleButtons, visibleText } from '../../../platforms/discord/people/visible-messages.ts'
import { notFound } from '../../../platforms/discord/rest/api-error.ts'
import { type Connected, card, connect, stopCleanly } from '../connected.ts'

const PATIENT = { timeout: 15_000 }

describe('Discord interactions', () => {
  let bot: Connected
  afterEach(() => stopCleanly(bot))

  it('registers its commands once, and again only when they change', async () => {
    bot = await connect()
    const puts = () => bot.discord.calls.filter(({ method }) => method === 'PUT').length
    expect(puts()).toBe(1)
    const { registerCommands } = await import('../../../../adapters/discord/discord.ts')
    const { COMMANDS } = await import('../../../../src/features/commands.ts')
    const options = {
      token: bot.discord.token,
      apiUrl: `${bot.discord.apiUrl}/v10/`,
      shards: 'auto' as const,
      log: { info() {}, warn() {}, error() {} },
    }
    expect(await registerCommands(options, COMMANDS)).toBe(false)
    expect(puts()).toBe(1)
    expect(await registerCommands(options, COMMANDS.slice(0, 1))).toBe(true)
    expect(await registerCommands({ ...options, guildId: bot.discord.world.guild.id }, COMMANDS)).toBe(true)
    expect(puts()).toBe(3)
  })

  it("passes commands as text, with the person's language", async () => {
    bot = await connect()
    const { act, world } = bot.discord
    act.type('imconfig', 'mode auto', { by: world.owner })
    act.type('imconfig', 'cooldown 15', { by: world.owner })
    act.type('imerr', 'kicked offline', { locale: 'zh-CN' })
    act.type('imerr', '')
    const events = await bot.arrived('command', 4)
    expect(events.map(({ command, text, locale }) => [command, text, locale])).toEqual([
      ['imconfig', 'mode auto', 'en-US'],
      ['imconfig', 'cooldown 15', 'en-US'],
      ['imerr', 'kicked offline', 'zh-CN'],
      ['imerr', '', 'en-US'],
    ])
    expect(await bot.adapter.rights({ id: world.owner.id, name: 'owner', bot: false }, bot.channel)).toEqual({
      admin: true,
      moderator: true,
    })
  })

  it('completes what is typed with at most 25 choices, or none', async () => {
    bot = await connect()
    const { act } = bot.discord
    const nothing = act.complete('imerr', 'query', 'x')
    await vi.waitFor(() => expect(nothing.choices).toEqual([]), PATIENT)
    bot.suggest(Array.from({ length: 40 }, (_, i) => ({ label: `${i} ${'🧑‍🚀'.repeat(60)}`, value: `${i}` })))
    const many = act.complete('imerr', 'query', '1')
    await vi.waitFor(() => expect(many.choices).toHaveLength(25), PATIENT)
  })

  it('answers privately or publicly whatever the acknowledgement was, and with a file', async () => {
    bot = await connect()
    const { act, seen, world } = bot.discord
    bot.answer(async ({ event, responder }) => {
      const isPublic = event.kind === 'command' && event.text === 'public'
      const file = { name: 'export.csv', mediaType: 'text/csv', content: 'a,b' }
      const ref = await responder?.reply(card('Answer'), isPublic ? 'public' : 'private', isPublic ? file : undefined)
      if (ref) await bot.adapter.edit(ref, card('Edited'))
    })
    act.type('imerr', 'public')
    await vi.waitFor(() => {
      expect(seen.inChannel().map(visibleText).join(), bot.logged()).toContain('Edited')
    }, PATIENT)
    expect(seen.inChannel()[0]?.files[0]?.name).toBe('export.csv')
    expect(seen.byPerson(world.alice.id)).toEqual([])
    act.type('imerr', 'private')
    await vi.waitFor(() => expect(seen.byPerson(world.alice.id).map(visibleText).join()).toContain('Answer'), PATIENT)
  })

  it('explains a message with its files, also where the bot may not read', async () => {
    bot = await connect({ contentIntent: false }, { messageContent: false })
    const { act, people } = bot.discord
    const utf16 = Buffer.from('\ufeffErrorCode 70003', 'utf16le')
    const said = people.say('login 70001', {
      files: [
        { name: 'im.log', content: utf16 },
        { name: 'big.png', content: Buffer.alloc(10), type: 'image/png' },
      ],
    })
    act.menu(EXPLAIN, said)
    const [event] = await bot.arrived('command')
    expect(event).toMatchObject({
      command: 'imerr',
      intent: 'explain',
      text: 'login 70001',
      files: [{ name: 'im.log' }, { name: 'big.png' }],
      target: { id: said.id },
    })
  })

  it('opens the paste form, and handles its text', async () => {
    bot = await connect()
    const { act, seen, world } = bot.discord
    bot.answer(async ({ responder }) => void (await responder?.reply(card('Help'))))
    // Asked without words, so that there is something too long for them, or nothing known of how to ask.
    act.slash('imerr', [], { locale: 'zh-CN' })
    await vi.waitFor(() => expect(seen.byPerson(world.alice.id)).toHaveLength(1), PATIENT)
    const [help] = seen.byPerson(world.alice.id)
    if (!help) throw new Error('no help')
    expect(visibleButtons(help)).toMatchObject([{ label: '解释日志' }])
    const opened = act.press(help, `${OPEN_FORM}:paste`)
    await vi.waitFor(() => expect(opened.modal).toMatchObject({ title: 'Explain a log' }), PATIENT)
    const chinese = act.press(help, `${OPEN_FORM}:paste`, { locale: 'zh-CN' })
    await vi.waitFor(() => expect(chinese.modal).toMatchObject({ title: '解释日志' }), PATIENT)
    act.type('imerr', '10010')
    await vi.waitFor(() => expect(seen.byPerson(world.alice.id)).toHaveLength(2), PATIENT)
    expect(seen.byPerson(world.alice.id).map((message) => visibleButtons(message).length)).toEqual([1, 0])
    act.submit(opened, { text: 'line 1\nErrorCode 70001' })
    const [, , event] = await bot.arrived('command', 3)
    expect(event).toMatchObject({ command: 'imerr', text: 'line 1\nErrorCode 70001' })
  })

  it('updates or deletes the card of a button, also of an earlier process, and answers other people privately', async () => {
    bot = await connect()
    const { act, seen, world } = bot.discord
    const bob = world.addUser('bob')
    world.join(world.guild, bob)
    const actions = [{ kind: 'button' as const, id: 'lookup.show', value: '10010', label: 'Show' }]
    const ref = await bot.adapter.post(bot.channel, card('Answer', { actions }))
    const message = world.locate(ref.id)
    if (!message) throw new Error('not posted')
    bot.answer(async ({ event, responder }) => {
      if (event.kind !== 'action') return
      if (event.by.id === bob.id) return void (await responder?.reply(card('For Bob')))
      await responder?.update(card('Updated', { actions }))
    })
    act.press(message, 'lookup.show:10010', { by: bob })
    await vi.waitFor(() => expect(seen.byPerson(bob.id).map(visibleText).join()).toContain('For Bob'), PATIENT)
    act.press(message, 'lookup.show:10010')
    await vi.waitFor(() => expect(seen.inChannel().map(visibleText).join()).toContain('Updated'), PATIENT)
    const [own] = seen.byPerson(bob.id)
    expect(bot.events('action')[0]?.message).toEqual(ref)
    expect(own?.onlyFor).toBe(bob.id)
    bot.answer(async ({ responder }) => responder?.dismiss())
    act.press(message, 'lookup.show:10010')
    await vi.waitFor(() => expect(seen.inChannel()).toEqual([]), PATIENT)
    // Where a proxy takes no deletions by the interaction, the message is still the bot's own.
    const other = world.locate((await bot.adapter.post(bot.channel, card('Other', { actions }))).id)
    if (!other) throw new Error('not posted')
    bot.discord.rest.intercept = ({ method, path }) => {
      if (method === 'DELETE' && path.startsWith('/webhooks/')) throw notFound()
    }
    act.press(other, 'lookup.show:10010')
    await vi.waitFor(() => expect(seen.inChannel()).toEqual([]), PATIENT)
  })
})
