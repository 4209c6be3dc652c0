/** People: direct messages, rights, and the links that they may read. */
import { afterEach, describe, expect, it } from 'vitest'
import type { ConversationRef } from '../../../../src/chat/event.ts'
import { notFound } from '../../../platforms/discord/rest/api-error.ts'
import { type Connected, card, connect, stopCleanly } from '../connected.ts'

describe('posting on Discord', () => {
  let bot: Connected
  afterEach(() => stopCleanly(bot))

  it('whispers by direct message with a link to the channel, and reports closed direct messages', async () => {
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

  it('resolves rights, names and links for people who may see them', async () => {
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
})
