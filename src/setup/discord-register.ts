/** `npm run discord:register`: tells Discord the bot's commands, without starting it. */
import { config as loadEnvFile } from 'dotenv'
import { registerCommands } from '../../adapters/discord/discord.ts'
import { createLogger } from '../bot/logger.ts'
import { SetupError } from '../chat/adapter.ts'
import { ConfigError, loadConfig } from '../config.ts'
import { createKnowledge } from '../core/knowledge.ts'
import { loadData } from '../core/load/load-data.ts'
import { COMMANDS } from '../features/commands.ts'
import { DATA_CACHE, DATA_FOLDER } from '../paths.ts'
import { discordOptions } from '../service/platform-options.ts'

try {
  loadEnvFile({ quiet: true })
  const env = loadConfig(process.env)
  const { redactor } = createKnowledge(await loadData(DATA_FOLDER, DATA_CACHE))
  const options = discordOptions(env, createLogger({ level: 'warn', to: 2, redact: redactor.redact }))
  if (!options) throw new ConfigError('DISCORD_TOKEN: it is missing; copy it from your app > Bot')
  const changed = await registerCommands(options, COMMANDS)
  const names = COMMANDS.map(({ name }) => `/${name}`).join(', ')
  const where = options.guildId ? `the server ${options.guildId}` : 'every server'
  process.stdout.write(
    changed ? `Registered ${names} in ${where}.\n` : `Discord has ${names} in ${where} already; nothing changed.\n`,
  )
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof SetupError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 2
}
