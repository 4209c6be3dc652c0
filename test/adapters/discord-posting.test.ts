/** Posting where Discord sets bounds: permissions, threads, keys, direct messages, links, files. */
import { afterEach, describe, expect, it } from 'vitest'
import { text } from '../../src/chat/card.ts'
import type { ConversationRef } from '../../src/chat/event.ts'
import { notFound } from '../support/discord/api-error.ts'
import { type Connected, card, connect } from '../support/discord/connected.ts'
import { textSeen } from '../support/discord/seen.ts'

describe('posting on Discord', () => {
  let bot: Connected
  afterEach(async () => {
    const { problems } = bot.discord
    await bot.stop()
    expect(problems).toEqual([])
  })
  const posts = () =>
    bot.discord.calls.filter(({ method, path }) => method === 'POST' && path.endsWith('/messages')).length
  const told = (name: string) =>
    bot.lines.filter(({ level, message }) => level === 'warn' && message.includes(name)).length
  const seen = () => bot.discord.seen.inChannel()

  it('does not try where it may not write, and tells the permission by name once', async () => {
    bot = await connect()
    bot.discord.deny(bot.discord.world.channel, 'SEND_MESSAGES')
    ;(await bot.discord.people.say('x')) && (await bot.arrived('message'))
    for (let i = 0; i < 2; i++)
      await expect(bot.adapter.post(bot.channel, card('A'))).rejects.toMatchObject({
        name: 'DeliveryError',
        reason: 'forbidden',
        message: expect.stringContaining('Send Messages'),
      })
    expect(posts()).toBe(0)
    expect(told('Send Messages')).toBe(1)
  })

  it('writes plain text without Embed Links, and no reference without Read Message History', async () => {
    bot = await connect()
    bot.discord.deny(bot.discord.world.channel, 'EMBED_LINKS', 'READ_MESSAGE_HISTORY')
    const said = bot.discord.people.say('70001')
    const [event] = await bot.arrived('message')
    const more = { blocks: [{ kind: 'text' as const, text: [text('Body @everyone')] }] }
    const ref = await bot.adapter.post(bot.channel, card('Answer', more), {
      replyTo: event?.message ?? { conversation: bot.channel, id: said.id },
    })
    const [message] = seen()
    expect(message).toMatchObject({ embeds: [], pinged: [] })
    expect(message?.reference).toBeUndefined()
    expect(message && textSeen(message)).toContain('Body')
    await bot.adapter.edit(ref, card('Edited'))
    expect(seen()[0]?.content).toContain('Edited')
    expect([told('Embed Links'), told('Read Message History')]).toEqual([1, 1])
  })

  it('asks no more for a while after a refusal that it did not expect', async () => {
    bot = await connect()
    const { world, addChannel } = bot.discord
    const channel = { ...bot.channel, channel: addChannel('hidden').id }
    await expect.poll(() => bot.adapter.channelName(channel)).toBe('hidden')
    const place = world.channels.get(channel.channel)
    if (place) world.deny(place, 'SEND_MESSAGES')
    await expect(bot.adapter.post(channel, card('A'))).rejects.toMatchObject({ reason: 'forbidden' })
    await expect(bot.adapter.post(channel, card('A'))).rejects.toMatchObject({ reason: 'forbidden' })
    expect(posts()).toBe(1)
  })

  it('wakes an archived thread, leaves a locked one, and edits in an archived one', async () => {
    bot = await connect()
    const { people } = bot.discord
    const thread = people.threadOf(people.say('70001'))
    const place = { ...bot.channel, thread: thread.id }
    const ref = await bot.adapter.post(place, card('First'))
    people.archive(thread)
    await bot.adapter.edit(ref, card('Edited'))
    expect(thread.thread?.archived).toBe(false)
    people.archive(thread)
    await bot.adapter.post(place, card('Second'))
    expect(seen().map(textSeen)).toEqual(['Edited', 'Second'])
    const before = posts()
    people.archive(thread, { archived: false, locked: true })
    people.say('still there?')
    await bot.arrived('message', 2)
    await expect(bot.adapter.post(place, card('Third'))).rejects.toMatchObject({
      name: 'DeliveryError',
      reason: 'forbidden',
    })
    expect(posts()).toBe(before)
  })

  it('goes on in the thread of its own message, opened once, also after a restart', async () => {
    bot = await connect()
    const live = await bot.adapter.post(bot.channel, card('Incident'))
    const first = await bot.adapter.post(bot.channel, card('Opened'), { inThreadOf: live })
    expect(first.conversation).toEqual({ ...bot.channel, thread: live.id })
    await bot.adapter.post(bot.channel, card('Acknowledged'), { inThreadOf: live })
    // What another process opened is not known here.
    const other = await bot.adapter.post(bot.channel, card('Another'))
    const message = bot.discord.world.locate(other.id)
    if (message) bot.discord.world.addThread(bot.discord.world.channel, 'there', bot.discord.world.me.id, message.id)
    const into = await bot.adapter.post(bot.channel, card('Later'), { inThreadOf: other })
    expect(into.conversation.thread).toBe(other.id)
    expect(await bot.adapter.permalink(into)).toBe(
      `https://discord.com/channels/${bot.channel.workspace}/${other.id}/${into.id}`,
    )
  })

  it('replies in the channel where it may open no thread', async () => {
    bot = await connect()
    bot.discord.deny(bot.discord.world.channel, 'CREATE_PUBLIC_THREADS')
    bot.discord.people.say('x')
    await bot.arrived('message')
    const live = await bot.adapter.post(bot.channel, card('Incident'))
    const note = await bot.adapter.post(bot.channel, card('Opened'), { inThreadOf: live })
    expect(note.conversation).toEqual(bot.channel)
    expect(seen().at(-1)?.reference?.message_id).toBe(live.id)
    expect(told('Create Public Threads')).toBe(1)
  })

  it('posts one message for a key, and a new one when that was taken away', async () => {
    bot = await connect()
    const key = { key: 'annotation 1' }
    const first = await bot.adapter.post(bot.channel, card('Once'), key)
    expect(await bot.adapter.post(bot.channel, card('Once'), key)).toEqual(first)
    await bot.adapter.remove(first)
    const again = await bot.adapter.post(bot.channel, card('Again'), key)
    expect(again.id).not.toBe(first.id)
    expect(seen().map(textSeen)).toEqual(['Again'])
    const message = bot.discord.world.locate(again.id)
    // Deleted without our hearing of it: Discord then refuses the nonce.
    bot.discord.world.messages.set(bot.channel.channel, [])
    if (message) bot.discord.events.messagesDeleted(bot.channel.channel, [message.id])
    await bot.arrived('delete')
    await bot.adapter.post(bot.channel, card('Third'), key)
    expect(seen()).toHaveLength(1)
  })

  it('calls the people and roles that on-call names, and nobody else', async () => {
    bot = await connect()
    const { world, people, events } = bot.discord
    const role = world.addRole(world.guild, 'on-call')
    role.mentionable = true
    events.rolesChanged(world.guild)
    people.say('x')
    await bot.arrived('message')
    await bot.adapter.post(bot.channel, card('Spike @everyone'), { mention: [world.alice.id, role.id, world.guild.id] })
    expect([...(seen()[0]?.pinged ?? [])].sort()).toEqual([world.alice.id, role.id].sort())
  })

  it('whispers by direct message with a link to the place, and says when that is closed', async () => {
    bot = await connect()
    const { world, seen: views } = bot.discord
    await bot.adapter.whisper(bot.channel, world.alice.id, card('Careful'))
    const [note] = views.byPerson(world.alice.id)
    expect(note?.flags).toBe(0)
    expect(JSON.stringify(note?.embeds)).toContain(`https://discord.com/channels/${world.guild.id}/${world.channel.id}`)
    world.alice.acceptsDms = false
    await expect(bot.adapter.whisper(bot.channel, world.alice.id, card('Careful'))).rejects.toMatchObject({
      name: 'DeliveryError',
      reason: 'forbidden',
    })
  })

  it('tells rights, names and links, to those who may see them', async () => {
    bot = await connect()
    const { world, people } = bot.discord
    const role = world.addRole(world.guild, 'mods', 1n << 13n)
    const bob = world.addUser('bob')
    world.join(world.guild, bob, [role.id])
    bot.discord.events.rolesChanged(world.guild)
    const secret = bot.discord.addChannel('secret')
    secret.overwrites.push(
      { id: world.guild.id, type: 0, allow: 0n, deny: 1n << 10n },
      { id: world.me.id, type: 1, allow: 1n << 10n, deny: 0n },
    )
    bot.discord.events.channel('CHANNEL_UPDATE', secret)
    const hidden = people.say('secret 70001', { in: secret })
    const open = people.say('open 70003')
    await bot.arrived('message', 2)
    const person = (user: { id: string }) => ({ id: user.id, name: '', bot: false })
    expect(await bot.adapter.rights(person(bob), bot.channel)).toEqual({ admin: false, moderator: true })
    expect(await bot.adapter.rights(person(world.owner), bot.channel)).toEqual({ admin: true, moderator: true })
    expect(await bot.adapter.rights(person({ id: '123456789012345678' }), bot.channel)).toEqual({
      admin: false,
      moderator: false,
    })
    expect(await bot.adapter.channelName(bot.channel)).toBe('support')
    const link = (channel: string, id: string) => `https://discord.com/channels/${world.guild.id}/${channel}/${id}`
    const elsewhere = { ...bot.channel, channel: bot.discord.addChannel('other').id }
    const shown = (url: string, by: { id: string }, asked: ConversationRef = elsewhere) =>
      bot.adapter.resolveLink(url, asked, person(by))
    expect(await shown(link(world.channel.id, open.id), bob)).toMatchObject({
      text: 'open 70003',
      message: { id: open.id },
      author: { id: world.alice.id },
    })
    const secretLink = link(secret.id, hidden.id)
    expect(await shown(secretLink, world.alice)).toBeUndefined()
    expect(await shown(secretLink, world.owner)).toMatchObject({ text: 'secret 70001' })
    expect(await shown(secretLink, world.alice, { ...bot.channel, channel: secret.id })).toMatchObject({
      text: 'secret 70001',
    })
    const direct = (user: { id: string }) => ({ ...bot.channel, workspace: user.id, channel: world.dmWith(user.id).id })
    expect(await shown(secretLink, world.alice, direct(world.alice))).toBeUndefined()
    expect(await shown(secretLink, world.owner, direct(world.owner))).toMatchObject({ text: 'secret 70001' })
    const stranger = world.addUser('stranger')
    expect(await shown(link(world.channel.id, open.id), stranger, direct(stranger))).toBeUndefined()
    expect(await shown('https://discord.com/channels/1/2/3', bob)).toBeUndefined()
    expect(await shown(link('123456789012345678', open.id), bob)).toBeUndefined()
    // Nobody tells of members: what everybody may read may still be read.
    bot.discord.rest.intercept = ({ path }) => {
      if (path.includes('/members/')) throw notFound()
    }
    expect(await shown(link(world.channel.id, open.id), bob)).toMatchObject({ text: 'open 70003' })
    expect(await shown(secretLink, bob)).toBeUndefined()
    expect(await bot.adapter.rights(person(world.owner), bot.channel)).toEqual({ admin: true, moderator: true })
    await expect(bot.adapter.rights(person(bob), bot.channel)).rejects.toThrow()
  })

  it('makes a post of its own where the channel is a forum', async () => {
    bot = await connect()
    const place = { ...bot.channel, channel: bot.discord.world.forum.id }
    // The local Discord lets people post there, not bots; what matters is what it is asked.
    await bot.adapter.post(place, card('Incident')).catch(() => {})
    const asked = bot.discord.calls.find(({ path }) => path === `/channels/${place.channel}/threads`)
    expect(asked?.body).toMatchObject({ name: 'Incident', message: { embeds: [{ title: 'Incident' }] } })
  })
})
