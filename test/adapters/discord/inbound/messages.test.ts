/** Messages of every kind, through the real discord.js. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Connected, card, connect, settle, stopCleanly } from '../connected.ts'

describe('Discord messages', () => {
  let bot: Connected
  afterEach(() => stopCleanly(bot))

  it('reports a forum post as its title and first message, however late that comes', async () => {
    bot = await connect()
    const { people, world } = bot.discord
    const post = people.post('kicked: 70001')
    await settle()
    expect(bot.events('message')).toEqual([])
    post.begin('since this morning')
    const [event] = await bot.arrived('message')
    const thread = { ...bot.channel, channel: world.forum.id, thread: post.thread.id }
    expect(event).toMatchObject({
      title: 'kicked: 70001',
      text: 'since this morning',
      conversation: thread,
      replyIn: thread,
    })
    const answer = await bot.adapter.post(thread, card('Answer'), {
      replyTo: event?.message ?? { conversation: thread, id: '1' },
    })
    expect(answer.conversation).toEqual(thread)
    people.say('more', { in: post.thread })
    const [, second] = await bot.arrived('message', 2)
    expect(second).not.toHaveProperty('title')
    post.thread.name = 'kicked: 6014'
    bot.discord.events.threadUpdated(post.thread)
    const [edit] = await bot.arrived('edit')
    expect(edit).toMatchObject({ title: 'kicked: 6014', text: 'since this morning', message: event?.message })
  })

  it('gives the title of a new thread to its first message, but not of one opened on a message', async () => {
    bot = await connect()
    const { people, world, events } = bot.discord
    const thread = world.addThread(world.channel, 'login 70001', world.alice.id)
    events.threadCreated(thread)
    people.say('login 70001', { type: 18 })
    people.say('it began today', { in: thread })
    people.say('and goes on', { in: thread })
    const [first, second] = await bot.arrived('message', 2)
    expect(first).toMatchObject({ title: 'login 70001', text: 'it began today', replyIn: { thread: thread.id } })
    expect(second).not.toHaveProperty('title')
    const said = people.say('70003')
    people.say('any news?', { in: people.threadOf(said) })
    const all = await bot.arrived('message', 4)
    expect(all[2]).not.toHaveProperty('replyIn')
    expect(all[3]).not.toHaveProperty('title')
  })

  it('knows when it is addressed: by mention, by its role and in direct messages', async () => {
    bot = await connect()
    const { people, world } = bot.discord
    const role = [...world.guild.roles.values()].find(({ managed }) => managed)
    bot.answer(async ({ responder }) => void (await responder?.reply(card('Answer'), 'public')))
    const asked = people.say(`<@${world.me.id}> 10010`)
    people.say(`what is 70001, <@&${role?.id}>?`)
    people.tell('70003')
    const reply = await bot.adapter.post(bot.channel, card('Own'))
    people.say('thanks', { replyTo: world.locate(reply.id) ?? asked })
    people.say('<@100000000000000001> 1', { webhook: 'Alerts' })
    const events = await bot.arrived('message', 5)
    expect(events.map(({ text, addressed = false }) => [text, addressed])).toEqual([
      ['10010', true],
      ['what is 70001, ?', true],
      ['70003', true],
      ['thanks', false],
      ['<@100000000000000001> 1', false],
    ])
    expect(events[2]?.conversation).toMatchObject({ workspace: world.alice.id })
    await vi.waitFor(() => expect(bot.discord.seen.byPerson(world.alice.id)).toHaveLength(1))
    const answered = () => bot.discord.seen.inChannel().map(({ reference }) => reference?.message_id)
    await vi.waitFor(() => expect(answered()).toContain(asked.id))
  })

  it('answers a mention privately by direct message', async () => {
    bot = await connect()
    const { people, world, seen } = bot.discord
    bot.answer(async ({ responder }) => void (await responder?.reply(card('For you'))))
    people.say(`<@${world.me.id}> help`)
    await vi.waitFor(() => expect(seen.byPerson(world.alice.id)).toHaveLength(1), { timeout: 10_000 })
    expect(seen.inChannel()).toEqual([])
  })

  it("reads alerts from embeds and forwards from snapshots, but not people's link previews", async () => {
    bot = await connect()
    const { people } = bot.discord
    const fields = [{ name: 'ErrorCode', value: '70001' }]
    people.say('', { webhook: 'Grafana', embeds: [{ type: 'rich', title: '[FIRING] login', fields }] })
    people.say('see this', { embeds: [{ type: 'rich', title: 'Error 10010' }] })
    people.say('forwarded 70003', { forwarded: true, files: [{ name: 'a.log', content: Buffer.from('x') }] })
    const [alert, person, forward] = await bot.arrived('message', 3)
    expect(alert).toMatchObject({ text: '[FIRING] login\nErrorCode: 70001', by: { bot: true } })
    expect(person?.text).toBe('see this')
    expect(forward).toMatchObject({ text: 'forwarded 70003', files: [{ name: 'a.log', size: 1 }] })
  })

  it('reports bulk deletions, also of unknown messages, but not its own', async () => {
    bot = await connect()
    const { people, world, events } = bot.discord
    const said = [people.say('one'), people.say('two')]
    people.erase(...said)
    const [bulk] = await bot.arrived('delete')
    expect(bulk?.messages.map(({ id }) => id)).toEqual(said.map(({ id }) => id))
    const own = await bot.adapter.post(bot.channel, card('Own'))
    await bot.adapter.remove(own)
    events.messagesDeleted(world.channel.id, ['123456789012345678'])
    const [, unseen] = await bot.arrived('delete', 2)
    expect(unseen?.messages.map(({ id }) => id)).toEqual(['123456789012345678'])
    const moderated = await bot.adapter.post(bot.channel, card('Moderated'))
    const message = world.locate(moderated.id)
    if (message) people.erase(message)
    expect((await bot.arrived('delete', 3))[2]?.messages[0]?.id).toBe(moderated.id)
  })

  it('reports an edit of an unknown message, but not a pin or an old edit', async () => {
    bot = await connect()
    const { people, world, events } = bot.discord
    const unseen = { ...people.say('x'), id: world.nextId(), content: 'changed 70001' }
    await bot.arrived('message')
    events.messageUpdated({ ...unseen, content: 'pinned 10010', editedAt: Date.now() - 86_400_000 })
    events.messageUpdated(unseen)
    events.messageUpdated({ ...unseen, editedAt: Date.now() })
    events.messageUpdated({ ...unseen, editedAt: Date.now(), embeds: [{ type: 'link', title: 'preview' }] })
    await bot.arrived('edit')
    await settle()
    expect(bot.events('edit').map(({ text }) => text)).toEqual(['changed 70001'])
  })

  it('looks up the channel of an unknown thread', async () => {
    bot = await connect()
    const { people, world } = bot.discord
    const thread = world.addThread(world.channel, 'old thread', world.alice.id)
    people.say('70001', { in: thread })
    people.say('70002', { in: thread })
    const events = await bot.arrived('message', 2)
    expect(events.map(({ text }) => text)).toEqual(['70001', '70002'])
    expect(events[0]?.conversation).toEqual({ ...bot.channel, thread: thread.id })
  })
})
