/** Outages of the REST API while the gateway works: no post is lost, and people who wait learn of it soon. */
import { afterEach, describe, expect, it } from 'vitest'
import { visibleText } from '../../../platforms/discord/people/visible-messages.ts'
import { type Connected, card, connect, stopCleanly } from '../connected.ts'
import { beginOutage, hastened, seconds } from '../outage.ts'

describe('an outage of the REST API', () => {
  let bot: Connected
  afterEach(() => stopCleanly(bot))
  const seen = () => bot.discord.seen.inChannel().map(visibleText)

  it.each([503, 502])('loses no reply, edit, removal or warning through two minutes of %i', async (status) => {
    bot = await connect({}, { wait: hastened })
    const { adapter, channel, discord } = bot
    const edited = await adapter.post(channel, card('Old'))
    const removed = await adapter.post(channel, card('Removed'))
    const end = beginOutage(discord, () => true, status)
    const work = [
      adapter.post(channel, card('Reply'), { key: 'annotation 1' }),
      adapter.edit(edited, card('New')),
      adapter.remove(removed),
      adapter.whisper(channel, discord.world.alice.id, card('Warning')),
    ]
    await seconds(120)
    expect(seen()).toEqual(['Old', 'Removed'])
    end()
    await Promise.all(work)
    expect(seen()).toEqual(['New', 'Reply'])
    expect(discord.seen.byPerson(discord.world.alice.id).map(visibleText).join()).toContain('Warning')
  })

  it('answers in an unknown channel once Discord is back', async () => {
    bot = await connect({}, { wait: hastened })
    const { people, world, addChannel } = bot.discord
    const channel = addChannel('new')
    const unknown = world.addChannel(world.guild, 'never told of')
    const end = beginOutage(bot.discord)
    people.say('in the dark', { in: unknown })
    people.say('at once', { in: channel })
    await seconds(100)
    expect(bot.events('message').map(({ text }) => text)).toEqual(['at once'])
    end()
    const [, late] = await bot.arrived('message', 2)
    expect(late?.text).toBe('in the dark')
  })

  it('changes a message in order although the first change must wait', async () => {
    bot = await connect({}, { wait: hastened })
    const { adapter, channel, discord } = bot
    const message = await adapter.post(channel, card('0'))
    discord.failNext('unavailable', 5, ({ method }) => method === 'PATCH')
    await Promise.all(['1', '2', '3'].map((title) => adapter.edit(message, card(title))))
    expect(seen()).toEqual(['3'])
  })

  it('reports a failure within seconds to people who wait', async () => {
    bot = await connect({}, { wait: hastened })
    const { adapter, discord, channel } = bot
    const end = beginOutage(discord)
    const begun = discord.calls.length
    const person = { id: discord.world.alice.id, name: 'alice', bot: false }
    await expect(adapter.rights(person, channel)).rejects.toThrow('503')
    expect(discord.calls.length - begun).toBe(5)
    end()
  })
})
