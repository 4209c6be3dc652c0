/** The service: environment -> configuration -> storage -> bot -> adapters. */
import { config as loadEnvFile } from 'dotenv'
import { createConsoleAdapter } from '../adapters/console/console.ts'
import { createLogger } from './bot/logger.ts'
import { type Adapter, SetupError } from './chat/adapter.ts'
import type { Log } from './chat/log.ts'
import { ConfigError, type Environment, loadConfig } from './config.ts'
import { createKnowledge } from './core/knowledge.ts'
import { loadWithOverlay } from './core/load/load-overlay.ts'
import { DataError } from './core/load/yaml-file.ts'
import { createReloadable } from './core/reloadable.ts'
import { COMMANDS } from './features/commands.ts'
import { DATA_CACHE, DATA_FOLDER } from './paths.ts'
import { createBot } from './service/bot.ts'
import { startHealth } from './service/health.ts'
import { discordOptions, hasPlatform, slackOptions } from './service/platform-options.ts'
import { createReload } from './service/reload.ts'
import { unknownVariables } from './service/unknown-variables.ts'
import { type Storage, StorageError } from './storage/contract.ts'
import { openStorage } from './storage/open.ts'

/** How long work that was taken may still need after the signal to stop. */
const DRAIN_MS = 10_000

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

/** A variable that is misspelt is often why another one is missing. @throws ConfigError that names both */
function readEnvironment(unknown: readonly string[]): Environment {
  try {
    return loadConfig(process.env)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    throw new ConfigError([error.message, ...unknown.map((problem) => `  ${problem}`)].join('\n'))
  }
}

async function serve(): Promise<void> {
  const given = process.argv.slice(2)
  if (given.length > 0)
    throw new ConfigError(
      `The bot takes no arguments, and here is "${given.join(' ')}". To ask from the shell: npm run imerr -- 10010`,
    )
  loadEnvFile({ quiet: true })
  const unknown = unknownVariables(process.env)
  const env = readEnvironment(unknown)
  const onPlatform = hasPlatform(env)
  const load = () => loadWithOverlay(DATA_FOLDER, DATA_CACHE, env.IMERR_OVERLAY)
  const { knowledge, replace } = createReloadable(createKnowledge(await load()))
  const log = createLogger({
    level: env.LOG_LEVEL ?? (onPlatform ? 'info' : 'error'),
    to: onPlatform ? 1 : 2,
    redact: knowledge.redactor.redact,
  })
  for (const problem of unknown) {
    if (onPlatform) log.warn({}, problem)
    else process.stderr.write(`${problem}\n`)
  }
  // Node would print it as it is, with whatever secret somebody else's error carries.
  process.on('uncaughtException', (error) => {
    log.error({ err: error }, 'a fault ended the process')
    process.exit(1)
  })
  // Without anything to reload, a terminal that is closed ends the process as it always does.
  if (onPlatform || env.IMERR_OVERLAY) process.on('SIGHUP', createReload({ load, replace, log }))
  // The terminal forgets at its end unless it is told where to remember: trying things out leaves no trace.
  const file = env.IMERR_DB_FILE ?? (onPlatform ? undefined : ':memory:')
  const storage = await openStorage({ url: env.DATABASE_URL, file, log })
  const terminal = onPlatform ? undefined : createConsole(env)
  const adapters = terminal ? [terminal] : await createPlatforms(env, storage, log)
  const bot = await createBot({ env, knowledge, storage, adapters, log, now: Date.now })
  const health = terminal && !process.env.IMERR_HTTP_PORT ? undefined : await openHealth(env, bot, log)

  let stopping: Promise<void> | undefined
  async function stop() {
    const late = setTimeout(() => {
      log.error({}, 'stopped with events unanswered; platforms deliver them again')
      process.exit(1)
    }, DRAIN_MS)
    late.unref()
    // A platform that cannot part in peace must not keep the others, and the answers under way, from their end.
    for (const ended of await Promise.allSettled(adapters.map((adapter) => adapter.stop())))
      if (ended.status === 'rejected') log.warn({ err: ended.reason }, 'a platform did not stop as it should')
    await bot.sink.drain()
    await bot.stop()
    await health?.close()
    await storage.close()
    clearTimeout(late)
  }
  function onSignal() {
    // A second signal does not wait.
    if (stopping) process.exit(1)
    stopping = stop()
    stopping.then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.on('SIGTERM', onSignal)
  process.on('SIGINT', onSignal)
  try {
    // Side by side: a platform that is down must not keep the bot away from the other.
    await Promise.all(adapters.map((adapter) => adapter.start(bot.sink, COMMANDS)))
  } catch (error) {
    stopping ??= stop()
    await stopping.catch(() => {})
    throw error
  }
  if (!terminal) return log.info({ adapters: adapters.map((adapter) => adapter.platform) }, 'imerr is ready')
  await terminal.finished
  stopping ??= stop()
  await stopping
}

const IN_USE = ['IMERR_HTTP_PORT', 'Choose a free port.'] as const
/** Which variable is wrong when nothing can be listened on, and what to write. */
const LISTENING: Readonly<Record<string, readonly [string, string]>> = {
  EACCES: ['IMERR_HTTP_PORT', 'Choose a port above 1023.'],
  ENOTFOUND: ['IMERR_HTTP_HOST', 'Write an address of this machine: 127.0.0.1, or 0.0.0.0 for all of them.'],
  EADDRNOTAVAIL: ['IMERR_HTTP_HOST', 'Write an address of this machine: 127.0.0.1, or 0.0.0.0 for all of them.'],
}

/** A port that somebody chose must be free; the default one is a courtesy. */
async function openHealth(
  env: Environment,
  bot: Awaited<ReturnType<typeof createBot>>,
  log: ReturnType<typeof createLogger>,
) {
  const { metrics } = bot
  const address = { host: env.IMERR_HTTP_HOST, port: env.IMERR_HTTP_PORT }
  try {
    return await startHealth({ ...address, parts: bot.parts, metrics: metrics.page, metricsType: metrics.contentType })
  } catch (error) {
    if (process.env.IMERR_HTTP_PORT) {
      const { code = '', message } = error as NodeJS.ErrnoException
      const [variable, advice] = LISTENING[code] ?? IN_USE
      throw new ConfigError(`${variable}: cannot listen on ${address.host}:${address.port} (${message}). ${advice}`)
    }
    log.warn({ ...address, err: error }, 'no /healthz, /readyz and /metrics: set IMERR_HTTP_PORT to a free port')
    return undefined
  }
}

// A reader that went away (`| head`) is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

try {
  await serve()
} catch (error) {
  const expected = [ConfigError, DataError, StorageError, SetupError].some((kind) => error instanceof kind)
  process.stderr.write(`${error instanceof Error ? (expected ? error.message : error.stack) : String(error)}\n`)
  process.exit(expected ? 2 : 1)
}
