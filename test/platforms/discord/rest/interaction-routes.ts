/** Interaction callbacks, and the messages that the interaction's token may create and edit for 15 minutes. */

import { type Interaction, type Interactions, TOKEN_LIFE } from '../people/interactions.ts'
import { checkAutocomplete, checkModal } from '../rules/form-rules.ts'
import { messageJson } from '../world/payloads.ts'
import type { Posting } from '../world/posting.ts'
import { CALLBACK, FLAG, INTERACTION, type Json, MESSAGE, number, record } from '../world/protocol.ts'
import type { Message, World } from '../world/world.ts'
import { type FormError, invalidForm, refuse } from './api-error.ts'
import { type Asked, path, type Route } from './request.ts'

const FITTING: Readonly<Record<number, readonly number[]>> = {
  [INTERACTION.PING]: [CALLBACK.PONG],
  [INTERACTION.COMMAND]: [CALLBACK.MESSAGE, CALLBACK.DEFERRED, CALLBACK.MODAL],
  [INTERACTION.COMPONENT]: [4, 5, 6, 7, 9],
  [INTERACTION.AUTOCOMPLETE]: [CALLBACK.CHOICES],
  [INTERACTION.MODAL]: [4, 5, 6, 7],
}
const USER_INSTALL_FOLLOW_UPS = 5

