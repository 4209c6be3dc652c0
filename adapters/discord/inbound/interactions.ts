/** Commands, completions, buttons, menus and forms: acknowledged first, then told to the bot. */
import {
  type APIApplicationCommandAutocompleteInteraction,
  type APIApplicationCommandInteraction,
  type APIInteraction,
  type APIMessage,
  type APIMessageComponentInteraction,
  type APIModalSubmitInteraction,
  ApplicationCommandType,
  InteractionResponseType,
  InteractionType,
  MessageFlags,
} from 'discord.js'
import type { Sink } from '../../../src/chat/adapter.ts'
import { type Card, text } from '../../../src/chat/card.ts'
import { type CommandSpec, OPEN_FORM } from '../../../src/chat/command.ts'
import type { CommandEvent, ConversationRef, MessageRef } from '../../../src/chat/event.ts'
import type { RightsBook } from '../api/people.ts'
import type { Places } from '../api/places.ts'
import type { DiscordApi } from '../api/rest-api.ts'
import { LIMITS } from '../limits.ts'
import type { DiscordOptions } from '../options.ts'
import type { Replies } from '../outbound/interaction-responder.ts'
import { decodeCustomId } from '../render/buttons.ts'
import { cut } from '../render/markdown.ts'
import { createAcknowledge } from './acknowledge.ts'
import { textOfForm, typedOf, wordsOf } from './command-text.ts'
import { originOf } from './interaction-event.ts'
import { filesOf, type Names, readableText } from './message-text.ts'
import { formResponse, offeringForm } from './paste-form.ts'

export interface InteractionDeps {
  readonly api: DiscordApi
  readonly places: Places
  readonly replies: Replies
  readonly rights: RightsBook
  readonly names: Names
  readonly options: Pick<DiscordOptions, 'log'>
  readonly sink: Sink
  readonly commands: readonly CommandSpec[]
  /** The app's own id. */
  readonly application: () => string
}

/** Discord's client keeps commands of an earlier version for a while. */
const UNKNOWN_COMMAND: Card = {
  tone: 'warning',
  title: 'This command has changed',
  summary: 'Reload Discord with Ctrl-R, then type it again.',
  blocks: [{ kind: 'text', text: [text('Reload Discord with Ctrl-R, then type it again.')] }],
  actions: [],
}

/** Whoever points at a message wants all of it read: a person's embeds count as a tool's do. Previews are no rich embeds. */
const asTool = (message: APIMessage): APIMessage => ({ ...message, author: { ...message.author, bot: true } })

export function createInteractions(deps: InteractionDeps) {
  const { api, places, replies, rights, names, options, sink, commands, application } = deps
  const { log } = options
  const { respond, defer } = createAcknowledge(api, log)
  const occurred = (interaction: APIInteraction) => originOf(interaction, places, rights)

  const responderOf = (
    interaction: APIInteraction,
    conversation: ConversationRef,
    acknowledged: 'private' | 'public' | 'button',
    message?: MessageRef,
  ) =>
    replies({
      id: interaction.id,
      token: interaction.token,
      application: interaction.application_id ?? application(),
      conversation,
      acknowledged,
      ...(message ? { message } : {}),
    })

  async function command(interaction: APIApplicationCommandInteraction): Promise<void> {
    const { data } = interaction
    if (data.type === ApplicationCommandType.ChatInput) {
      const spec = commands.find((candidate) => candidate.name === data.name)
      const visibility = spec?.visibility ?? 'private'
      if (!(await defer(interaction, visibility))) return
      const asked = await occurred(interaction)
      if (!spec) {
        log.warn({ command: data.name }, 'Discord: a command that the bot does not have; register the commands again')
        await responderOf(interaction, asked.conversation, visibility).reply(UNKNOWN_COMMAND)
        return
      }
      const event: CommandEvent = { ...asked, kind: 'command', command: spec.name, text: wordsOf(data.options, spec) }
      const responder = responderOf(interaction, event.conversation, visibility)
      const isBare = spec.argument !== undefined && event.text === ''
      await sink.handle(event, isBare ? offeringForm(responder, event.locale) : responder)
      return
    }
    if (data.type !== ApplicationCommandType.Message) return
    if (!(await defer(interaction, 'private'))) return
    const target = data.resolved?.messages?.[data.target_id]
    const asked = await occurred(interaction)
    const event: CommandEvent = {
      ...asked,
      kind: 'command',
      command: 'imerr',
      intent: 'explain',
      text: target ? readableText(asTool(target), names) : '',
      target: { conversation: asked.conversation, id: data.target_id },
      files: target ? filesOf(target) : [],
    }
    await sink.handle(event, responderOf(interaction, event.conversation, 'private'))
  }

  async function complete(interaction: APIApplicationCommandAutocompleteInteraction): Promise<void> {
    let choices: { name: string; value: string }[] = []
    try {
      choices = sink
        .suggest(typedOf(interaction.data.options), LIMITS.choices)
        .slice(0, LIMITS.choices)
        .map(({ label, value }) => ({ name: cut(label, LIMITS.choiceName), value: value.slice(0, LIMITS.choiceValue) }))
        .filter(({ name, value }) => name.trim() !== '' && value !== '')
    } finally {
      await respond(interaction, {
        type: InteractionResponseType.ApplicationCommandAutocompleteResult,
        data: { choices },
      })
    }
  }

  async function button(interaction: APIMessageComponentInteraction): Promise<void> {
    const { id, value } = decodeCustomId(interaction.data.custom_id)
    if (id === OPEN_FORM) return void (await respond(interaction, formResponse(interaction.locale)))
    // Nothing is shown yet: the answer may be a new message, or another state of this one.
    if (!(await respond(interaction, { type: InteractionResponseType.DeferredMessageUpdate }))) return
    const pressed = await occurred(interaction)
    const isPrivate = ((interaction.message.flags ?? 0) & MessageFlags.Ephemeral) !== 0
    const message = isPrivate ? undefined : { conversation: pressed.conversation, id: interaction.message.id }
    await sink.handle(
      { ...pressed, kind: 'action', action: id, value, ...(message ? { message } : {}) },
      responderOf(interaction, pressed.conversation, 'button', message),
    )
  }

  async function form(interaction: APIModalSubmitInteraction): Promise<void> {
    if (!(await defer(interaction, 'private'))) return
    const asked = await occurred(interaction)
    await sink.handle(
      { ...asked, kind: 'command', command: 'imerr', text: textOfForm(interaction.data) },
      responderOf(interaction, asked.conversation, 'private'),
    )
  }

  /** @throws when the interaction is none that Discord documents */
  return async (interaction: APIInteraction): Promise<void> => {
    switch (interaction.type) {
      case InteractionType.ApplicationCommand:
        return command(interaction)
      case InteractionType.ApplicationCommandAutocomplete:
        return complete(interaction)
      case InteractionType.MessageComponent:
        return button(interaction)
      case InteractionType.ModalSubmit:
        return form(interaction)
    }
  }
}

export type Interactions = ReturnType<typeof createInteractions>
