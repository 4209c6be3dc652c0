/** Discord's protocol: defensive JSON reading, enums and bit sets, components, snowflakes. */

export type Json = { readonly [key: string]: unknown }

export const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
export const record = (value: unknown): Json => (isRecord(value) ? value : {})
export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
export const string = (value: unknown): string => (typeof value === 'string' ? value : '')
export const number = (value: unknown): number => (typeof value === 'number' ? value : 0)
/** Most optional fields treat absent, null and empty alike. */
export const isFilled = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null && value !== ''

export const FLAG = {
  SUPPRESS_EMBEDS: 1 << 2,
  HAS_THREAD: 1 << 5,
  EPHEMERAL: 1 << 6,
  LOADING: 1 << 7,
  SUPPRESS_NOTIFICATIONS: 1 << 12,
  COMPONENTS_V2: 1 << 15,
} as const

export const CHANNEL = { TEXT: 0, DM: 1, ANNOUNCEMENT: 5, PUBLIC_THREAD: 11, PRIVATE_THREAD: 12, FORUM: 15 } as const

export const MESSAGE = {
  DEFAULT: 0,
  THREAD_CREATED: 18,
  REPLY: 19,
  CHAT_INPUT: 20,
  THREAD_STARTER: 21,
  CONTEXT_MENU: 23,
} as const

export const INTENT = {
  GUILDS: 1 << 0,
  GUILD_MEMBERS: 1 << 1,
  GUILD_PRESENCES: 1 << 8,
  GUILD_MESSAGES: 1 << 9,
  DIRECT_MESSAGES: 1 << 12,
  MESSAGE_CONTENT: 1 << 15,
} as const

export const INTERACTION = { PING: 1, COMMAND: 2, COMPONENT: 3, AUTOCOMPLETE: 4, MODAL: 5 } as const
export const CALLBACK = {
  PONG: 1,
  MESSAGE: 4,
  DEFERRED: 5,
  DEFERRED_UPDATE: 6,
  UPDATE: 7,
  CHOICES: 8,
  MODAL: 9,
} as const

export const COMPONENT = {
  ROW: 1,
  BUTTON: 2,
  SELECT: 3,
  INPUT: 4,
  SECTION: 9,
  TEXT: 10,
  THUMBNAIL: 11,
  GALLERY: 12,
  FILE: 13,
  SEPARATOR: 14,
  CONTAINER: 17,
  LABEL: 18,
} as const

/** Numbers components without an `id` as Discord does: with the next free number. */
export function numbered(components: unknown): Json[] {
  const taken = new Set(everyComponent(components).map((item) => item.id))
  let last = 0
  const free = (): number => {
    do last++
    while (taken.has(last))
    return last
  }
  const one = (value: unknown): Json => {
    const item = record(value)
    return {
      ...item,
      id: item.id ?? free(),
      ...(Array.isArray(item.components) ? { components: item.components.map(one) } : {}),
      ...(isRecord(item.accessory) ? { accessory: one(item.accessory) } : {}),
    }
  }
  return list(components).map(one)
}

/** All components of a message or form, including nested ones and accessories, parents first. */
export function everyComponent(components: unknown): Json[] {
  return list(components).flatMap((item) => {
    if (!isRecord(item)) return []
    const inner = [...list(item.components), ...[item.accessory, item.component].filter(isRecord)]
    return [item, ...everyComponent(inner)]
  })
}

export const PERMISSION = {
  ADMINISTRATOR: 1n << 3n,
  MANAGE_CHANNELS: 1n << 4n,
  MANAGE_GUILD: 1n << 5n,
  VIEW_CHANNEL: 1n << 10n,
  SEND_MESSAGES: 1n << 11n,
  MANAGE_MESSAGES: 1n << 13n,
  EMBED_LINKS: 1n << 14n,
  ATTACH_FILES: 1n << 15n,
  READ_MESSAGE_HISTORY: 1n << 16n,
  MENTION_EVERYONE: 1n << 17n,
  USE_APPLICATION_COMMANDS: 1n << 31n,
  MANAGE_THREADS: 1n << 34n,
  CREATE_PUBLIC_THREADS: 1n << 35n,
  SEND_MESSAGES_IN_THREADS: 1n << 38n,
} as const

export type PermissionName = keyof typeof PERMISSION

/** Discord's ids: the upper bits are milliseconds since 2015, so a later id is a larger one. */
const EPOCH = 1_420_070_400_000n

/** @returns a generator of unique, growing ids */
export function createSnowflakes(now: () => number = Date.now) {
  let last = 0n
  return (): string => {
    const fresh = (BigInt(now()) - EPOCH) << 22n
    last = fresh > last ? fresh : last + 1n
    return String(last)
  }
}

export const timeOf = (id: string): number => Number((BigInt(id) >> 22n) + EPOCH)
export const byAge = (a: { readonly id: string }, b: { readonly id: string }) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1)
export const isSnowflake = (value: unknown): value is string => typeof value === 'string' && /^\d{17,20}$/.test(value)
