/** The configuration: every variable, every mistake, and the example file that names them all. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse as parseEnv } from 'dotenv'
import { describe, expect, it } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { ConfigError, loadConfig, SCHEMA } from '../src/config.ts'
import { runNode } from './support/processes/run.ts'

const root = join(import.meta.dirname, '..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const names = Object.keys(SCHEMA.shape)

/** A wrong value for every variable that can be wrong. */
const WRONG: Readonly<Record<string, string>> = {
  IMERR_LANG: 'fr',
  LOG_LEVEL: 'loud',
  IMERR_DEFAULT_MODE: 'on',
  IMERR_COOLDOWN_MINUTES: '-1',
  IMERR_BUDGET: '0',
  DATABASE_URL: 'mysql://u:hush@h/d',
  IMERR_RETENTION_DAYS: 'ninety',
  IMERR_HASH_KEY: 'short',
  IMERR_ENCRYPTION_KEY: 'hush',
  IMERR_HTTP_PORT: '99999',
  PORT: 'http',
  SLACK_BOT_TOKEN: 'hush-bot',
  SLACK_APP_TOKEN: 'hush-app',
  SLACK_CLIENT_ID: '1',
  SLACK_API_URL: 'slack',
  IMERR_TRIAGE_PEOPLE: 'many',
  IMERR_TRIAGE_WINDOW_MINUTES: '1',
  IMERR_TRIAGE_QUIET_MINUTES: '0',
  IMERR_TRIAGE_MENTION_MINUTES: 'x',
  IMERR_TRIAGE_RELAPSE_HOURS: '99',
  IMERR_TICKET_URL: 'http://x',
  DISCORD_MESSAGE_CONTENT: 'yes',
  DISCORD_API_URL: 'ftp://x',
  DISCORD_GUILD_ID: 'mine',
  DISCORD_SHARDS: '0',
  DISCORD_SHARD_IDS: 'a',
}

describe('loadConfig', () => {
  it('needs nothing', () => {
    expect(loadConfig({})).toMatchObject({ IMERR_LANG: 'en', NO_COLOR: '', IMERR_BUDGET: 6, DISCORD_SHARDS: 'auto' })
  })
  it('reads what is set; an empty variable is not set', () => {
    expect(loadConfig({ IMERR_LANG: 'zh', NO_COLOR: '1' })).toMatchObject({ IMERR_LANG: 'zh', NO_COLOR: '1' })
    expect(loadConfig({ IMERR_LANG: '', PORT: ' ' })).toMatchObject({ IMERR_LANG: 'en', PORT: 3000 })
    expect(loadConfig({ IMERR_ADMINS: 'U1, U2 ,' }).IMERR_ADMINS).toEqual(['U1', 'U2'])
    expect(loadConfig({ DISCORD_TOKEN: 't', DISCORD_SHARDS: '4', DISCORD_SHARD_IDS: '0, 3' })).toMatchObject({
      DISCORD_SHARDS: 4,
      DISCORD_SHARD_IDS: [0, 3],
    })
  })
  it('reads words of a list in whatever letters', () => {
    const given = { IMERR_LANG: 'ZH', LOG_LEVEL: 'Info ', IMERR_DEFAULT_MODE: 'Quiet', DISCORD_MESSAGE_CONTENT: 'OFF' }
    expect(loadConfig(given)).toMatchObject({
      IMERR_LANG: 'zh',
      LOG_LEVEL: 'info',
      IMERR_DEFAULT_MODE: 'quiet',
      DISCORD_MESSAGE_CONTENT: 'off',
    })
  })
  it.each(['@bob', 'U012ABC, Bob Smith', '#admins'])('takes no name for an admin: %s', (IMERR_ADMINS) => {
    expect(() => loadConfig({ IMERR_ADMINS })).toThrow('IMERR_ADMINS: write user ids such as U012ABC')
  })
  it.each([
    [{ SLACK_BOT_TOKEN: 'xoxb-1' }, 'SLACK_APP_TOKEN: it is missing beside SLACK_BOT_TOKEN'],
    [{ SLACK_APP_TOKEN: 'xapp-1' }, 'SLACK_BOT_TOKEN: it is missing'],
    [{ SLACK_SIGNING_SECRET: 's' }, 'SLACK_BOT_TOKEN: it is missing'],
    [{ SLACK_CLIENT_ID: '1' }, 'SLACK_STATE_SECRET: it is missing'],
    [{ SLACK_CLIENT_ID: '1' }, 'IMERR_ENCRYPTION_KEY: it is missing'],
    [{ DISCORD_GUILD_ID: '123456789012345678' }, 'DISCORD_TOKEN: it is missing'],
    [{ DISCORD_TOKEN: 't', DISCORD_SHARD_IDS: '0' }, 'DISCORD_SHARDS: write how many'],
    [
      { DISCORD_TOKEN: 't', DISCORD_SHARDS: '2', DISCORD_SHARD_IDS: '0, 2' },
      'DISCORD_SHARD_IDS: there is no shard 2; of 2 shards the numbers are 0 to 1',
    ],
  ])('names the missing half of %j', (env, message) => {
    expect(() => loadConfig(env)).toThrow(ConfigError)
    expect(() => loadConfig(env)).toThrow(message)
  })
  it('lists every mistake at once, and no value that may be a secret', async () => {
    const { code, err, out } = await runNode('src/main.ts', [], '', { ...WRONG })
    expect(code).toBe(2)
    for (const name of Object.keys(WRONG)) if (name !== 'SLACK_CLIENT_ID') expect(err).toContain(`  ${name}: `)
    for (const name of ['SLACK_CLIENT_SECRET', 'SLACK_STATE_SECRET', 'SLACK_SIGNING_SECRET'])
      expect(err).toContain(name)
    expect(`${err}${out}`).not.toContain('hush')
    expect(err.split('\n').filter((line) => line.startsWith('  ')).length).toBeGreaterThanOrEqual(20)
  })
})

