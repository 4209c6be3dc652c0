/** What people do with the app: commands, completions, menus, buttons, forms. */
import type { Commands } from '../rest/command-routes.ts'
import { messageJson } from '../world/payloads.ts'
import { COMPONENT, everyComponent, INTERACTION, isFilled, type Json, list, record, string } from '../world/protocol.ts'
import type { Channel, Message, User, World } from '../world/world.ts'
import type { Interaction, Interactions } from './interactions.ts'

export interface ActionOptions {
  readonly by?: User
  readonly in?: Channel
  readonly locale?: string
}

export function createAppActions(world: World, commands: Commands, interactions: Interactions, cdn: () => string) {
  const place = (options: ActionOptions) => ({
    user: options.by ?? world.alice,
    channel: options.in ?? world.channel,
    ...(options.locale ? { locale: options.locale } : {}),
  })
  const named = (command: Json) => ({ id: command.id, name: command.name, type: command.type })

  /** @param options nested as Discord nests them */
  function slash(name: string, options: readonly Json[] = [], how: ActionOptions = {}): Interaction {
    const where = place(how)
    const command = commands.find(name, 1, where.channel.guildId)
    checkFilled(command, options)
    const data = { ...named(command), ...(options.length > 0 ? { options } : {}) }
    return interactions.create({ type: INTERACTION.COMMAND, commandType: 1, data, ...where })
  }

  return {
    slash,
    /** Types the words after the command name: `mode auto`, or free text. */
    type(name: string, text: string, how: ActionOptions = {}): Interaction {
      return slash(name, optionsOf(commands.find(name, 1, place(how).channel.guildId), text), how)
    },
    /** Types into an autocomplete option; `choices` of the interaction holds the answer. */
    complete(
      name: string,
      option: string,
      typed: string,
      how: ActionOptions & { readonly sub?: string } = {},
    ): Interaction {
      const where = place(how)
      const command = commands.find(name, 1, where.channel.guildId)
      const focused = { name: option, type: 3, value: typed, focused: true }
      const options = how.sub ? [{ name: how.sub, type: 1, options: [focused] }] : [focused]
      return interactions.create({ type: INTERACTION.AUTOCOMPLETE, data: { ...named(command), options }, ...where })
    },
    /** Picks a message command. Its payload has the message's content whatever the intents. */
    menu(name: string, target: Message, how: ActionOptions = {}): Interaction {
      const channel = world.channels.get(target.channelId)
      const where = place(channel ? { in: channel, ...how } : how)
      const command = commands.find(name, 3, where.channel.guildId)
      const resolved = { messages: { [target.id]: messageJson(world, target, cdn()) } }
      const data = { ...named(command), target_id: target.id, resolved }
      return interactions.create({ type: INTERACTION.COMMAND, commandType: 3, data, ...where })
    },
    /** @throws when the message has no such enabled button */
    press(message: Message, customId: string, how: ActionOptions = {}): Interaction {
      const component = everyComponent(message.components).find((item) => item.custom_id === customId)
      if (!component || component.disabled === true) throw new Error(`no button "${customId}" to press`)
      const channel = world.channels.get(message.channelId)
      const where = place(channel ? { in: channel, ...how } : how)
      if (message.onlyFor && message.onlyFor !== where.user.id) throw new Error('only its reader can press there')
      const data = { custom_id: customId, component_type: component.type, id: component.id }
      const sourceJson = messageJson(world, message, cdn())
      return interactions.create({ type: INTERACTION.COMPONENT, data, source: message, sourceJson, ...where })
    },
    /** Submits the form that an interaction opened. @param values by custom_id */
    submit(opened: Interaction, values: Readonly<Record<string, string>>): Interaction {
      const { modal, source } = opened
      if (!modal) throw new Error('no form is open')
      const inputs = everyComponent(modal.components).filter((item) => item.type === COMPONENT.INPUT)
      const missing = inputs.find((item) => item.required !== false && !isFilled(values[String(item.custom_id)]))
      if (missing) throw new Error(`the form needs "${String(missing.custom_id)}"`)
      const filled = (item: Json) => ({
        type: item.type,
        id: 1,
        custom_id: item.custom_id,
        value: values[String(item.custom_id)] ?? '',
      })
      const components = list(modal.components)
        .map(record)
        .map((item) =>
          item.type === COMPONENT.LABEL
            ? { type: item.type, id: 1, component: filled(record(item.component)) }
            : { type: item.type, id: 1, components: list(item.components).map((part) => filled(record(part))) },
        )
      return interactions.create({
        type: INTERACTION.MODAL,
        data: { custom_id: modal.custom_id, components },
        user: opened.user,
        channel: opened.channel,
        ...(source ? { source, sourceJson: messageJson(world, source, cdn()) } : {}),
      })
    },
    /** Lets the three seconds pass: the callback will be refused with 10062. */
    expire(it: Interaction): void {
      it.expired = true
    },
    /** Lets the fifteen minutes pass: edits and follow-ups are refused with 50027. */
    endToken(it: Interaction): void {
      it.over = true
    },
  }
}

const NUMERIC = [4, 10]
const optionsIn = (item: Json) => list(item.options).map(record)
const isNested = (item: Json) => item.type === 1 || item.type === 2

/**
 * Turns typed words into the options that Discord's client sends; the last option takes the rest.
 * @throws for an unknown sub-command
 */
export function optionsOf(command: Json, text: string): Json[] {
  const defined = optionsIn(command)
  const words = text.trim()
  if (words === '') return []
  if (defined.some(isNested)) {
    const [name = ''] = words.split(/\s+/, 1)
    const found = defined.find((item) => item.name === name)
    if (!found) throw new Error(`/${string(command.name)} has no "${name}"`)
    return [{ name, type: found.type, options: optionsOf(found, words.slice(name.length)) }]
  }
  const options: Json[] = []
  let rest = words
  for (const [i, item] of defined.entries()) {
    if (rest === '') break
    const word = i === defined.length - 1 ? rest : (rest.split(/\s+/, 1)[0] ?? '')
    rest = rest.slice(word.length).trim()
    options.push({ name: item.name, type: item.type, value: NUMERIC.includes(Number(item.type)) ? Number(word) : word })
  }
  return options
}

/** @throws for what Discord's client would not let anybody send */
export function checkFilled(command: Json, options: readonly Json[]): void {
  const defined = optionsIn(command)
  if (defined.some(isNested)) {
    const [chosen] = options
    const found = defined.find((item) => item.name === chosen?.name)
    if (!chosen || !found) throw new Error(`/${string(command.name)} needs a sub-command`)
    checkFilled(found, list(chosen.options).map(record))
    return
  }
  for (const option of options) {
    const found = defined.find((item) => item.name === option.name)
    if (!found || found.type !== option.type) throw new Error(`no option "${string(option.name)}" of that type`)
    const choices = list(found.choices).map((choice) => record(choice).value)
    if (choices.length > 0 && !choices.includes(option.value)) throw new Error(`"${String(option.value)}" is no choice`)
  }
  const missing = defined.find((item) => item.required === true && !options.some((option) => option.name === item.name))
  if (missing) throw new Error(`"${string(missing.name)}" is required`)
  if (options.some((option) => !isFilled(option.value))) throw new Error('an option without a value')
}
