/** `npm start` with nothing but a Discord token and address: what a server sees. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLocalDiscord, type LocalDiscord, type LocalDiscordOptions } from '../platforms/discord/local-discord.ts'
import { visibleButtons, visibleText } from '../platforms/discord/people/visible-messages.ts'
import { FAILS } from '../support/failing-messages.ts'
import {
  eventually,
  messagesDone,
  quietly,
  type ServiceProcess,
  startService,
} from '../support/processes/service-process.ts'

const USERSIG = `eJwtzM0KgkAUhuF7mXXI-OiMCC0KDNKVJkK7sTmj4Eg6ak509xVuz-e9H5Lm9oMpNKUBTwmx5bM6MF3SCJp${'Q7'.repeat(40)}__`

let discord: LocalDiscord
let service: ServiceProcess | undefined
const open = async (options: LocalDiscordOptions = {}) => {
  discord = await createLocalDiscord(options)
}
beforeEach(() => {
  service = undefined
})
afterEach(async () => {
  const printed = service?.printed() ?? ''
  await service?.kill()
  const problems = [...discord.problems]
  await discord.stop()
  expect(problems).toEqual([])
  for (const secret of [discord.token, USERSIG]) expect(printed).not.toContain(secret)
})

async function connect(more: Record<string, string> = {}) {
  service = startService({ DISCORD_API_URL: discord.apiUrl, DISCORD_TOKEN: discord.token, ...more })
  await service.ready()
}
const replies = () => discord.seen.inChannel().map(visibleText)
const privately = () => discord.seen.byPerson(discord.world.alice.id).map(visibleText)

describe('the service on Discord', () => {
  it('registers, answers, completes, annotates, follows edits and deletions, warns about a secret, stops', async () => {
    await open()
    await connect()
    discord.act.type('imerr', '10010')
    const [answer] = await eventually(() => {
      expect(privately()).toHaveLength(1)
      return privately()
    })
    expect(answer).toMatch(/10010 · Group not found/)
    const completed = discord.act.complete('imerr', 'query', 'usersig')
    await eventually(() => expect(JSON.stringify(completed)).toMatch(/70001|6206/))

    discord.people.say('the server listens on port 10010, pid 70001')
    const said = discord.people.say(`login is broken since noon ${FAILS}`)
    await eventually(() => expect(replies()).toHaveLength(1))
    const [reply] = discord.seen.inChannel()
    expect(reply?.reference?.message_id).toBe(said.id)
    expect(replies()[0]).toContain('70001 · UserSig expired')
    expect(reply?.pinged).toEqual([])

    discord.people.change(said, FAILS.replace('70001', '10010'))
    await eventually(() => expect(replies().map((text) => text.includes('10010 · Group not found'))).toEqual([true]))
    discord.people.erase(said)
    await eventually(() => expect(replies()).toEqual([]))

    discord.people.say(`my sig is ${USERSIG}`)
    await eventually(() => expect(privately().at(-1)).toMatch(/UserSig/))
    await quietly()
    expect(privately().join()).not.toContain(USERSIG)
    expect(replies()).toEqual([])
    expect(await service?.stop()).toBe(0)
  }, 60_000)

  it('loses and doubles nothing through resume, invalid sessions, reconnects, 429s and 5xx', async () => {
    await open()
    await connect()
    discord.failNext('unavailable', 2)
    discord.people.say(FAILS)
    await eventually(() => expect(replies()).toHaveLength(1))
    discord.failNext('rate-limit', 2)
    discord.people.say(FAILS.replace('70001', '10010'))
    await eventually(() => expect(replies()).toHaveLength(2))
    discord.failNext('cut', 1)
    discord.people.say(FAILS.replace('70001', '20009'))
    await eventually(() => expect(replies()).toHaveLength(3))
    discord.gateway.repeatLast((type) => type === 'MESSAGE_CREATE')
    await quietly()
    expect(replies()).toHaveLength(3)
  }, 90_000)

  it('remembers over a crash: a button of before still works', async () => {
    await open()
    const folder = mkdtempSync(join(tmpdir(), 'imerr-on-discord-'))
    const memory = { IMERR_DB_FILE: join(folder, 'imerr.db') }
    await connect(memory)
    const said = discord.people.say(FAILS)
    await eventually(() => expect(replies()).toHaveLength(1))
    await messagesDone(service, 1)
    await service?.kill()
    await connect(memory)
    const [reply] = discord.seen.inChannel()
    const details = reply && visibleButtons(reply).find(({ label }) => label === 'Details')
    if (!reply || !details) throw new Error('no Details button')
    discord.act.press(reply, details.customId)
    await eventually(() => expect(privately().at(-1)).toContain('70001 · UserSig expired'))
    discord.people.erase(said)
    await eventually(() => expect(replies()).toEqual([]))
    rmSync(folder, { recursive: true, force: true })
  }, 90_000)

  it('answers once what was said while it was down', async () => {
    await open()
    const folder = mkdtempSync(join(tmpdir(), 'imerr-catching-up-'))
    const memory = { IMERR_DB_FILE: join(folder, 'imerr.db') }
    await connect(memory)
    discord.people.say(FAILS)
    await eventually(() => expect(replies()).toHaveLength(1))
    await messagesDone(service, 1)
    await service?.kill()
    discord.people.say(FAILS.replace('70001', '10010'))
    await connect(memory)
    await eventually(() => expect(replies()).toHaveLength(2))
    await messagesDone(service, 1)
    expect(await service?.stop()).toBe(0)
    discord.people.say(FAILS.replace('70001', '10015'))
    await connect(memory)
    await eventually(() => expect(replies()).toHaveLength(3))
    await quietly()
    expect(replies().map((text) => /\b(\d{5}) · /.exec(text)?.[1])).toEqual(['70001', '10010', '10015'])
    rmSync(folder, { recursive: true, force: true })
  }, 90_000)

  it('a token that Discord refuses ends it with what to click, and exit 2', async () => {
    await open()
    service = startService({ DISCORD_API_URL: discord.apiUrl, DISCORD_TOKEN: 'bm90.YQ.dG9rZW4-not-a-token' })
    expect(await service.ended()).toBe(2)
    expect(service.printed()).toMatch(/Reset Token/)
    expect(service.printed()).not.toContain('not-a-token')
  }, 60_000)
})