describe('.env.example', () => {
  const example = read('.env.example')
  it('names every variable once, in the order of the schema, and no other but that of the compose file', () => {
    expect([...example.matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name)).toEqual([...names, 'POSTGRES_PASSWORD'])
  })
  it('is a configuration that works, with the defaults that hold', () => {
    const { POSTGRES_PASSWORD: _, ...given } = parseEnv(example)
    expect(loadConfig(given)).toEqual(loadConfig({}))
  })
  it('says something about every variable or group of them', () => {
    const blocks = example.split(/\n\n/)
    expect(blocks.length).toBeGreaterThan(5)
    for (const block of blocks) expect(block).toMatch(/^#/m)
  })
})

describe('the container', () => {
  const compose = parseYaml(read('docker-compose.yml')) as {
    services: Record<string, { environment: Record<string, unknown>; volumes: string[]; healthcheck?: unknown }>
    volumes: Record<string, unknown>
  }
  const { imerr, postgres } = compose.services
  it('sets only variables that exist, and keeps its data in named volumes', () => {
    expect(Object.keys(imerr?.environment ?? {}).filter((name) => !names.includes(name))).toEqual([])
    expect(postgres?.healthcheck).toBeDefined()
    const mounted = [...(imerr?.volumes ?? []), ...(postgres?.volumes ?? [])]
    expect(mounted.length).toBeGreaterThanOrEqual(2)
    for (const volume of mounted) expect(Object.keys(compose.volumes)).toContain(volume.split(':')[0])
  })
  it('copies what the bot needs and nothing that .dockerignore leaves out', () => {
    const dockerfile = read('Dockerfile')
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, files = '']) => files.split(' '))
    const letIn = [...read('.dockerignore').matchAll(/^!(.+)$/gm)].map(([, file]) => file)
    expect(copied.filter((file) => !letIn.includes(file))).toEqual([])
    for (const needed of ['package.json', 'data', 'src', 'adapters']) expect(copied).toContain(needed)
    expect(dockerfile).toMatch(/^USER node$/m)
    expect(dockerfile).toMatch(/^FROM node:24-slim$/m)
    expect(dockerfile).toContain('/healthz')
  })
})