export function interactionRoutes(
  world: World,
  interactions: Interactions,
  posting: Posting,
  cdn: () => string,
): readonly Route[] {
  const json = (message: Message) => messageJson(world, message, cdn())

  function valid(asked: Asked, errors: readonly FormError[]): void {
    world.problems.push(...errors.map((error) => `${asked.name}: ${error.path}: ${error.message}`))
    if (errors.length > 0) throw invalidForm(errors.map((error) => ({ ...error, path: `data.${error.path}` })))
  }

  /** Posts as the interaction: needs no permission, and may be visible to one person only. */
  function speak(it: Interaction, body: Json, asked: Asked, flags: number, type: number, reference?: Json): Message {
    const secret = (flags & FLAG.EPHEMERAL) !== 0
    return posting.create({
      channel: it.channel,
      body,
      files: asked.files,
      more: {
        applicationId: world.application.id,
        webhookId: world.application.id,
        flags,
        type,
        interaction: { id: it.id, userId: it.user.id, type: it.type },
        ...(secret ? { onlyFor: it.user.id } : {}),
        ...(reference ? { reference } : {}),
      },
    })
  }
  const replyTo = (message: Message): Json => ({ type: 0, channel_id: message.channelId, message_id: message.id })
  const answerType = (it: Interaction) =>
    it.source ? MESSAGE.REPLY : it.commandType === 3 ? MESSAGE.CONTEXT_MENU : MESSAGE.CHAT_INPUT

  function callback(asked: Asked): unknown {
    const it = interactions.find(asked.params[0] ?? '', asked.params[1] ?? '')
    if (!it || it.expired) throw refuse(10062)
    if (it.callback !== undefined) throw refuse(40060)
    const type = number(asked.body.type)
    const data = record(asked.body.data)
    const fits = (FITTING[it.type] ?? []).includes(type)
    const updates = type === CALLBACK.UPDATE || type === CALLBACK.DEFERRED_UPDATE
    if (!fits || (updates && !it.source))
      valid(asked, [{ path: 'type', code: 'BASE_TYPE_CHOICES', message: `callback ${type} does not fit ${it.type}` }])
    perform(it, type, data, asked)
    it.callback = type
    it.answeredAt = Date.now()
    if (asked.query.get('with_response') !== 'true') return undefined
    const shown = it.original
    return {
      interaction: {
        id: it.id,
        type: it.type,
        response_message_id: shown?.id,
        response_message_loading: type === CALLBACK.DEFERRED,
        response_message_ephemeral: !!shown?.onlyFor,
      },
      ...(shown && type !== CALLBACK.DEFERRED_UPDATE ? { resource: { type, message: json(shown) } } : {}),
    }
  }

  function perform(it: Interaction, type: number, data: Json, asked: Asked): void {
    const reference = it.source && replyTo(it.source)
    switch (type) {
      case CALLBACK.MESSAGE:
        posting.check(asked.name, data, asked.files, { kind: 'answer' })
        it.original = speak(it, data, asked, number(data.flags), answerType(it), reference)
        return
      case CALLBACK.DEFERRED:
        if (number(data.flags) & ~FLAG.EPHEMERAL)
          valid(asked, [{ path: 'flags', code: 'MESSAGE_FLAGS_INVALID', message: 'only EPHEMERAL can be deferred' }])
        it.original = speak(it, {}, asked, number(data.flags) | FLAG.LOADING, answerType(it), reference)
        return
      case CALLBACK.UPDATE:
      case CALLBACK.DEFERRED_UPDATE: {
        const source = it.source
        if (!source) return
        it.original = source
        if (type === CALLBACK.DEFERRED_UPDATE) return
        posting.check(asked.name, data, asked.files, { kind: 'edit', flags: source.flags })
        posting.edit(present(source), data, asked.files)
        return
      }
      case CALLBACK.CHOICES:
        valid(asked, checkAutocomplete(data))
        it.choices = (data.choices as Json[]) ?? []
        return
      case CALLBACK.MODAL:
        valid(asked, checkModal(data))
        it.modal = data
    }
  }

  function present(message: Message | undefined): Message {
    if (!message || !world.findMessage(message.channelId, message.id)) throw refuse(10008)
    return message
  }

  function reach(asked: Asked): Interaction {
    const [application, token = ''] = asked.params
    const it = interactions.byToken(token)
    if (application !== world.application.id || !it) throw refuse(10015)
    if (it.over || Date.now() - it.createdAt > TOKEN_LIFE) throw refuse(50027)
    if (it.callback === undefined) throw refuse(10015)
    return it
  }
  function reachMessage(it: Interaction, asked: Asked): Message {
    const id = asked.params[2]
    if (id === '@original') return present(it.original)
    const message = world.findMessage(it.channel.id, id ?? '')
    if (!message || (message.interaction?.id !== it.id && message !== it.source)) throw refuse(10008)
    return message
  }

  function editMessage(asked: Asked): Json {
    const message = reachMessage(reach(asked), asked)
    posting.check(asked.name, asked.body, asked.files, { kind: 'edit', flags: message.flags })
    return json(posting.edit(message, asked.body, asked.files))
  }

  function followUp(asked: Asked): Json {
    const it = reach(asked)
    posting.check(asked.name, asked.body, asked.files, { kind: 'answer' })
    const waiting = it.original
    // The first follow-up fills in the deferred answer and keeps its visibility.
    if (it.callback === CALLBACK.DEFERRED && waiting && waiting.flags & FLAG.LOADING)
      return json(posting.edit(present(waiting), asked.body, asked.files))
    const joined = !it.channel.guildId || world.guilds.get(it.channel.guildId)?.joined
    if (!joined && ++it.followUps > USER_INSTALL_FOLLOW_UPS) throw refuse(40094)
    const target = it.original
    const reference = target && world.findMessage(target.channelId, target.id) ? replyTo(target) : undefined
    const type = reference ? MESSAGE.REPLY : MESSAGE.DEFAULT
    return json(speak(it, asked.body, asked, number(asked.body.flags), type, reference))
  }

  const message = path('/webhooks/:id/:id/messages/:id')
  return [
    { method: 'POST', path: path('/interactions/:id/:id/callback'), open: true, handle: callback },
    { method: 'POST', path: path('/webhooks/:id/:id'), open: true, posts: true, handle: followUp },
    { method: 'GET', path: message, open: true, handle: (asked) => json(reachMessage(reach(asked), asked)) },
    { method: 'PATCH', path: message, open: true, handle: editMessage },
    {
      method: 'DELETE',
      path: message,
      open: true,
      handle: (asked) => posting.remove(reachMessage(reach(asked), asked)),
    },
  ]
}
