/** Translates slash commands, shortcuts, buttons and forms into our events. Pure. */
import { createHash, randomUUID } from 'node:crypto'
import type { CommandSpec } from '../../../src/chat/command.ts'
import type { ActionEvent, CommandEvent, Person } from '../../../src/chat/event.ts'
import type { Identity } from '../api/identity.ts'
import { asObject, asText, type Payload } from '../api/payload.ts'
import { conversationOf } from '../api/places.ts'
import { ID_END } from '../render/card.ts'
import { undo, undoEntities } from '../render/mrkdwn.ts'
import { VIEWS } from '../render/views.ts'
import { atOf, fileRefs } from './message-event.ts'
import { messageText } from './message-text.ts'

/** The shortcuts' callback ids. */
export const SHORTCUTS = { explain: 'explain_codes', paste: 'paste_log' } as const

const actorOf = (user: Payload): Person => {
  const id = asText(user.id)
  return { id, name: asText(user.username) || asText(user.name) || id, bot: false }
}

/**
 * An interaction has no id, but its trigger_id and response_url are unique. The URL is hashed, because ids are logged and
 * whoever knows the URL can answer. An interaction that has none of them is never delivered twice.
 */
function idOf(body: Payload): string {
  const url = asText(body.response_url)
  const hash = url && createHash('sha256').update(url).digest('hex').slice(0, 32)
  return asText(body.trigger_id) || hash || asText(body.action_ts) || randomUUID()
}

/** True for commands about channels and people: they need Slack to send ids (`should_escape`) instead of bare names. */
export const namesPlaces = ({ adminsOnly }: CommandSpec): boolean => adminsOnly

/** @returns undefined for a command that we do not declare */
export function commandEvent(
  body: Payload,
  commands: readonly CommandSpec[],
  { team }: Identity,
  now: number,
): CommandEvent | undefined {
  const spec = commands.find((command) => `/${command.name}` === asText(body.command))
  if (!spec) return undefined
  const user = asText(body.user_id)
  return {
    kind: 'command',
    id: idOf(body),
    conversation: conversationOf(team, asText(body.channel_id), asText(body.thread_ts) || undefined),
    at: now,
    by: { id: user, name: asText(body.user_name) || user, bot: false },
    command: spec.name,
    text: (namesPlaces(spec) ? undoEntities : undo)(asText(body.text)).trim(),
  }
}

/** The "Explain error codes" shortcut on a message. */
export function explainEvent(body: Payload, { team }: Identity, now: number): CommandEvent {
  const message = asObject(body.message)
  const ts = asText(message.ts) || asText(body.message_ts)
  const conversation = conversationOf(team, asText(asObject(body.channel).id), asText(message.thread_ts), ts)
  return {
    kind: 'command',
    id: idOf(body),
    conversation,
    at: now,
    by: actorOf(asObject(body.user)),
    command: 'imerr',
    // Read as a bot's message, so with blocks and attachments: the person asks about all of it.
    text: messageText(message, true),
    intent: 'explain',
    target: { conversation, id: ts },
    files: fileRefs(message),
  }
}

/** The submitted paste form. */
export function pasteEvent(body: Payload, { team }: Identity, now: number): CommandEvent {
  const view = asObject(body.view)
  const values = asObject(asObject(view.state).values)
  const input = asObject(asObject(values[VIEWS.pasteBlock])[VIEWS.pasteInput])
  const by = actorOf(asObject(body.user))
  return {
    kind: 'command',
    id: `${asText(view.id)}:${asText(view.hash)}`,
    conversation: conversationOf(team, by.id),
    at: now,
    by,
    command: 'imerr',
    text: asText(input.value).trim(),
    intent: 'explain',
  }
}

/** Where the pressed button is shown. */
export type Surface = 'message' | 'ephemeral' | 'view'

export function surfaceOf(body: Payload): Surface {
  const container = asObject(body.container)
  if (container.type === 'view' || body.view !== undefined) return 'view'
  return container.is_ephemeral === true ? 'ephemeral' : 'message'
}

/** The id that a card gave its button. */
export const actionIdOf = (action: Payload): string => asText(action.action_id).split(ID_END)[0] ?? ''

export function actionEvent(body: Payload, action: Payload, { team }: Identity): ActionEvent {
  const container = asObject(body.container)
  const message = asObject(body.message)
  const by = actorOf(asObject(body.user))
  const ts = asText(container.message_ts) || asText(message.ts)
  const threadTs = asText(container.thread_ts) || asText(message.thread_ts)
  const channel = asText(container.channel_id) || asText(asObject(body.channel).id)
  const conversation = channel ? conversationOf(team, channel, threadTs, ts) : conversationOf(team, by.id)
  const at = asText(action.action_ts)
  const value = asText(action.value) || asText(asObject(action.selected_option).value)
  const id = actionIdOf(action)
  return {
    kind: 'action',
    id: `${at || idOf(body)}:${by.id}:${asText(action.action_id)}`,
    conversation,
    at: atOf(at),
    by,
    // A code chosen in the App Home's search.
    action: id === VIEWS.search ? 'lookup.show' : id,
    value,
    ...(surfaceOf(body) === 'message' && channel && ts ? { message: { conversation, id: ts } } : {}),
  }
}
