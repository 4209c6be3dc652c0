/** Maps CommandSpecs to Discord's command definitions, and compares them with what is registered. */
import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  PermissionFlagsBits,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js'
import type { CommandSpec, OptionSpec } from '../../../src/chat/command.ts'
import type { CommandName } from '../../../src/chat/event.ts'
import { LIMITS } from '../limits.ts'
import { cut } from '../render/markdown.ts'

/** The command in a message's context menu. */
export const EXPLAIN = 'Explain error codes'
const EXPLAIN_ZH = '解释错误码'

/** They begin with the English name, so that typing it finds them in both languages. */
const NAMES_ZH: Readonly<Record<CommandName, string>> = {
  imerr: 'imerr-错误码',
  imtriage: 'imtriage-值班',
  imconfig: 'imconfig-设置',
}

const describe = (summary: string, summaryZh: string) => ({
  description: cut(summary, LIMITS.commandDescription) || '…',
  description_localizations: { 'zh-CN': cut(summaryZh, LIMITS.commandDescription) || '…' },
})

function optionOf(option: OptionSpec): APIApplicationCommandBasicOption {
  const named = { name: option.name, ...describe(option.summary, option.summaryZh), required: option.required }
  if (option.type === 'number') return { ...named, type: ApplicationCommandOptionType.Integer }
  const text = { ...named, type: ApplicationCommandOptionType.String } as const
  if (option.choices)
    return {
      ...text,
      choices: option.choices.slice(0, LIMITS.choices).map((choice) => ({ name: choice, value: choice })),
    }
  return option.suggests ? { ...text, autocomplete: true } : text
}

/** Discord requires required options first. */
const requiredFirst = (options: readonly OptionSpec[]) => [
  ...options.filter((option) => option.required),
  ...options.filter((option) => !option.required),
]

function optionsOf(spec: CommandSpec): APIApplicationCommandOption[] {
  if (spec.subcommands.length === 0) return spec.argument ? [optionOf(spec.argument)] : []
  return spec.subcommands.slice(0, LIMITS.options).map((sub) => ({
    type: ApplicationCommandOptionType.Subcommand,
    name: sub.name,
    ...describe(sub.summary, sub.summaryZh),
    options: requiredFirst(sub.options).slice(0, LIMITS.options).map(optionOf),
  }))
}

/**
 * Who may use a command until a server changes that under Integrations. /imtriage changes what everybody reads, so members
 * of a public server do not get it by default.
 */
const DEFAULT_PERMISSION: Readonly<Record<CommandName, bigint | undefined>> = {
  imerr: undefined,
  imtriage: PermissionFlagsBits.ManageMessages,
  imconfig: PermissionFlagsBits.ManageGuild,
}

/** Also in direct messages, and for people who installed the app for themselves. */
const EVERYWHERE = {
  contexts: [InteractionContextType.Guild, InteractionContextType.BotDM, InteractionContextType.PrivateChannel],
  integration_types: [ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall],
}
const SERVERS = {
  contexts: [InteractionContextType.Guild],
  integration_types: [ApplicationIntegrationType.GuildInstall],
}

export type CommandDefinition = RESTPostAPIApplicationCommandsJSONBody

/** @param scope Discord accepts contexts and installation types for global commands only */
export function toDefinitions(specs: readonly CommandSpec[], scope: 'global' | 'guild'): CommandDefinition[] {
  const where = (place: typeof EVERYWHERE | typeof SERVERS) => (scope === 'global' ? place : {})
  const commands = specs.map(
    (spec): CommandDefinition => ({
      type: ApplicationCommandType.ChatInput,
      name: spec.name,
      name_localizations: { 'zh-CN': NAMES_ZH[spec.name] },
      ...describe(spec.summary, spec.summaryZh),
      options: optionsOf(spec),
      default_member_permissions: DEFAULT_PERMISSION[spec.name]?.toString() ?? null,
      ...where(spec.name === 'imerr' ? EVERYWHERE : SERVERS),
    }),
  )
  return [
    ...commands,
    {
      type: ApplicationCommandType.Message,
      name: EXPLAIN,
      name_localizations: { 'zh-CN': EXPLAIN_ZH },
      default_member_permissions: null,
      ...where(EVERYWHERE),
    },
  ]
}

const isAbsent = (value: unknown) =>
  value === undefined || value === null || value === false || (Array.isArray(value) && value.length === 0)

/** True when `there` has everything that `wanted` has; Discord adds ids, versions and defaults. */
function matches(there: unknown, wanted: unknown): boolean {
  if (isAbsent(wanted)) return isAbsent(there)
  if (Array.isArray(wanted))
    return (
      Array.isArray(there) &&
      there.length === wanted.length &&
      // The order of numbers (contexts) does not matter; that of options does.
      (typeof wanted[0] === 'number'
        ? wanted.every((value) => there.includes(value))
        : wanted.every((value, i) => matches(there[i], value)))
    )
  if (typeof wanted === 'object')
    return (
      typeof there === 'object' &&
      there !== null &&
      Object.entries(wanted as object).every(([key, value]) => matches((there as Record<string, unknown>)[key], value))
    )
  // Permission bits are strings in Discord's documentation, and numbers in its OpenAPI description.
  return typeof there === 'number' && typeof wanted === 'string' ? String(there) === wanted : there === wanted
}

/** True when exactly these commands are registered. */
export const isRegistered = (
  there: readonly { name: string; type?: number | undefined }[],
  wanted: readonly CommandDefinition[],
) =>
  there.length === wanted.length &&
  wanted.every((command) =>
    there.some((found) => found.name === command.name && (found.type ?? 1) === command.type && matches(found, command)),
  )
