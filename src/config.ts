/** The service's configuration: one schema for every environment variable. */
import { z } from 'zod'
import { LANGUAGES } from './features/language/language.ts'
import { MODES } from './features/settings/effective-settings.ts'

const list = z
  .string()
  .default('')
  .transform((value) =>
    value
      .split(',')
      .map((item) => item.trim())
      .filter(Boolean),
  )
const whole = (from: number, to: number, otherwise: number) =>
  z
    .string()
    .refine((value) => /^\d+$/.test(value) && Number(value) >= from && Number(value) <= to, {
      error: `write a whole number from ${from} to ${to}`,
    })
    .default(String(otherwise))
    .transform(Number)
const webAddress = (otherwise: string) =>
  z
    .string()
    .refine((value) => URL.canParse(value) && /^https?:/.test(value), {
      error: `write an address such as ${otherwise}`,
    })
    .default(otherwise)
const beginning = (prefix: string, where: string) =>
  z
    .string()
    .refine((value) => value.startsWith(prefix), { error: `it begins with ${prefix}; copy it from ${where}` })
    .optional()
/** One of a list of words, case-insensitive. */
const choice = <T extends string>(values: readonly T[], error: string) =>
  z
    .string()
    .transform((value) => value.trim().toLowerCase())
    .pipe(z.enum(values, { error }))
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const
const PERSON_ID = /^(?:[a-z]+:)?[\w.-]+$/i
const SHARD_LIST = /^\d+(\s*,\s*\d+)*$/

/** Every variable, in the order of `.env.example`. */
export const SCHEMA = z.object({
  IMERR_LANG: choice(LANGUAGES, 'write en or zh').default('en'),
  NO_COLOR: z.string().default(''),
  LOG_LEVEL: choice(LOG_LEVELS, 'write trace, debug, info, warn, error or silent').optional(),
  IMERR_DEFAULT_MODE: choice(MODES, `write ${MODES.join(', ')}`).optional(),
  IMERR_SUPPORT_CHANNELS: list,
  IMERR_ADMINS: list.refine((ids) => ids.every((id) => PERSON_ID.test(id)), {
    error: 'write user ids such as U012ABC or discord:123456789012345678, comma separated; a name is no id',
  }),
  IMERR_COOLDOWN_MINUTES: whole(0, 1440, 30),
  IMERR_BUDGET: whole(1, 1000, 6),
  IMERR_OVERLAY: z.string().optional(),
  IMERR_TICKET_URL: z
    .string()
    .refine((value) => /^https?:\/\/[^\s{}]+\S*\{title\}/.test(value) && value.length <= 300, {
      error:
        'write an address of at most 300 characters with {title} and {body}: https://github.com/you/ops/issues/new?title={title}&body={body}',
    })
    .optional(),
  IMERR_TRIAGE_PEOPLE: z
    .string()
    .regex(/^\s*(critical|warning|info)=[1-9]\d{0,3}(\s*,\s*(critical|warning|info)=[1-9]\d{0,3})*\s*$/, {
      error: 'write whole numbers such as critical=4,warning=5,info=7',
    })
    .default('critical=4,warning=5,info=7')
    .transform((value) => new Map(value.split(',').map((part) => part.trim().split('=') as [string, string]))),
  IMERR_TRIAGE_WINDOW_MINUTES: whole(5, 60, 15),
  IMERR_TRIAGE_QUIET_MINUTES: whole(5, 1440, 30),
  IMERR_TRIAGE_MENTION_MINUTES: whole(5, 1440, 15),
  IMERR_TRIAGE_RELAPSE_HOURS: whole(1, 72, 6),
  DATABASE_URL: z
    .string()
    .refine((value) => /^postgres(ql)?:\/\/./.test(value), {
      error: 'write postgres://user:password@host:5432/database, or leave it empty for SQLite',
    })
    .optional(),
  IMERR_DB_FILE: z.string().optional(),
  IMERR_RETENTION_DAYS: whole(1, 3650, 90),
  IMERR_HASH_KEY: z.string().min(16, { error: 'write at least 16 characters that nobody can guess' }).optional(),
  IMERR_ENCRYPTION_KEY: z
    .string()
    .refine((value) => /^[0-9a-f]{64}$/i.test(value), { error: 'write 64 hex digits: openssl rand -hex 32' })
    .optional(),
  IMERR_HTTP_HOST: z.string().default('127.0.0.1'),
  IMERR_HTTP_PORT: whole(0, 65_535, 9464),
  SLACK_BOT_TOKEN: beginning('xoxb-', 'your app > OAuth & Permissions'),
  SLACK_APP_TOKEN: beginning('xapp-', 'your app > Basic Information > App-Level Tokens'),
  SLACK_SIGNING_SECRET: z.string().optional(),
  SLACK_CLIENT_ID: z.string().optional(),
  SLACK_CLIENT_SECRET: z.string().optional(),
  SLACK_STATE_SECRET: z.string().optional(),
  SLACK_API_URL: webAddress('https://slack.com/api/'),
  PORT: whole(0, 65_535, 3000),
  HOST: z.string().default('127.0.0.1'),
  DISCORD_TOKEN: z.string().optional(),
  DISCORD_API_URL: webAddress('https://discord.com/api'),
  DISCORD_MESSAGE_CONTENT: choice(['on', 'off'], 'write on, or off to run without the Message Content intent').default(
    'on',
  ),
  DISCORD_GUILD_ID: z
    .string()
    .regex(/^\d{15,21}$/, { error: 'write the id of a server: right-click it > Copy Server ID' })
    .optional(),
  DISCORD_SHARDS: z
    .string()
    .refine((value) => value === 'auto' || (/^\d+$/.test(value) && Number(value) > 0), {
      error: 'write auto or how many shards there are',
    })
    .default('auto')
    .transform((value) => (value === 'auto' ? ('auto' as const) : Number(value))),
  DISCORD_SHARD_IDS: z
    .string()
    .regex(SHARD_LIST, { error: 'write shard numbers such as 0,1,2' })
    .transform((value) => value.split(',').map(Number))
    .optional(),
})

