/** Errors that say why the bot could not start, and what to click. */
import { DiscordjsError, DiscordjsErrorCodes } from 'discord.js'
import { SetupError } from '../../../src/chat/adapter.ts'
import { faultOf } from '../api/rest-api.ts'
import { botToken, type DiscordOptions } from '../options.ts'

/** The message is for the person who sets up the bot; it never contains a token. */
export class DiscordSetupError extends SetupError {
  override readonly name = 'DiscordSetupError'
}

const PORTAL = 'https://discord.com/developers/applications'

export const BAD_TOKEN = `Discord does not accept DISCORD_TOKEN. Open ${PORTAL} > your app > Bot > Reset Token, and copy the new one.`

export const NO_MESSAGE_CONTENT = [
  'Discord refuses the Message Content intent (disallowed intents, close code 4014).',
  `Open ${PORTAL} > your app > Bot > Privileged Gateway Intents, turn on "Message Content Intent", and start again.`,
  'Without it the bot cannot read support channels, so it never replies uninvited; /imerr, "Explain error codes", mentions and direct messages work. To run like that set DISCORD_MESSAGE_CONTENT=off.',
].join('\n')

const OTHER_INTENTS =
  'Discord refuses the intents (close code 4013 or 4014), although none that the bot asks for needs a switch. Check that DISCORD_TOKEN belongs to your app.'

export const unknownGuild = (guildId: string) =>
  `The bot is not in the server ${guildId} of DISCORD_GUILD_ID, or was added without the scope applications.commands. Open the invite link of docs/discord.md, choose that server, and start again.`

const secretless = (message: string, token: string) => (token ? message.replaceAll(token, '[token]') : message)

/** Turns whatever login threw into an error that a person can act on. */
export function setupError(error: unknown, options: DiscordOptions): DiscordSetupError {
  if (error instanceof DiscordSetupError) return error
  const message = error instanceof Error ? error.message : String(error)
  const code = error instanceof DiscordjsError ? error.code : undefined
  if (code === DiscordjsErrorCodes.TokenInvalid || code === DiscordjsErrorCodes.TokenMissing)
    return new DiscordSetupError(BAD_TOKEN)
  if (/authentication failed|invalid token|4004/i.test(message)) return new DiscordSetupError(BAD_TOKEN)
  if (code === DiscordjsErrorCodes.DisallowedIntents || /disallowed intents|4014/i.test(message))
    return new DiscordSetupError(options.messageContent === false ? OTHER_INTENTS : NO_MESSAGE_CONTENT)
  if (/invalid intents|4013/i.test(message)) return new DiscordSetupError(OTHER_INTENTS)
  if (/sharding is required|4011|invalid shard|4010/i.test(message))
    return new DiscordSetupError(
      'The bot is in more servers than DISCORD_SHARDS allows. Set DISCORD_SHARDS=auto, or a larger number and fitting DISCORD_SHARD_IDS.',
    )
  if (/not enough sessions/i.test(message))
    return new DiscordSetupError(
      'Discord allows no more logins today (1,000 a day). Find out why the bot restarts so often, then wait until tomorrow.',
    )
  const fault = faultOf(error)
  if (fault.status === 401) return new DiscordSetupError(BAD_TOKEN)
  const why =
    fault.status >= 500
      ? `Discord at ${options.apiUrl} has a fault of its own (${fault.status}). See https://discordstatus.com.`
      : `Discord cannot be reached at ${options.apiUrl}: ${fault.message}. Check DISCORD_API_URL and the network.`
  return new DiscordSetupError(secretless(why, botToken(options.token)))
}
