/** The whole service on a Discord that refuses it or fails it: what is in the log, what the next start makes good. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { beginOutage } from '../adapters/discord/outage.ts'
import { createLocalDiscord, type LocalDiscord } from '../platforms/discord/local-discord.ts'
import { visibleText } from '../platforms/discord/people/visible-messages.ts'
import { FAILS } from '../support/failing-messages.ts'
import { eventually, quietly, type ServiceProcess, startService } from '../support/processes/service-process.ts'

describe('the service on a Discord that gives trouble', () => {
  let discord: LocalDiscord
  let service: ServiceProcess | undefined
  let folder: string
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'imerr-trouble-'))
    discord = await createLocalDiscord()
  })
  afterEach(async () => {
    await service?.kill()
    await discord.stop()
    rmSync(folder, { recursive: true, force: true })
    expect(discord.problems).toEqual([])
  })
  async function connect() {
    const memory = { IMERR_DB_FILE: join(folder, 'imerr.db') }
    service = startService({ DISCORD_API_URL: discord.apiUrl, DISCORD_TOKEN: discord.token, ...memory })
    await service.ready()
  }
  const lines = (level: number) =>
    (service?.printed() ?? '').split('\n').filter((line) => line.includes(`"level":${level},`))
  const replies = () => discord.seen.inChannel().map(visibleText)

  it('says a missing permission once by name, and never logs an error for it', async () => {
    await connect()
    discord.deny(discord.world.channel, 'SEND_MESSAGES')
    for (const code of ['70001', '10010', '20009', '6206']) discord.people.say(FAILS.replace('70001', code))
    await eventually(() => expect(service?.printed().match(/"kind":"message","outcome"/g)).toHaveLength(4))
    await quietly()
    expect(lines(50)).toEqual([])
    expect(lines(40).filter((line) => line.includes('"permissions":["Send Messages"]'))).toHaveLength(1)
    expect(service?.printed()).not.toContain('    at ')
    expect(replies()).toEqual([])
    expect(await service?.stop()).toBe(0)
  }, 60_000)

  it('answers after the next start what it could not answer before it was stopped', async () => {
    await connect()
    const end = beginOutage(discord, ({ method, path }) => method === 'POST' && path.endsWith('/messages'))
    discord.people.say(FAILS)
    await eventually(() => expect(discord.calls.filter(({ status }) => status === 503).length).toBeGreaterThan(0))
    const begun = Date.now()
    expect(await service?.stop()).toBe(0)
    expect(Date.now() - begun).toBeLessThan(12_000)
    expect(service?.printed()).toContain('Discord: stopping before so many events are done')
    end()
    await connect()
    await eventually(() => expect(replies()).toHaveLength(1))
    await quietly()
    expect(replies()).toHaveLength(1)
  }, 90_000)
})
