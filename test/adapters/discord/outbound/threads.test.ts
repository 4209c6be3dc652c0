/** Posting into threads and forums. */
import { afterEach, describe, expect, it } from 'vitest'
import { visibleText } from '../../../platforms/discord/people/visible-messages.ts'
import { type Connected, card, connect, stopCleanly } from '../connected.ts'

describe('posting on Discord', () => {
  let bot: Connected
  afterEach(() => stopCleanly(bot))
  const seen = () => bot.discord.seen.inChannel()

  it('reopens an archived thread to post or edit, and leaves a locked one alone', async () => {
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
    expect(seen().map(visibleText)).toEqual(['Edited', 'Second'])
    const before = bot.posts().length
    people.archive(thread, { archived: false, locked: true })
    people.say('still there?')
    await bot.arrived('message', 2)
    await expect(bot.adapter.post(place, card('Third'))).rejects.toMatchObject({
      name: 'DeliveryError',
      reason: 'forbidden',
    })
    expect(bot.posts()).toHaveLength(before)
  })

  it('posts into the thread of its own message, opened once even across a restart', async () => {
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

  it('replies in the channel when it may not open a thread', async () => {
    bot = await connect()
    bot.discord.deny(bot.discord.world.channel, 'CREATE_PUBLIC_THREADS')
    bot.discord.people.say('x')
    await bot.arrived('message')
    const live = await bot.adapter.post(bot.channel, card('Incident'))
    const note = await bot.adapter.post(bot.channel, card('Opened'), { inThreadOf: live })
    expect(note.conversation).toEqual(bot.channel)
    expect(seen().at(-1)?.reference?.message_id).toBe(live.id)
    expect(bot.warnings('Create Public Threads')).toBe(1)
  })

  it('opens a post when the channel is a forum', async () => {
    bot = await connect()
    const place = { ...bot.channel, channel: bot.discord.world.forum.id }
    // The local Discord lets people post there, not bots; what matters is what it is asked.
    await bot.adapter.post(place, card('Incident')).catch(() => {})
    const asked = bot.discord.calls.find(({ path }) => path === `/channels/${place.channel}/threads`)
    expect(asked?.body).toMatchObject({ name: 'Incident', message: { embeds: [{ title: 'Incident' }] } })
  })
})
