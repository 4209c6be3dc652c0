/** `/channels/{id}/messages`: the bot posts, edits, deletes and reads. */

import type { Events } from '../gateway/events.ts'
import { messageJson } from '../world/payloads.ts'
import { can } from '../world/permissions.ts'
import type { Posting } from '../world/posting.ts'
import { CHANNEL, isFilled, isRecord, type Json, list, MESSAGE, type PermissionName } from '../world/protocol.ts'
import type { Channel, Message, World } from '../world/world.ts'
import { invalidForm, refuse } from './api-error.ts'
import { type Asked, path, type Route } from './request.ts'

const SYSTEM = [MESSAGE.THREAD_CREATED, MESSAGE.THREAD_STARTER] as const
/** How long Discord remembers a nonce, in milliseconds. Documented as "a few minutes". */
const NONCE_LIFE = 3 * 60_000

export function messageRoutes(world: World, events: Events, posting: Posting, cdn: () => string): readonly Route[] {
  const nonces = new Map<string, { message: Message; at: number }>()
  const json = (message: Message) => messageJson(world, message, cdn(), !world.application.contentIntent)
  const may = (channel: Channel, permission: PermissionName) => {
    if (!can(world, channel, world.me.id, permission)) throw refuse(50013)
  }

  function reach(id = ''): Channel {
    const channel = world.channels.get(id)
    if (!channel) throw refuse(10003)
    if (!can(world, channel, world.me.id, 'VIEW_CHANNEL')) throw refuse(50001)
    return channel
  }
  function reachMessage(channel: Channel, id = ''): Message {
    const message = world.findMessage(channel.id, id)
    if (!message || message.onlyFor) throw refuse(10008)
    return message
  }

  function maySpeak(channel: Channel, asked: Asked): void {
    const { thread } = channel
    if (channel.type === CHANNEL.FORUM) throw refuse(50008)
    if (channel.recipientId && !world.users.get(channel.recipientId)?.acceptsDms) throw refuse(50007)
    may(channel, thread ? 'SEND_MESSAGES_IN_THREADS' : 'SEND_MESSAGES')
    if (isFilled(asked.body.embeds)) may(channel, 'EMBED_LINKS')
    if (asked.files.length > 0) may(channel, 'ATTACH_FILES')
    if (!thread) return
    if (thread.locked && !can(world, channel, world.me.id, 'MANAGE_THREADS')) throw refuse(160005)
    const parent = world.channels.get(channel.parentId ?? '')
    if (parent?.type === CHANNEL.FORUM && world.messagesIn(channel.id).length === 0) throw refuse(40058)
  }

  function replyTarget(channel: Channel, reference: Json): Message | undefined {
    if (!can(world, channel, world.me.id, 'READ_MESSAGE_HISTORY')) throw refuse(160002)
    const bad = (code: string, message: string) => invalidForm([{ path: 'message_reference', code, message }])
    const found = world.findMessage(channel.id, String(reference.message_id))
    if (!found && reference.fail_if_not_exists !== false)
      throw bad('MESSAGE_REFERENCE_UNKNOWN_MESSAGE', 'Unknown message')
    if (found && (SYSTEM as readonly number[]).includes(found.type))
      throw bad('REPLIES_CANNOT_REFERENCE_SYSTEM_MESSAGE', 'Cannot reply to a system message')
    return found
  }

  function post(asked: Asked): Json {
    const channel = reach(asked.params[0])
    const { body, files } = asked
    posting.check(asked.name, body, files, { kind: 'create' })
    maySpeak(channel, asked)
    const twin = body.enforce_nonce === true ? nonces.get(String(body.nonce)) : undefined
    if (twin && Date.now() - twin.at < NONCE_LIFE) {
      if (!world.findMessage(twin.message.channelId, twin.message.id)) throw refuse(10008)
      return json(twin.message)
    }
    const reference = isRecord(body.message_reference) ? body.message_reference : undefined
    const repliedTo = reference && replyTarget(channel, reference)
    // Posting unarchives a thread.
    if (channel.thread?.archived) {
      Object.assign(channel.thread, { archived: false, changedAt: Date.now() })
      events.threadUpdated(channel)
    }
    const where = { type: 0, channel_id: channel.id, ...(channel.guildId ? { guild_id: channel.guildId } : {}) }
    const more = repliedTo ? { type: MESSAGE.REPLY, reference: { ...where, message_id: repliedTo.id } } : {}
    const message = posting.create({ channel, body, files, more, repliedTo })
    if (isFilled(body.nonce)) nonces.set(String(body.nonce), { message, at: Date.now() })
    return json(message)
  }

  function edit(asked: Asked): Json {
    const channel = reach(asked.params[0])
    const message = reachMessage(channel, asked.params[1])
    if (message.author.id !== world.me.id) throw refuse(50005)
    posting.check(asked.name, asked.body, asked.files, { kind: 'edit', flags: message.flags })
    if (channel.thread?.archived) throw refuse(50083)
    if (isFilled(asked.body.embeds)) may(channel, 'EMBED_LINKS')
    return json(posting.edit(message, asked.body, asked.files))
  }

  function remove(asked: Asked): void {
    const channel = reach(asked.params[0])
    const message = reachMessage(channel, asked.params[1])
    if (message.author.id !== world.me.id) may(channel, 'MANAGE_MESSAGES')
    posting.remove(message)
  }

  function removeMany(asked: Asked): void {
    const channel = reach(asked.params[0])
    if (!channel.guildId) throw refuse(50003)
    may(channel, 'MANAGE_MESSAGES')
    const ids = list(asked.body.messages).map(String)
    if (ids.length < 2 || ids.length > 100)
      throw invalidForm([{ path: 'messages', code: 'BASE_TYPE_BAD_LENGTH', message: 'Must be between 2 and 100.' }])
    const all = world.messagesIn(channel.id)
    world.messages.set(
      channel.id,
      all.filter((message) => !ids.includes(message.id)),
    )
    events.messagesDeleted(channel.id, ids, true)
  }

  function read(asked: Asked): Json[] {
    const channel = reach(asked.params[0])
    if (!can(world, channel, world.me.id, 'READ_MESSAGE_HISTORY')) return []
    const bound = (key: string) => BigInt(asked.query.get(key) ?? 0)
    const limit = Number(asked.query.get('limit') ?? 50)
    const all = world.messagesIn(channel.id).filter((message) => !message.onlyFor)
    const before = asked.query.has('before') ? all.filter((message) => BigInt(message.id) < bound('before')) : all
    if (!asked.query.has('after')) return before.slice(-limit).reverse().map(json)
    return before
      .filter((message) => BigInt(message.id) > bound('after'))
      .slice(0, limit)
      .reverse()
      .map(json)
  }

  return [
    { method: 'POST', path: path('/channels/:id/messages'), posts: true, handle: post },
    { method: 'GET', path: path('/channels/:id/messages'), handle: read },
    { method: 'POST', path: path('/channels/:id/messages/bulk-delete'), handle: removeMany },
    { method: 'PATCH', path: path('/channels/:id/messages/:id'), handle: edit },
    { method: 'DELETE', path: path('/channels/:id/messages/:id'), handle: remove },
    {
      method: 'GET',
      path: path('/channels/:id/messages/:id'),
      handle(asked) {
        const channel = reach(asked.params[0])
        if (!can(world, channel, world.me.id, 'READ_MESSAGE_HISTORY')) throw refuse(50001)
        return json(reachMessage(channel, asked.params[1]))
      },
    },
    { method: 'POST', path: path('/channels/:id/typing'), handle: (asked) => void reach(asked.params[0]) },
  ]
}
