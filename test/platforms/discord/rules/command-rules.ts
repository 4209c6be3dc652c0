/** Discord's rules for application commands. */
import type { FormError } from '../rest/api-error.ts'
import { isFilled, isRecord, type Json, list, record, string } from '../world/protocol.ts'
import { at, type Checker, createChecker } from './checker.ts'
import { checkChoices } from './form-rules.ts'

const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u
const LOCALES = new Set(
  `id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi th zh-CN ja
  zh-TW ko`.split(/\s+/),
)
const MOST = { chatInput: 100, menu: 15, options: 25, characters: 8000 }
const CHAT_INPUT = 1
const SUBCOMMANDS = [1, 2]

export function checkCommands(commands: unknown): readonly FormError[] {
  const check = createChecker()
  if (!Array.isArray(commands)) check.error('', 'LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType')
  const all = check.items(commands, '', 0, MOST.chatInput + 2 * MOST.menu)
  for (const [command, path] of all) checkCommand(check, command, path)
  const typeOf = (command: Json) => command.type ?? CHAT_INPUT
  for (const type of [1, 2, 3]) {
    const names = all.map(([command]) => command).filter((command) => typeOf(command) === type)
    if (names.length > (type === CHAT_INPUT ? MOST.chatInput : MOST.menu))
      check.error('', 'APPLICATION_COMMAND_TOO_MANY', `Too many commands of type ${type}.`)
    if (new Set(names.map((command) => command.name)).size !== names.length)
      check.error('', 'APPLICATION_COMMANDS_DUPLICATE_NAME', 'Application command names must be unique')
  }
  return check.errors
}

export function checkCommand(check: Checker, command: Json, path: string): void {
  const type = command.type ?? CHAT_INPUT
  check.oneOf(type, at(path, 'type'), [1, 2, 3])
  if (type === CHAT_INPUT) {
    name(check, command, path)
    describe(check, command, path)
    options(check, command.options, at(path, 'options'), 0)
    if (characters(command) > MOST.characters)
      check.error(path, 'APPLICATION_COMMAND_TOO_LARGE', `Command exceeds ${MOST.characters} characters.`)
  } else {
    check.text(command.name, at(path, 'name'), 1, 32, true)
    localizations(check, command.name_localizations, at(path, 'name_localizations'), (value, where) =>
      check.text(value, where, 1, 32, true),
    )
    if (isFilled(command.description))
      check.error(at(path, 'description'), 'APPLICATION_COMMAND_INVALID', 'Context menu commands have no description.')
    if (isFilled(command.options))
      check.error(at(path, 'options'), 'APPLICATION_COMMAND_INVALID', 'Context menu commands have no options.')
  }
  const permissions = command.default_member_permissions
  if (permissions !== undefined && permissions !== null && !/^\d+$/.test(String(permissions)))
    check.error(at(path, 'default_member_permissions'), 'BITFIELD_CONVERT', 'Not a bit set.')
  for (const [key, allowed] of [
    ['contexts', [0, 1, 2]],
    ['integration_types', [0, 1]],
  ] as const) {
    const values = list(command[key])
    for (const value of values) check.oneOf(value, at(path, key), allowed)
    if (new Set(values).size !== values.length) check.error(at(path, key), 'SET_TYPE_UNIQUE', 'A value stands twice.')
  }
}

function name(check: Checker, item: Json, path: string): void {
  const good = (value: unknown, where: string) => {
    check.text(value, where, 1, 32, true)
    if (typeof value === 'string' && (!NAME.test(value) || value !== value.toLowerCase()))
      check.error(where, 'APPLICATION_COMMAND_INVALID_NAME', `Command name "${value}" is invalid`)
  }
  good(item.name, at(path, 'name'))
  localizations(check, item.name_localizations, at(path, 'name_localizations'), good)
}

function describe(check: Checker, item: Json, path: string): void {
  check.text(item.description, at(path, 'description'), 1, 100, true)
  localizations(check, item.description_localizations, at(path, 'description_localizations'), (value, where) =>
    check.text(value, where, 1, 100, true),
  )
}

function localizations(check: Checker, value: unknown, path: string, good: (value: unknown, path: string) => void) {
  if (value === undefined || value === null) return
  if (!isRecord(value)) return check.error(path, 'DICT_TYPE_CONVERT', 'Only dictionaries may be used in a DictType')
  for (const [locale, text] of Object.entries(value)) {
    if (!LOCALES.has(locale)) check.error(at(path, locale), 'BASE_TYPE_CHOICES', `Unknown locale "${locale}".`)
    // A null removes a localization.
    if (text !== null) good(text, at(path, locale))
  }
}

function options(check: Checker, value: unknown, path: string, depth: number): void {
  const all = check.items(value, path, 0, MOST.options)
  const names = all.map(([option]) => option.name)
  if (new Set(names).size !== names.length)
    check.error(path, 'APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_USED', 'Option names must be unique.')
  const nested = all.filter(([option]) => SUBCOMMANDS.includes(Number(option.type)))
  if (nested.length > 0 && nested.length < all.length)
    check.error(path, 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID', 'Sub-commands and sub-command groups stand alone.')
  let optional = false
  for (const [option, where] of all) {
    check.oneOf(option.type, at(where, 'type'), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    name(check, option, where)
    describe(check, option, where)
    if (SUBCOMMANDS.includes(Number(option.type))) {
      if (depth >= (option.type === 2 ? 1 : 2))
        check.error(at(where, 'type'), 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID', 'Nested too deep.')
      options(check, option.options, at(where, 'options'), depth + 1)
      continue
    }
    if (option.required === true && optional)
      check.error(
        path,
        'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
        'Required options must be placed before optional.',
      )
    optional ||= option.required !== true
    const numeric = option.type === 4 || option.type === 10
    checkChoices(check, option.choices, at(where, 'choices'), numeric)
    for (const [choice, place] of check.items(option.choices, at(where, 'choices'), 0, 25))
      localizations(check, choice.name_localizations, at(place, 'name_localizations'), (text, spot) =>
        check.text(text, spot, 1, 100, true),
      )
    if (option.autocomplete === true && (isFilled(option.choices) || !(option.type === 3 || numeric)))
      check.error(at(where, 'autocomplete'), 'APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID', 'Not with choices.')
    check.whole(option.min_length, at(where, 'min_length'), 0, 6000)
    check.whole(option.max_length, at(where, 'max_length'), 1, 6000)
  }
}

/** Characters that count towards a command's 8000: names, descriptions and values, each in its longest localization. */
function characters(item: Json): number {
  const longest = (key: string) =>
    Math.max(
      string(item[key]).length,
      ...Object.values(record(item[`${key}_localizations`])).map((value) => string(value).length),
    )
  const inner = [...list(item.options), ...list(item.choices)].reduce<number>(
    (sum, part) => sum + characters(record(part)),
    0,
  )
  return longest('name') + longest('description') + string(item.value).length + inner
}
