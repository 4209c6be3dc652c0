/** The data types of the local Slack, the ids that it starts with, and defensive JSON reading. */

/** A JSON object. */
export type Json = { [key: string]: unknown }

export interface User {
  readonly id: string
  readonly name: string
  readonly locale: string
  readonly isAdmin: boolean
  readonly isOwner: boolean
  readonly isBot: boolean
}

export interface Channel {
  readonly id: string
  readonly name: string
  readonly kind: 'channel' | 'group' | 'im'
  readonly creator: string
  /** The app's bot is in it. */
  member: boolean
  archived: boolean
  /** Shared with another organisation (Slack Connect). */
  external: boolean
  /** The person a direct message is with. */
  readonly person?: string
}

export interface StoredFile {
  readonly id: string
  readonly name: string
  readonly content: Uint8Array
  readonly mediaType: string
  readonly by: string
  /** Where the download redirects to instead of answering. */
  redirect?: string
}

export interface Message {
  readonly ts: string
  readonly channel: string
  threadTs?: string
  subtype?: string
  user?: string
  botId?: string
  appId?: string
  username?: string
  /** As Slack keeps it: `&`, `<` and `>` escaped, links and mentions in angle brackets. */
  text: string
  blocks?: Json[]
  attachments?: Json[]
  metadata?: Json
  files?: StoredFile[]
  edited?: { user: string; ts: string }
  clientMsgId?: string
  /** The only person who sees it (ephemeral). */
  ephemeralTo?: string
  /** Who was notified: user and group ids, `channel`, `here`, `everyone`. */
  pinged: string[]
}

export interface Token {
  readonly value: string
  readonly kind: 'bot' | 'app' | 'user'
  readonly team: string
  scopes: Set<string>
  revoked: boolean
}

/** One call of the Web API, an upload or a response_url. */
export interface Call {
  readonly method: string
  readonly args: Json
  readonly token: string | undefined
  /** Milliseconds since 1970 when the request was read. */
  readonly at: number
  status: number
  error?: string
}

export interface ResponseUrl {
  readonly channel: string
  readonly user: string
  readonly threadTs?: string
  /** The message whose button was pressed; for a command, the last answer through this URL. */
  original?: string
  readonly from: 'command' | 'action' | 'shortcut' | 'view'
  uses: number
  readonly expires: number
}

export interface Trigger {
  readonly user: string
  readonly expires: number
  used: boolean
}

export interface OpenView {
  readonly id: string
  readonly user: string
  readonly type: 'modal' | 'home'
  content: Json
  hash: string
  readonly rootId: string
  readonly previousId?: string
}

export const TEAM = 'T0LOCAL'
export const APP = 'A0IMERR'
export const BOT_USER = 'U0IMERR'
export const BOT = 'B0IMERR'
export const ALICE = 'U0ALICE'
/** Admin of the workspace. */
export const BOB = 'U0BOB'
/** Created the channel `SUPPORT`, no admin. */
export const CAROL = 'U0CAROL'
export const ALERT_USER = 'U0ALERTS'
export const ALERT_BOT = 'B0ALERTS'
/** A public channel that the bot is in. */
export const SUPPORT = 'C0SUPPORT'
/** A public channel that the bot is not in. */
export const LOBBY = 'C0LOBBY'
/** A private channel that the bot is not in. */
export const SECRET = 'C0SECRET'
export const PRIVATE = 'C0PRIVATE'
export const ARCHIVED = 'C0ARCHIVED'
/** Shared with another organisation; the bot is in it. */
export const SHARED = 'C0SHARED'

/** A Web API error: HTTP 200 with `ok: false`. */
export class SlackRefusal extends Error {
  readonly code: string
  readonly more: Json
  constructor(code: string, more: Json = {}) {
    super(code)
    this.code = code
    this.more = more
  }
}

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
export const asText = (value: unknown): string => (typeof value === 'string' ? value : '')
export const asList = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isJson) : [])
/** Form fields arrive as `"true"`, JSON bodies as `true`. */
export const isTrue = (value: unknown): boolean => value === true || value === 'true' || value === '1'
