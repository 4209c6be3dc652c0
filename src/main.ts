/** The service: environment -> configuration -> storage -> bot -> adapters. */
import { config as loadEnvFile } from 'dotenv'
import { createConsoleAdapter } from '../adapters/console/console.ts'
import { createLogger } from './bot/logger.ts'
import { type Adapter, SetupError } from './chat/adapter.ts'
import type { Log } from './chat/log.ts'
import { ConfigError, type Environment } from './config.ts'
import { createKnowledge } from './core/knowledge.ts'
import { loadWithOverlay } from './core/load/load-overlay.ts'
import { DataError } from './core/load/yaml-file.ts'
import { createReloadable } from './core/reloadable.ts'
import { COMMANDS } from './features/commands.ts'
import { DATA_CACHE, DATA_FOLDER } from './paths.ts'
import { createBot } from './service/bot.ts'
import { openHealth } from './service/health.ts'
import { discordOptions, hasPlatform, slackOptions } from './service/platform-options.ts'
import { createReload } from './service/reload.ts'
import { createStop } from './service/stop.ts'
import { readEnvironment } from './service/unknown-variables.ts'
import { type Storage, StorageError } from './storage/contract.ts'
import { openStorage } from './storage/open.ts'

function createConsole(env: Environment) {
  return createConsoleAdapter({
    input: process.stdin,
    output: process.stdout,
    color: env.NO_COLOR === '' && process.stdout.isTTY === true,
    locale: env.IMERR_LANG,
  })
}

/** The chat platforms whose tokens are set. Their libraries are large, so each is loaded only when it is used. */
async function createPlatforms(env: Environment, storage: Storage, log: Log): Promise<Adapter[]> {
  const adapters: Adapter[] = []
  const slack = slackOptions(env, storage, log)
  if (slack) {
    const { createSlackAdapter } = await import('../adapters/slack/slack.ts')
    adapters.push(createSlackAdapter(slack))
  }
  const discord = discordOptions(env, log, storage)
  if (discord) {
    const { createDiscordAdapter } = await import('../adapters/discord/discord.ts')
    adapters.push(createDiscordAdapter(discord))
  }
  return adapters
}

function refuseArguments(given: readonly string[]): void {
  if (given.length > 0)
    throw new ConfigError(
      `The bot takes no arguments, and here is "${given.join(' ')}". To ask from the shell: npm run imerr -- 10010`,
    )
}

async function serve(): Promise<void> {
  refuseArguments(process.argv.slice(2))
  loadEnvFile({ quiet: true })
  const { env, unknown } = readEnvironment(process.env)
  const onPlatform = hasPlatform(env)
  const load = () => loadWithOverlay(DATA_FOLDER, DATA_CACHE, env.IMERR_OVERLAY)
  const { knowledge, replace } = createReloadable(createKnowledge(await load()))
  // Slack and Discord wait three seconds for an answer, and on a busy machine the index alone can take as long.
  if (onPlatform) knowledge.warmUp()
  const log = createLogger({
    level: env.LOG_LEVEL ?? (onPlatform ? 'info' : 'error'),
    to: onPlatform ? 1 : 2,
    redact: knowledge.redactor.redact,
  })
  for (const problem of unknown) {
    if (onPlatform) log.warn({}, problem)
    else process.stderr.write(`${problem}\n`)
  }
  // Node would print the error unredacted, with whatever secret it carries.
  process.on('uncaughtException', (error) => {
    log.error({ err: error }, 'a fault ended the process')
    process.exit(1)
  })
  // Without anything to reload, closing the terminal ends the process as usual.
  if (onPlatform || env.IMERR_OVERLAY) process.on('SIGHUP', createReload({ load, replace, log }))
  // The terminal keeps nothing unless a file is named: trying things out leaves no trace.
  const file = env.IMERR_DB_FILE ?? (onPlatform ? undefined : ':memory:')
  const storage = await openStorage({ url: env.DATABASE_URL, file, log })
  const terminal = onPlatform ? undefined : createConsole(env)
  const adapters = terminal ? [terminal] : await createPlatforms(env, storage, log)
  const bot = await createBot({ env, knowledge, storage, adapters, log, now: Date.now })
  const portChosen = Boolean(process.env.IMERR_HTTP_PORT)
  const address = { host: env.IMERR_HTTP_HOST, port: env.IMERR_HTTP_PORT }
  const health =
    terminal && !portChosen
      ? undefined
      : await openHealth({ ...address, parts: bot.parts, metrics: bot.metrics }, portChosen, log)
  const { stop, hasBegun } = createStop({
    adapters,
    bot,
    health,
    storage,
    log,
    onLate() {
      log.error({}, 'stopped with events unanswered; platforms deliver them again')
      process.exit(1)
    },
  })
  function onSignal() {
    // A second signal does not wait.
    if (hasBegun()) process.exit(1)
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.on('SIGTERM', onSignal)
  process.on('SIGINT', onSignal)
  try {
    // In parallel: a platform that is down must not keep the bot from the other.
    await Promise.all(adapters.map((adapter) => adapter.start(bot.sink, COMMANDS)))
  } catch (error) {
    await stop().catch(() => {})
    throw error
  }
  if (!terminal) return log.info({ adapters: adapters.map((adapter) => adapter.platform) }, 'imerr is ready')
  await terminal.finished
  await stop()
}

// A closed pipe (`| head`) is not a failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

try {
  await serve()
} catch (error) {
  const expected = [ConfigError, DataError, StorageError, SetupError].some((kind) => error instanceof kind)
  process.stderr.write(`${error instanceof Error ? (expected ? error.message : error.stack) : String(error)}\n`)
  process.exit(expected ? 2 : 1)
}
