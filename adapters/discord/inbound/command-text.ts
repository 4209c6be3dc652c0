/** Turns an interaction's options into the text that the bot expects after a command. */
import {
  type APIApplicationCommandInteractionDataOption,
  type APIModalSubmitInteraction,
  ApplicationCommandOptionType,
  ComponentType,
  type InteractionType,
} from 'discord.js'
import type { CommandSpec } from '../../../src/chat/command.ts'

type Option = APIApplicationCommandInteractionDataOption<
  InteractionType.ApplicationCommand | InteractionType.ApplicationCommandAutocomplete
>

function subcommandOf(options: readonly Option[]): { name: string; options: readonly Option[] } | undefined {
  for (const option of options)
    if (option.type === ApplicationCommandOptionType.Subcommand)
      return { name: option.name, options: option.options ?? [] }
  return undefined
}

const textOf = (option: Option | undefined) => (option && 'value' in option ? String(option.value) : undefined)

/** For example `mode auto`: values in the order in which the command declares them. */
export function commandText(options: readonly Option[] | undefined, spec: CommandSpec | undefined): string {
  const given = options ?? []
  const sub = subcommandOf(given)
  const declared = sub
    ? (spec?.subcommands.find((candidate) => candidate.name === sub.name)?.options ?? [])
    : spec?.argument
      ? [spec.argument]
      : []
  const values = sub ? sub.options : given
  const known = declared.flatMap(({ name }) => textOf(values.find((option) => option.name === name)) ?? [])
  // Keep options that the person's client still has from an older definition.
  const others = values.filter((option) => !declared.some(({ name }) => name === option.name))
  return [...(sub ? [sub.name] : []), ...known, ...others.flatMap((option) => textOf(option) ?? [])].join(' ').trim()
}

/** What has been typed so far into the focused option. */
export function typedText(options: readonly Option[] | undefined): string {
  const given = options ?? []
  const values = subcommandOf(given)?.options ?? given
  return textOf(values.find((option) => 'focused' in option && option.focused) ?? values.at(-1)) ?? ''
}

/** The first text of a submitted form: inside a label, or inside a row for older forms. */
export function formText(data: APIModalSubmitInteraction['data']): string {
  for (const part of data.components ?? []) {
    const inputs = 'component' in part ? [part.component] : 'components' in part ? part.components : []
    for (const input of inputs) if (input.type === ComponentType.TextInput) return input.value
  }
  return ''
}
