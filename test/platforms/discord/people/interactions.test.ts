/** Interactions of the local Discord, tested with the real discord.js as its client. */
import { Events, Routes } from 'discord.js'
import { describe, expect, it, vi } from 'vitest'
import { HELLO, openDiscord, PATIENT, refusal } from '../discord-js.ts'

describe('the local Discord', () => {
  it('runs an interaction through its life: private answer, public follow-up, button, form, and too late', async () => {
    const { discord, rest, connect } = await openDiscord()
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
            title: 'Paste',
            custom_id: 'paste',
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
    if (!answer) throw new Error('no answer')
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
