/** Handles commands, completions, buttons, menus and forms: acknowledges them, then passes them to the bot. */
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
import { notice } from '../../../src/chat/card.ts'
import { type CommandSpec, OPEN_FORM } from '../../../src/chat/command.ts'
import type { CommandEvent, ConversationRef, MessageRef } from '../../../src/chat/event.ts'
import { faultOf } from '../api/rest-api.ts'
import type { Context } from '../context.ts'
import { ERROR_CODES, LIMITS, TIMES } from '../limits.ts'
import { createInteractionResponders } from '../outbound/interaction-responder.ts'
import { decodeCustomId } from '../render/buttons.ts'
import { cut } from '../render/markdown.ts'
import { commandText, formText, typedText } from './command-text.ts'
import { eventBaseOf } from './interaction-event.ts'
import { attachedFiles, messageText } from './message-text.ts'
import { formResponse, withFormButton } from './paste-form.ts'

/** Discord's client keeps commands of an earlier version for a while. */
const UNKNOWN_COMMAND = notice('This command has changed', 'Reload Discord with Ctrl-R, then type it again.', 'warning')

/** Makes a person's embeds count like a tool's: whoever points at a message wants all of it read. */
const withEmbedsRead = (message: APIMessage): APIMessage => ({ ...message, author: { ...message.author, bot: true } })

export function createInteractions(context: Context, sink: Sink, commands: readonly CommandSpec[]) {
  const { api, places, people, names, self, log } = context
  const respondTo = createInteractionResponders(api, log)
  const baseOf = (interaction: APIInteraction) => eventBaseOf(interaction, places, people)

  /** @returns false when Discord no longer waits for the response, so that nobody would see an answer */
  async function respond(interaction: APIInteraction, body: object): Promise<boolean> {
    try {
      await api.post(`/interactions/${interaction.id}/${interaction.token}/callback`, {
        body,
        auth: false,
        waits: TIMES.acknowledge,
      })
      return true
    } catch (error) {
      const fault = faultOf(error)
      // The first try came through, only its response was lost.
      if (fault.code === ERROR_CODES.alreadyAcknowledged) return true
      log.warn(
        { interaction: interaction.id, code: fault.code, err: fault },
        'Discord: an interaction could not be acknowledged',
      )
      return fault.status === 0
    }
  }

  /** Acknowledges with a placeholder ("is thinking"). Its visibility becomes the answer's. */
  const defer = (interaction: APIInteraction, visibility: 'private' | 'public') =>
    respond(interaction, {
      type: InteractionResponseType.DeferredChannelMessageWithSource,
      ...(visibility === 'private' ? { data: { flags: MessageFlags.Ephemeral } } : {}),
    })

  const responderOf = (
    interaction: APIInteraction,
    conversation: ConversationRef,
    acknowledged: 'private' | 'public' | 'button',
    message?: MessageRef,
  ) =>
    respondTo({
      id: interaction.id,
      token: interaction.token,
      application: interaction.application_id ?? self().application,
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
      const asked = await baseOf(interaction)
      if (!spec) {
        log.warn({ command: data.name }, 'Discord: a command that the bot does not have; register the commands again')
        await responderOf(interaction, asked.conversation, visibility).reply(UNKNOWN_COMMAND)
        return
      }
      const event: CommandEvent = {
        ...asked,
        kind: 'command',
        command: spec.name,
        text: commandText(data.options, spec),
      }
      const responder = responderOf(interaction, event.conversation, visibility)
      const isBare = spec.argument !== undefined && event.text === ''
      await sink.handle(event, isBare ? withFormButton(responder, event.locale) : responder)
      return
    }
    if (data.type !== ApplicationCommandType.Message) return
    if (!(await defer(interaction, 'private'))) return
    const target = data.resolved?.messages?.[data.target_id]
    const asked = await baseOf(interaction)
    const event: CommandEvent = {
      ...asked,
      kind: 'command',
      command: 'imerr',
      intent: 'explain',
      text: target ? messageText(withEmbedsRead(target), names) : '',
      target: { conversation: asked.conversation, id: data.target_id },
      files: target ? attachedFiles(target) : [],
    }
    await sink.handle(event, responderOf(interaction, event.conversation, 'private'))
  }

  async function complete(interaction: APIApplicationCommandAutocompleteInteraction): Promise<void> {
    let choices: { name: string; value: string }[] = []
    try {
      choices = sink
        .suggest(typedText(interaction.data.options), LIMITS.choices)
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
    // Shows nothing yet: the answer may be a new message, or an update of this one.
    if (!(await respond(interaction, { type: InteractionResponseType.DeferredMessageUpdate }))) return
    const pressed = await baseOf(interaction)
    const isPrivate = ((interaction.message.flags ?? 0) & MessageFlags.Ephemeral) !== 0
    const message = isPrivate ? undefined : { conversation: pressed.conversation, id: interaction.message.id }
    await sink.handle(
      { ...pressed, kind: 'action', action: id, value, ...(message ? { message } : {}) },
      responderOf(interaction, pressed.conversation, 'button', message),
    )
  }

  async function form(interaction: APIModalSubmitInteraction): Promise<void> {
    if (!(await defer(interaction, 'private'))) return
    const asked = await baseOf(interaction)
    await sink.handle(
      { ...asked, kind: 'command', command: 'imerr', text: formText(interaction.data) },
      responderOf(interaction, asked.conversation, 'private'),
    )
  }

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
