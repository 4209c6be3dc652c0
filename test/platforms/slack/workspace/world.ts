/** The state of the workspace, with growing ids and timestamps. */
import { randomBytes } from 'node:crypto'
import type { Call, Channel, Json, Message, OpenView, ResponseUrl, StoredFile, Token, Trigger, User } from './model.ts'
import * as id from './model.ts'

/** The scopes of our manifest; tests remove some. */
export const BOT_SCOPES = [
  'commands',
  'chat:write',
  'app_mentions:read',
  'channels:history',
  'groups:history',
  'im:history',
  'im:write',
  'channels:read',
  'groups:read',
  'im:read',
  'users:read',
  'files:read',
  'files:write',
]
export const SUBSCRIPTIONS = [
  'message.channels',
  'message.groups',
  'message.im',
  'app_mention',
  'app_home_opened',
  'app_uninstalled',
  'tokens_revoked',
  'member_joined_channel',
]
const TRIGGER_LIFE_MS = 3_000
const RESPONSE_URL_LIFE_MS = 30 * 60_000

export interface World {
  readonly users: Map<string, User>
  readonly channels: Map<string, Channel>
  readonly messages: Message[]
  readonly files: Map<string, StoredFile>
  readonly tokens: Map<string, Token>
  readonly responseUrls: Map<string, ResponseUrl>
  readonly triggers: Map<string, Trigger>
  /** Modals that are open, and one Home per person. */
  readonly views: Map<string, OpenView>
  readonly homes: Map<string, OpenView>
  readonly calls: Call[]
  /** Rule and protocol violations of the app; tests expect none. */
  readonly problems: string[]
  readonly subscriptions: Set<string>
  /** Every notification the app caused, including by messages deleted since. */
  readonly pings: { readonly channel: string; readonly ts: string; readonly who: string }[]
  /** The workspace of new events; the bot may be installed in several. */
  team: string
  /** Address of the server, without a slash at the end. */
  origin: string
  /** Moves Slack's clock, in milliseconds: expires triggers and response_urls. */
  skewMs: number
  /** Refuses a second message to a channel within a second. */
  onePerSecond: boolean
  /** Rewrites the answers of methods, by name. */
  readonly answers: Map<string, (answer: Json) => Json>
  /** Whether answers name the token's scopes in a header. */
  tellsScopes: boolean
  now(): number
  /** A fresh message timestamp. */
  ts(): string
  fresh(prefix: string): string
  find(channel: string, ts: string): Message | undefined
  /** The direct message with a person; opens it if needed. */
  directMessage(person: string): Channel
  trigger(user: string): string
  responseUrl(of: Omit<ResponseUrl, 'uses' | 'expires'>): string
  addToken(kind: Token['kind'], value: string, scopes: readonly string[], team?: string): Token
}

export function createWorld(): World {
  const person = (key: string, name: string, more: Partial<User> = {}): [string, User] => [
    key,
    { id: key, name, locale: 'en-US', isAdmin: false, isOwner: false, isBot: false, ...more },
  ]
  const channel = (key: string, name: string, more: Partial<Channel> = {}): [string, Channel] => [
    key,
    {
      id: key,
      name,
      kind: 'channel',
      creator: id.CAROL,
      member: true,
      archived: false,
      external: false,
      ...more,
    },
  ]
  let lastMicros = 0
  let count = 0

  const world: World = {
    users: new Map([
      person(id.ALICE, 'alice'),
      person(id.BOB, 'bob', { isAdmin: true }),
      person(id.CAROL, 'carol', { locale: 'zh-CN' }),
      person(id.BOT_USER, 'imerr', { isBot: true }),
      person(id.ALERT_USER, 'alerts', { isBot: true }),
    ]),
    channels: new Map([
      channel(id.SUPPORT, 'support'),
      channel(id.LOBBY, 'lobby', { member: false }),
      channel(id.PRIVATE, 'incidents', { kind: 'group' }),
      channel(id.SECRET, 'secret', { kind: 'group', member: false }),
      channel(id.ARCHIVED, 'old', { archived: true }),
      channel(id.SHARED, 'customers', { external: true }),
    ]),
    messages: [],
    files: new Map(),
    tokens: new Map(),
    responseUrls: new Map(),
    triggers: new Map(),
    views: new Map(),
    homes: new Map(),
    calls: [],
    problems: [],
    subscriptions: new Set(SUBSCRIPTIONS),
    pings: [],
    team: id.TEAM,
    origin: '',
    skewMs: 0,
    onePerSecond: false,
    answers: new Map(),
    tellsScopes: true,
    now: () => Date.now() + world.skewMs,
    ts() {
      lastMicros = Math.max(lastMicros + 1, world.now() * 1000)
      const digits = String(Math.floor(lastMicros))
      return `${digits.slice(0, -6)}.${digits.slice(-6)}`
    },
    fresh: (prefix) => `${prefix}${String(++count).padStart(4, '0')}${randomBytes(3).toString('hex').toUpperCase()}`,
    find: (where, ts) => world.messages.find((message) => message.channel === where && message.ts === ts),
    directMessage(user) {
      const found = [...world.channels.values()].find((item) => item.person === user)
      if (found) return found
      const [key, made] = channel(`D0${user.slice(2)}`, '', { kind: 'im', person: user, creator: user })
      world.channels.set(key, made)
      return made
    },
    trigger(user) {
      const value = `${world.fresh('')}.trigger`
      world.triggers.set(value, { user, expires: world.now() + TRIGGER_LIFE_MS, used: false })
      return value
    },
    responseUrl(of) {
      const key = world.fresh('R')
      world.responseUrls.set(key, { ...of, uses: 0, expires: world.now() + RESPONSE_URL_LIFE_MS })
      return `${world.origin}/response/${key}`
    },
    addToken(kind, value, scopes, team = world.team) {
      const token: Token = { value, kind, team, scopes: new Set(scopes), revoked: false }
      world.tokens.set(value, token)
      return token
    },
  }
  return world
}
