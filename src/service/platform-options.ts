/** What each platform's adapter is given, from the configuration; undefined where its tokens are not set. */
import type { Log } from '../chat/log.ts'
import type { Environment } from '../config.ts'
import type { Storage } from '../storage/contract.ts'
import { createLastSeen } from './last-seen.ts'
import { createSealedInstallations } from './sealed-installations.ts'

export const hasPlatform = (env: Environment): boolean =>
  env.SLACK_BOT_TOKEN !== undefined || env.SLACK_CLIENT_ID !== undefined || env.DISCORD_TOKEN !== undefined

/** Without the keys whose value is undefined: to be absent and to be undefined are not the same to an options type. */
type Present<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>
}
const present = <T extends object>(values: T) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Present<T>

export function slackOptions(env: Environment, storage: Pick<Storage, 'installations'>, log: Log) {
  const { SLACK_CLIENT_ID: clientId, SLACK_CLIENT_SECRET: clientSecret, SLACK_STATE_SECRET: stateSecret } = env
  if (env.SLACK_BOT_TOKEN === undefined && clientId === undefined) return undefined
  const { IMERR_ENCRYPTION_KEY: key } = env
  return {
    apiUrl: env.SLACK_API_URL,
    host: env.HOST,
    port: env.PORT,
    log,
    ...present({
      botToken: env.SLACK_BOT_TOKEN,
      appToken: env.SLACK_APP_TOKEN,
      signingSecret: env.SLACK_SIGNING_SECRET,
      oauth: clientId && clientSecret && stateSecret ? { clientId, clientSecret, stateSecret } : undefined,
      installations: key ? createSealedInstallations(storage.installations, 'slack', key, Date.now) : undefined,
    }),
  }
}

/** @param storage absent for what only registers commands */
export function discordOptions(env: Environment, log: Log, storage?: Pick<Storage, 'installations'>) {
  if (env.DISCORD_TOKEN === undefined) return undefined
  return {
    token: env.DISCORD_TOKEN,
    apiUrl: env.DISCORD_API_URL,
    shards: env.DISCORD_SHARDS,
    messageContent: env.DISCORD_MESSAGE_CONTENT === 'on',
    log,
    ...present({
      guildId: env.DISCORD_GUILD_ID,
      shardIds: env.DISCORD_SHARD_IDS,
      lastSeen: storage && createLastSeen(storage.installations, 'discord'),
    }),
  }
}
