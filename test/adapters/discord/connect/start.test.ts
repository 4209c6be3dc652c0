/** Starting when Discord is down, slow or set up wrongly, through the real discord.js. */
import { describe, expect, it, vi } from 'vitest'
import { DiscordSetupError, registerCommands } from '../../../../adapters/discord/discord.ts'
import { COMMANDS } from '../../../../src/features/commands.ts'
import { createLocalDiscord, type LocalDiscord } from '../../../platforms/discord/local-discord.ts'
import { card, prepare } from '../connected.ts'
import { hastened } from '../outage.ts'

describe('starting on Discord', () => {
  type Options = NonNullable<Parameters<typeof prepare>[1]>
  const failure = async (
    local: Parameters<typeof createLocalDiscord>[0],
    options: Options | ((discord: LocalDiscord) => Options),
  ) => {
    const discord = await createLocalDiscord(local)
    const bot = prepare(discord, typeof options === 'function' ? options(discord) : options)
    const error = await bot.start().then(
      () => new Error('started'),
      (thrown: Error) => thrown,
    )
    expect(bot.adapter.ready()).toBe(false)
    // Said once: by the rejection.
    expect(bot.lines.filter(({ level }) => level !== 'info')).toEqual([])
    await bot.stop()
    return error
  }

  it('does not log a brief failure', async () => {
    const discord = await createLocalDiscord()
    const bot = prepare(discord, { token: `Bot ${discord.token}`, wait: hastened })
    discord.failNext('unavailable', 2, ({ path }) => path === '/gateway/bot')
    discord.failNext('unavailable', 1, ({ path }) => path.endsWith('/commands'))
    await bot.start()
    expect(bot.adapter.ready()).toBe(true)
    discord.failNext('unavailable', 5)
    await bot.adapter.post(bot.channel, card('Late, but there'))
    expect(discord.seen.inChannel()).toHaveLength(1)
    expect(bot.lines.filter(({ level }) => level !== 'info')).toEqual([])
    await bot.stop()
    expect(bot.lines.filter(({ level }) => level !== 'info')).toEqual([])
  }, 60_000)

  it('retries with backoff while Discord is down, and logs each wait', async () => {
    const discord = await createLocalDiscord()
    const bot = prepare(discord)
    discord.failNext('unavailable', 7, ({ path }) => path === '/gateway/bot')
    const started = bot.start()
    await vi.waitFor(() => expect(bot.lines).toHaveLength(2), { timeout: 20_000 })
    expect(bot.adapter.ready()).toBe(false)
    await started
    expect(bot.adapter.ready()).toBe(true)
    const said = bot.lines.filter(({ level }) => level !== 'info')
    expect(said.map(({ level, message }) => [level, message.replace(discord.apiUrl, 'URL')])).toEqual(
      [2, 4].map((seconds) => [
        'warn',
        `Discord at URL has a fault of its own (503). See https://discordstatus.com. Trying again in ${seconds} s.`,
      ]),
    )
    await bot.stop()
  }, 60_000)

  it('stops while it waits for a retry', async () => {
    const discord = await createLocalDiscord()
    const bot = prepare(discord, { apiUrl: 'http://127.0.0.1:9/api' })
    const ended = bot.start().then(
      () => new Error('started'),
      (thrown: Error) => thrown,
    )
    await vi.waitFor(() => expect(bot.lines).toHaveLength(1), { timeout: 20_000 })
    await bot.stop()
    expect(await ended).toBeInstanceOf(DiscordSetupError)
    expect(bot.adapter.ready()).toBe(false)
  }, 60_000)

  it('names the wrong token, switch or server, and never shows a token', async () => {
    const bad = await failure({}, { token: 'MTIzNDU2.secret.part' })
    expect(bad).toBeInstanceOf(DiscordSetupError)
    expect(bad.message).toContain('Reset Token')
    expect(bad.message).not.toContain('secret')
    const intents = await failure({ contentIntent: false }, {})
    expect(intents).toBeInstanceOf(DiscordSetupError)
    expect(intents.message).toMatch(/turn on "Message Content Intent"[\s\S]*\/imerr/)
    const guild = await failure({}, { guildId: '123456789012345678' })
    expect(guild).toBeInstanceOf(DiscordSetupError)
    expect(guild.message).toContain('123456789012345678')
    const elsewhere = await failure({}, (discord) => ({ apiUrl: `${discord.apiUrl}/elsewhere` }))
    expect(elsewhere).toBeInstanceOf(DiscordSetupError)
    expect(elsewhere.message).toContain('DISCORD_API_URL')
    const log = { info() {}, warn() {}, error() {} }
    const options = { token: 'MTIzNDU2.secret.part', shards: 'auto' as const, log }
    const discord = await createLocalDiscord()
    await expect(registerCommands({ ...options, apiUrl: discord.apiUrl }, COMMANDS)).rejects.toThrow(/Reset Token/)
    await discord.stop()
  }, 60_000)
})
