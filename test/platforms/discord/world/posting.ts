/** Creates, edits and deletes the bot's messages, for all routes. */

import type { Events } from '../gateway/events.ts'
import { invalidForm, refuse } from '../rest/api-error.ts'
import type { SentFile } from '../rest/request.ts'
import { checkMessage, checkOwnRules, type MessageContext } from '../rules/message-rules.ts'
import { notifiedBy } from './mentions.ts'
import { FLAG, isFilled, isRecord, type Json, list, MESSAGE, number, numbered, record, string } from './protocol.ts'
import type { Channel, Message, StoredFile, World } from './world.ts'

const MAX_FILE_SIZE = 10 * 1024 * 1024

export type Posting = ReturnType<typeof createPosting>

export interface NewMessage {
  readonly channel: Channel
  readonly body: Json
  readonly files: readonly SentFile[]
  readonly more?: Partial<Message>
  readonly repliedTo?: Message | undefined
}

export function createPosting(world: World, events: Events) {
  /** Records rule violations as problems. @throws ApiError for what Discord refuses */
  function check(name: string, body: Json, files: readonly SentFile[], context: MessageContext): void {
    world.problems.push(...checkOwnRules(body).map((problem) => `${name}: ${problem}`))
    const errors = checkMessage(body, context)
    world.problems.push(...errors.map((error) => `${name}: ${error.path}: ${error.message}`))
    if (errors.length > 0) throw invalidForm(errors)
    if (files.some((file) => file.content.length > MAX_FILE_SIZE)) {
      world.problems.push(`${name}: a file is larger than ${MAX_FILE_SIZE} bytes`)
      throw refuse(40005)
    }
    const shown = ['content', 'embeds', 'components', 'poll', 'sticker_ids'].some((key) => isFilled(body[key]))
    if (context.kind !== 'edit' && !shown && files.length === 0) {
      world.problems.push(`${name}: an empty message`)
      throw refuse(50006)
    }
  }

  const store = (channel: string, files: readonly SentFile[], body: Json): StoredFile[] =>
    files.map((file) => {
      const about = list(body.attachments)
        .map(record)
        .find((item) => String(item.id) === file.key)
      return world.addFile(channel, string(about?.filename) || file.name, file.content, file.type)
    })

  function create({ channel, body, files, more = {}, repliedTo }: NewMessage): Message {
    const message: Message = {
      id: world.nextId(),
      channelId: channel.id,
      author: world.me,
      type: MESSAGE.DEFAULT,
      content: string(body.content),
      embeds: list(body.embeds),
      components: numbered(body.components),
      files: store(channel.id, files, body),
      flags: number(body.flags),
      ...(typeof body.nonce === 'string' || typeof body.nonce === 'number' ? { nonce: body.nonce } : {}),
      pinged: more.onlyFor ? [] : notifiedBy(world, channel, body, repliedTo),
      ...more,
    }
    world.messagesIn(channel.id).push(message)
    events.messageCreated(message)
    return message
  }

  /** Changes only the fields that the body names. */
  function edit(message: Message, body: Json, files: readonly SentFile[]): Message {
    const kept = Array.isArray(body.attachments)
      ? message.files.filter((file) => list(body.attachments).some((item) => record(item).id === file.id))
      : message.files
    const all = [...kept, ...store(message.channelId, files, body)]
    const content = 'content' in body ? string(body.content) : message.content
    const embeds = 'embeds' in body ? list(body.embeds) : message.embeds
    const components = 'components' in body ? numbered(body.components) : message.components
    if (![content, embeds, components, all].some(isFilled)) {
      world.problems.push('an edit leaves an empty message')
      throw refuse(50006)
    }
    const v2 = (message.flags | number(body.flags)) & FLAG.COMPONENTS_V2
    const suppress = isRecord(body) && 'flags' in body ? number(body.flags) & FLAG.SUPPRESS_EMBEDS : message.flags & 4
    // Filling in a deferred answer notifies like a new message; other edits notify nobody.
    const channel = world.channels.get(message.channelId)
    if (message.flags & FLAG.LOADING && channel && !message.onlyFor)
      message.pinged = notifiedBy(world, channel, body, undefined)
    const rest = message.flags & ~(FLAG.LOADING | FLAG.COMPONENTS_V2 | FLAG.SUPPRESS_EMBEDS)
    Object.assign(message, { content, embeds, components, files: all, flags: rest | v2 | suppress })
    message.editedAt = Date.now()
    events.messageUpdated(message)
    return message
  }

  function remove(message: Message): void {
    const all = world.messagesIn(message.channelId)
    all.splice(all.indexOf(message), 1)
    if (!message.onlyFor) events.messagesDeleted(message.channelId, [message.id])
  }

  return { check, create, edit, remove }
}
