/** A stop in the middle of work, and the next start: no message is lost between them. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Wait } from '../../../../adapters/discord/options.ts'
import { COMMANDS } from '../../../../src/features/commands.ts'
import type { Received } from '../../../contracts/adapter-harness.ts'
import { createLocalDiscord, type LocalDiscord } from '../../../platforms/discord/local-discord.ts'
import { type Connected, card, prepare, settle } from '../connected.ts'
import { beginOutage, hastened } from '../outage.ts'

describe('stopping and starting on Discord', () => {
  let discord: LocalDiscord
  let noted: Map<string, number>
  let running: Connected[]
  beforeEach(async () => {
    discord = await createLocalDiscord()
    noted = new Map()
    running = []
  })
  afterEach(async () => {
    for (const bot of running) await bot.adapter.stop()
    await discord.stop()
    expect(discord.problems).toEqual([])
  })

  /**
   * @param handle what the bot does with an event; false leaves it to another delivery
   * @param wait its waits, where not in real time
   */
  async function start(handle: (got: Received, bot: Connected) => Promise<boolean> = async () => true, wait?: Wait) {
    const lastSeen = {
      of: async (name: string) => noted.get(name),
      note: async (name: string, at: number) => void noted.set(name, at),
    }
    const bot = prepare(discord, { lastSeen, ...(wait ? { wait } : {}) })
    running.push(bot)
    await bot.adapter.start(
      {
        suggest: () => [],
        home: async () => card('Home'),
        handle(event, responder) {
          bot.received.push({ event, responder })
          return handle({ event, responder }, bot)
        },
      },
      COMMANDS,
    )
    return bot
  }
  const texts = (bot: Connected) => bot.events('message').map(({ text }) => text)
  const answers = ({ event }: Received, { adapter }: Connected) =>
    adapter.post(event.conversation, card('Answer')).then(
      () => true,
      () => false,
    )

  it('handles after a restart what was still waiting when it stopped, and logs that it was left', async () => {
    const first = await start(answers, hastened)
    const end = beginOutage(discord, ({ method, path }) => method === 'POST' && path.endsWith('/messages'))
    discord.people.say('70001')
    discord.people.say('10010')
    await first.arrived('message', 2)
    await first.adapter.stop()
    const left = first.lines.filter(({ message }) => message.includes('stopping before'))
    expect(left.map(({ level, fields }) => [level, fields])).toEqual([['warn', { events: 2 }]])
    expect(first.logged()).not.toContain('Expected token')
    end()
    const second = await start(answers)
    await second.arrived('message', 2)
    await settle()
    expect(texts(second)).toEqual(['70001', '10010'])
    expect(discord.seen.inChannel()).toHaveLength(2)
    await second.adapter.stop()
    const third = await start(answers)
    await settle()
    // Done since: what is fetched once more is known to the bot itself.
    expect(third.lines.filter(({ level }) => level !== 'info')).toEqual([])
  }, 60_000)

  it('handles after a restart what had failed, also long before the stop', async () => {
    const first = await start(async ({ event }) => event.kind !== 'message' || event.text !== 'in vain')
    const said = discord.people.say('in vain')
    await first.arrived('message')
    discord.people.say('done')
    await first.arrived('message', 2)
    await settle()
    await first.adapter.stop()
    const [at] = [...noted.values()]
    const [event] = first.events('message')
    expect(at).toBe(event?.at)
    const second = await start()
    const [again] = await second.arrived('message')
    expect(again?.message.id).toBe(said.id)
  }, 60_000)

  it('misses no message that is sent during the stop', async () => {
    let finish: () => void = () => {}
    const work = new Promise<void>((resolve) => {
      finish = resolve
    })
    const first = await start(async () => {
      await work
      return true
    })
    discord.people.say('before')
    await first.arrived('message')
    const stopped = first.adapter.stop()
    await settle()
    const begun = Date.now()
    discord.people.say('while it stops')
    await settle()
    finish()
    await stopped
    expect(texts(first)).toEqual(['before'])
    expect([...noted.values()][0]).toBeLessThan(begun)
    const second = await start()
    await expect.poll(() => texts(second)).toContain('while it stops')
  }, 60_000)

  it('resumes a backfill that a stop interrupted', async () => {
    await (await start()).adapter.stop()
    for (const name of ['one', 'two'])
      discord.people.say('missed', { in: discord.world.addChannel(discord.world.guild, name) })
    const end = beginOutage(discord, ({ method, path }) => method === 'GET' && path.endsWith('/messages'))
    const second = await start(undefined, hastened)
    await settle()
    await second.adapter.stop()
    end()
    const third = await start()
    await third.arrived('message', 2)
    expect(texts(third)).toEqual(['missed', 'missed'])
  }, 60_000)

  it('handles edits and deletions from while it was down', async () => {
    const first = await start()
    const { people } = discord
    const [edited, erased] = [people.say('70001'), people.say('70002')]
    for (const event of await first.arrived('message', 2))
      await first.adapter.post(event.conversation, card('Answer'), { replyTo: event.message })
    await first.adapter.stop()
    people.change(edited, '10010 instead')
    people.erase(erased)
    const second = await start()
    const [edit] = await second.arrived('edit')
    const [gone] = await second.arrived('delete')
    expect(edit).toMatchObject({ text: '10010 instead', message: { id: edited.id } })
    expect(gone?.messages.map(({ id }) => id)).toEqual([erased.id])
    await settle()
    expect([second.events('edit').length, second.events('delete').length]).toEqual([1, 1])
  }, 60_000)
})
