/** Messages that are ignored: cards of another imerr, and incomplete events. */
import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { isCard } from '../../../../adapters/discord/render/buttons.ts'
import { type Connected, connect, settle, stopCleanly } from '../connected.ts'

const row = (id: string) => [{ type: 1, components: [{ type: 2, style: 2, label: 'Press', custom_id: id }] }]

describe('other bots on Discord', () => {
  let bot: Connected
  afterEach(() => stopCleanly(bot))

  it('are read unless they are an imerr', async () => {
    bot = await connect()
    const { people, world, events } = bot.discord
    const other = world.addUser('imerr of another team', true)
    const tool = world.addUser('alerts', true)
    const shape = (by: string, id: string) => {
      bot.discord.gateway.behaviour.shape = (_, d) =>
        (d.author as { id?: string } | undefined)?.id === by ? { ...d, components: row(id) } : d
    }
    shape(other.id, 'annotate.dismiss:70001')
    const card = people.say('70001 · UserSig expired', { by: other })
    people.change(card, '70002 · also expired')
    shape(tool.id, 'alert.ack:1')
    people.say('ErrorCode 70001', { by: tool })
    await bot.arrived('message')
    await settle()
    expect(bot.events('message').map(({ by }) => by.name)).toEqual(['alerts'])
    expect(bot.events('edit')).toEqual([])
    events.messagesDeleted(card.channelId, [card.id])
  })

  it('cause no request when an event lacks its ids', async () => {
    bot = await connect()
    const before = bot.discord.calls.length
    const author = { id: '200000000000000000', username: 'x' }
    const whole = { id: '200000000000000001', channel_id: '200000000000000002', author, content: '70001', type: 0 }
    for (const t of ['MESSAGE_CREATE', 'MESSAGE_UPDATE', 'MESSAGE_DELETE', 'MESSAGE_DELETE_BULK'])
      for (const missing of [{ id: undefined }, { channel_id: undefined }, { channel_id: 'here' }])
        bot.discord.gateway.raw(
          JSON.stringify({ op: 0, s: 1, t, d: { ...whole, edited_timestamp: 'now', ...missing } }),
        )
    await settle()
    expect(bot.discord.calls.slice(before).map(({ path }) => path)).toEqual([])
    expect(bot.warnings('cannot be read')).toBe(12)
  })
})

it('isCard recognises every action of the bot', () => {
  const sources = ['routes.ts', 'triage/controls/incident-buttons.ts'].map((path) =>
    readFileSync(new URL(`../../../../src/features/${path}`, import.meta.url), 'utf8'),
  )
  const ids = [...sources.join('\n').matchAll(/^ +(?:async )?'([a-z]+\.[a-z]+)'/gm)].map(([, id]) => id)
  expect(ids).toEqual(expect.arrayContaining(['annotate.dismiss', 'lookup.show', 'incident.ack', 'triage.share']))
  expect(ids.filter((id) => !isCard(row(`${id}:value`)))).toEqual([])
})
