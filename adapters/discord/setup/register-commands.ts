/** Registers the commands when they changed: Discord limits new definitions per day. */
import { REST } from 'discord.js'
import type { CommandSpec } from '../../../src/chat/command.ts'
import { createRestApi, type DiscordApi, faultOf } from '../api/rest-api.ts'
import { createMakeRequest } from '../connect/rest-quirks.ts'
import { BAD_TOKEN, DiscordSetupError, setupError, unknownGuild } from '../connect/setup-error.ts'
import { ERROR_CODES, TIMES } from '../limits.ts'
import { apiBase, botToken, type DiscordOptions, waitInTime } from '../options.ts'
import { isRegistered, toDefinitions } from './command-definitions.ts'

type Registered = { name: string; type?: number }[]

/** The registered commands; none when a proxy does not support the request, so that we PUT them. */
async function registered(api: DiscordApi, path: string): Promise<Registered> {
  try {
    const found = await api.get<Registered>(path, {
      query: new URLSearchParams({ with_localizations: 'true' }),
      waits: TIMES.brief,
    })
    return Array.isArray(found) ? found : []
  } catch (error) {
    const { code, status } = faultOf(error)
    if (code === 0 && (status === 404 || status === 405)) return []
    throw error
  }
}

/** @returns true when they were changed. @throws DiscordSetupError, or ApiFault when Discord did not answer */
export async function syncCommands(
  api: DiscordApi,
  application: string,
  specs: readonly CommandSpec[],
  options: Pick<DiscordOptions, 'guildId' | 'log'>,
): Promise<boolean> {
  const { guildId, log } = options
  const wanted = toDefinitions(specs, guildId ? 'guild' : 'global')
  const path = guildId
    ? `/applications/${application}/guilds/${guildId}/commands`
    : `/applications/${application}/commands`
  try {
    if (isRegistered(await registered(api, path), wanted)) return false
    await api.put(path, { body: wanted, waits: TIMES.brief })
  } catch (error) {
    const fault = faultOf(error)
    // The bot is not in the server, or was added without the scope for commands.
    if (guildId && (fault.code === ERROR_CODES.unknownGuild || fault.status === 403 || fault.status === 404))
      throw new DiscordSetupError(unknownGuild(guildId))
    if (fault.status === 401) throw new DiscordSetupError(BAD_TOKEN)
    if (fault.status === 0 || fault.status >= 500) throw fault
    throw new DiscordSetupError(`Discord did not take the commands: ${fault.message}`)
  }
  log.info({ commands: wanted.length, where: guildId ?? 'all servers' }, 'commands registered with Discord')
  return true
}

/** Registers without connecting to the gateway, for `npm run discord:register`. @throws DiscordSetupError */
export async function registerCommands(options: DiscordOptions, commands: readonly CommandSpec[]): Promise<boolean> {
  const rest = new REST({
    api: apiBase(options.apiUrl),
    version: '10',
    retries: 0,
    makeRequest: createMakeRequest(),
  }).setToken(botToken(options.token))
  const api = createRestApi(rest, () => {}, waitInTime)
  try {
    const { id } = await api.get<{ id: string }>('/applications/@me', { waits: TIMES.brief })
    return await syncCommands(api, id, commands, options)
  } catch (error) {
    throw setupError(error, options)
  }
}
