/** Posting: permissions, idempotency keys, mentions. */
import { afterEach, describe, expect, it } from 'vitest'
import { text } from '../../../../src/chat/card.ts'
import { visibleText } from '../../../platforms/discord/people/visible-messages.ts'
import { type Connected, card, connect, stopCleanly } from '../connected.ts'

describe('posting on Discord', () => {
  let bot: Connected
  afterEach(() => stopCleanly(bot))
  const seen = () => bot.discord.seen.inChannel()

  it('does not post without permission, and logs the missing permission once', async () => {
    bot = await connect()
    bot.discord.deny(bot.discord.world.channel, 'SEND_MESSAGES')
    ;(await bot.discord.people.say('x')) && (await bot.arrived('message'))
    for (let i = 0; i < 2; i++)
      await expect(bot.adapter.post(bot.channel, card('A'))).rejects.toMatchObject({
        name: 'DeliveryError',
        reason: 'forbidden',
        message: expect.stringContaining('Send Messages'),
      })
    expect(bot.posts()).toHaveLength(0)
    expect(bot.warnings('Send Messages')).toBe(1)
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
    expect(message && visibleText(message)).toContain('Body')
    await bot.adapter.edit(ref, card('Edited'))
    expect(seen()[0]?.content).toContain('Edited')
    expect([bot.warnings('Embed Links'), bot.warnings('Read Message History')]).toEqual([1, 1])
  })

  it('leaves a channel alone for a while after an unexpected refusal', async () => {
    bot = await connect()
    const { world, addChannel } = bot.discord
    const channel = { ...bot.channel, channel: addChannel('hidden').id }
    await expect.poll(() => bot.adapter.channelName(channel)).toBe('hidden')
    const place = world.channels.get(channel.channel)
    if (place) world.deny(place, 'SEND_MESSAGES')
    await expect(bot.adapter.post(channel, card('A'))).rejects.toMatchObject({ reason: 'forbidden' })
    await expect(bot.adapter.post(channel, card('A'))).rejects.toMatchObject({ reason: 'forbidden' })
    expect(bot.posts()).toHaveLength(1)
  })

  it('posts one message per key, and another after that was deleted', async () => {
    bot = await connect()
    const key = { key: 'annotation 1' }
    const first = await bot.adapter.post(bot.channel, card('Once'), key)
    expect(await bot.adapter.post(bot.channel, card('Once'), key)).toEqual(first)
    await bot.adapter.remove(first)
    const again = await bot.adapter.post(bot.channel, card('Again'), key)
    expect(again.id).not.toBe(first.id)
    expect(seen().map(visibleText)).toEqual(['Again'])
    const message = bot.discord.world.locate(again.id)
    // Deleted without our hearing of it: Discord then refuses the nonce.
    bot.discord.world.messages.set(bot.channel.channel, [])
    if (message) bot.discord.events.messagesDeleted(bot.channel.channel, [message.id])
    await bot.arrived('delete')
    await bot.adapter.post(bot.channel, card('Third'), key)
    expect(seen()).toHaveLength(1)
  })

  it('mentions only the given people and roles', async () => {
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
})