export type Environment = z.output<typeof SCHEMA>

/** Variables that cannot be used; the message lists every one with what to write. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** Variables that only work together: names those missing beside the ones set. */
function missingPartners(env: Readonly<Record<string, string | undefined>>): string[] {
  const has = (name: string) => env[name] !== undefined
  const problems: string[] = []
  const need = (name: string, because: string) => {
    if (!has(name)) problems.push(`${name}: it is missing; ${because}`)
  }
  const oauth = ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_STATE_SECRET']
  if (oauth.some(has)) {
    for (const name of oauth)
      need(name, 'installing to several workspaces needs client id, client secret and state secret')
    need('SLACK_SIGNING_SECRET', 'installing to several workspaces runs over HTTP')
    need('IMERR_ENCRYPTION_KEY', "it encrypts the workspaces' tokens: openssl rand -hex 32")
  } else if (has('SLACK_BOT_TOKEN')) {
    if (!has('SLACK_APP_TOKEN') && !has('SLACK_SIGNING_SECRET'))
      problems.push(
        'SLACK_APP_TOKEN: it is missing beside SLACK_BOT_TOKEN; set it for Socket Mode, or SLACK_SIGNING_SECRET for HTTP',
      )
  } else if (has('SLACK_APP_TOKEN') || has('SLACK_SIGNING_SECRET')) {
    need('SLACK_BOT_TOKEN', 'copy the Bot User OAuth Token from your app > OAuth & Permissions')
  }
  if (has('DISCORD_SHARD_IDS') && !/^\d+$/.test(env.DISCORD_SHARDS ?? ''))
    problems.push('DISCORD_SHARDS: write how many shards there are altogether; DISCORD_SHARD_IDS needs it')
  const shards = Number(env.DISCORD_SHARDS)
  const beyond = (env.DISCORD_SHARD_IDS ?? '').split(',').find((id) => Number(id) >= shards)
  if (SHARD_LIST.test(env.DISCORD_SHARD_IDS ?? '') && beyond !== undefined)
    problems.push(
      `DISCORD_SHARD_IDS: there is no shard ${beyond.trim()}; of ${shards} shards the numbers are 0 to ${shards - 1}`,
    )
  const discord = ['DISCORD_GUILD_ID', 'DISCORD_SHARD_IDS'].filter(has)
  if (discord.length > 0 && !has('DISCORD_TOKEN'))
    problems.push(`DISCORD_TOKEN: it is missing beside ${discord.join(', ')}; copy it from your app > Bot`)
  return problems
}

/** Reads the environment. An empty variable counts as not set. @throws ConfigError */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Environment {
  const given = Object.fromEntries(
    Object.entries(env).filter(([name, value]) => name in SCHEMA.shape && value !== undefined && value.trim() !== ''),
  )
  const parsed = SCHEMA.safeParse(given)
  const problems = [
    ...(parsed.error?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${issue.message}`),
    ...missingPartners(given),
  ]
  if (!parsed.success || problems.length > 0)
    throw new ConfigError(`The configuration has mistakes:\n${problems.map((problem) => `  ${problem}`).join('\n')}`)
  return parsed.data
}
