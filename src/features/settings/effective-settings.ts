/** A channel's settings: what admins stored, and what takes effect together with the defaults. */
import { z } from 'zod'
import type { Adapter } from '../../chat/adapter.ts'
import type { ConversationRef } from '../../chat/event.ts'
import { LANGUAGES, type Language } from '../language/language.ts'

/** `auto`: codes are explained. `quiet`: only a Details button appears. `off`: the bot only speaks when asked. */
export const MODES = ['auto', 'quiet', 'off'] as const
export type Mode = (typeof MODES)[number]

/** In minutes. */
export const MAX_COOLDOWN = 1440

const settingsSchema = z.object({
  mode: z.enum(MODES).optional(),
  language: z.enum(LANGUAGES).optional(),
  /** Minutes before the same code is explained again in the channel. */
  cooldown: z.number().int().min(0).max(MAX_COOLDOWN).optional(),
  ignoredCodes: z.array(z.string()).optional(),
  /** Ids of bots whose messages are not read. */
  ignoredBots: z.array(z.string()).optional(),
  onCall: z.object({ channel: z.string(), mention: z.array(z.string()) }).optional(),
  /** True when an admin allowed annotations although the channel is shared with another organisation. */
  shared: z.boolean().optional(),
})

/** Only what was set; absent fields follow the defaults. */
export type StoredSettings = z.output<typeof settingsSchema>

/** Falls back to no settings when another version of imerr wrote a value that cannot be read. */
export function readSettings(value: unknown): StoredSettings {
  const parsed = settingsSchema.safeParse(value)
  return parsed.success ? parsed.data : {}
}

export interface Defaults {
  /** Where neither the channel's settings nor `supportChannels` decide. */
  readonly mode: Mode
  /** Channel ids, or name globs such as `support-*`, whose default is `auto`. */
  readonly supportChannels: readonly string[]
  readonly language: Language
  readonly cooldownMinutes: number
}

export type ModeFrom = 'shared' | 'channel' | 'support' | 'default'

/** Everything that is in effect for a channel. */
export interface EffectiveSettings {
  readonly mode: Mode
  /** What decided the mode: for `/imconfig show` and `/imerr why`. */
  readonly modeFrom: ModeFrom
  readonly language: Language
  readonly cooldownMinutes: number
  readonly ignoredCodes: readonly string[]
  readonly ignoredBots: readonly string[]
  readonly onCall?: { readonly channel: string; readonly mention: readonly string[] }
}

/** A glob with `*` for any characters, as in `support-*`. */
function matchesGlob(name: string, glob: string): boolean {
  const source = glob.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')
  return new RegExp(`^${source}$`, 'i').test(name)
}

/** True when one of the rules names the channel, by id or by name. */
export function isSupportChannel(
  rules: readonly string[],
  conversation: ConversationRef,
  name: string | undefined,
): boolean {
  return rules.some(
    (rule) => rule === conversation.channel || (name !== undefined && matchesGlob(name, rule.replace(/^#/, ''))),
  )
}

/**
 * @param name the channel's name, if known.
 * @param external true when the channel is shared with other organisations: then it is silent unless an admin allowed it.
 */
export function effectiveSettings(
  stored: StoredSettings,
  defaults: Defaults,
  conversation: ConversationRef,
  name: string | undefined,
  external: boolean,
): EffectiveSettings {
  const decide = (): { mode: Mode; modeFrom: ModeFrom } => {
    if (external && !stored.shared) return { mode: 'off', modeFrom: 'shared' }
    if (stored.mode) return { mode: stored.mode, modeFrom: 'channel' }
    if (isSupportChannel(defaults.supportChannels, conversation, name)) return { mode: 'auto', modeFrom: 'support' }
    return { mode: defaults.mode, modeFrom: 'default' }
  }
  return {
    ...decide(),
    language: stored.language ?? defaults.language,
    cooldownMinutes: stored.cooldown ?? defaults.cooldownMinutes,
    ignoredCodes: stored.ignoredCodes ?? [],
    ignoredBots: stored.ignoredBots ?? [],
    ...(stored.onCall ? { onCall: stored.onCall } : {}),
  }
}

/** Asks the platform whether a channel is shared with other organisations. False also when the platform does not tell. */
export const isShared = async (adapter: Adapter, conversation: ConversationRef): Promise<boolean> =>
  (await adapter.isShared?.(conversation).catch(() => false)) ?? false
