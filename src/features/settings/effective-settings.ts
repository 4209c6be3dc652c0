/** What an admin decided for a channel, and what holds where nobody has decided anything. */
import { z } from 'zod'
import type { ConversationRef } from '../../chat/event.ts'
import { LANGUAGES, type Language } from '../language/phrases.ts'

/** `auto`: codes are explained. `quiet`: only a Details button appears. `off`: the bot does not speak unless asked. */
export const MODES = ['auto', 'quiet', 'off'] as const
export type Mode = (typeof MODES)[number]

const settingsSchema = z.object({
  mode: z.enum(MODES).optional(),
  language: z.enum(LANGUAGES).optional(),
  /** Minutes before the same code is explained again in the channel. */
  cooldown: z.number().int().min(0).max(1440).optional(),
  ignoredCodes: z.array(z.string()).optional(),
  /** Ids of bots whose messages are not read. */
  ignoredBots: z.array(z.string()).optional(),
  onCall: z.object({ channel: z.string(), mention: z.array(z.string()) }).optional(),
  /** The channel is shared with another organisation and an admin allowed annotations all the same. */
  shared: z.boolean().optional(),
})

/** Only what was set; absent fields follow the defaults. */
export type StoredSettings = z.output<typeof settingsSchema>

/** Settings written by an older or newer imerr are read as far as they are understood. */
export function readSettings(value: unknown): StoredSettings {
  const parsed = settingsSchema.safeParse(value)
  return parsed.success ? parsed.data : {}
}

export interface Defaults {
  /** Where no rule says otherwise. */
  readonly mode: Mode
  /** Channel ids, or name globs such as `support-*`, that are `auto` without asking. */
  readonly supportChannels: readonly string[]
  readonly language: Language
  readonly cooldownMinutes: number
}

export type ModeFrom = 'shared' | 'channel' | 'support' | 'default'

/** Everything that holds for a channel. */
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
 * @param name the channel's name, where the platform tells it.
 * @param external the channel is shared with other organisations: silent unless an admin says otherwise.
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
