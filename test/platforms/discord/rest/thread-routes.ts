/** Thread routes: starting one from a message, changing, joining and leaving. */

import type { Events } from '../gateway/events.ts'
import { createChecker } from '../rules/checker.ts'
import { channelJson } from '../world/payloads.ts'
import { can, channelPermissions } from '../world/permissions.ts'
import { CHANNEL, FLAG, type Json, MESSAGE, PERMISSION } from '../world/protocol.ts'
import type { Channel, Message, World } from '../world/world.ts'
import { type FormError, invalidForm, refuse } from './api-error.ts'
import { type Asked, path, type Route } from './request.ts'

const AUTO_ARCHIVE = [60, 1440, 4320, 10_080]

export type Threads = ReturnType<typeof createThreads>

/** Starts threads, for people and for the bot. */
export function createThreads(world: World, events: Events) {
  return {
    start(
      starter: Message,
      name: string,
      by: { readonly id: string; readonly username: string; readonly bot: boolean },
    ): Channel {
      const parent = world.channels.get(starter.channelId)
      if (!parent) throw refuse(10003)
      const thread = world.addThread(parent, name, by.id, starter.id)
      starter.flags |= FLAG.HAS_THREAD
      world.messagesIn(thread.id).push({
        id: world.nextId(),
        channelId: thread.id,
        author: by,
        type: MESSAGE.THREAD_STARTER,
        content: '',
        embeds: [],
        components: [],
        files: [],
        flags: 0,
        pinged: [],
        reference: { type: 0, channel_id: starter.channelId, message_id: starter.id, guild_id: parent.guildId },
      })
      events.threadCreated(thread)
      events.messageUpdated(starter)
      return thread
    },
  }
}

export function threadRoutes(world: World, events: Events, threads: Threads): readonly Route[] {
  function reach(id = ''): Channel {
    const channel = world.channels.get(id)
    if (!channel) throw refuse(10003)
    if (!can(world, channel, world.me.id, 'VIEW_CHANNEL')) throw refuse(50001)
    return channel
  }
  function valid(asked: Asked, errors: readonly FormError[]): void {
    world.problems.push(...errors.map((error) => `${asked.name}: ${error.path}: ${error.message}`))
    if (errors.length > 0) throw invalidForm(errors)
  }
  function check(asked: Asked, required: boolean): void {
    const checker = createChecker()
    checker.text(asked.body.name, 'name', 1, 100, required)
    const duration = asked.body.auto_archive_duration
    if (duration !== undefined) checker.oneOf(duration, 'auto_archive_duration', AUTO_ARCHIVE)
    valid(asked, checker.errors)
  }

  function start(asked: Asked): Json {
    const channel = reach(asked.params[0])
    const starter = world.findMessage(channel.id, asked.params[1] ?? '')
    if (!starter || starter.onlyFor) throw refuse(10008)
    check(asked, true)
    if (channel.type !== CHANNEL.TEXT && channel.type !== CHANNEL.ANNOUNCEMENT) throw refuse(50024)
    const needed = PERMISSION.CREATE_PUBLIC_THREADS
    if (!(channelPermissions(world, channel, world.me.id) & needed)) throw refuse(50013)
    if (world.channels.has(starter.id)) throw refuse(160004)
    return channelJson(world, threads.start(starter, String(asked.body.name), world.me))
  }

  function change(asked: Asked): Json {
    const channel = reach(asked.params[0])
    const { thread } = channel
    const manages = can(world, channel, world.me.id, thread ? 'MANAGE_THREADS' : 'MANAGE_CHANNELS')
    check(asked, false)
    const { archived, locked, name } = asked.body
    if (!thread) {
      if (!manages) throw refuse(50013)
      if (typeof name === 'string') channel.name = name
      events.channel('CHANNEL_UPDATE', channel)
      return channelJson(world, channel)
    }
    const keys = Object.keys(asked.body)
    // Anybody who may write may unarchive an unlocked thread; its owner may archive it. The rest needs MANAGE_THREADS.
    const wakes = archived === false && !thread.locked && can(world, channel, world.me.id, 'SEND_MESSAGES_IN_THREADS')
    const owns = thread.ownerId === world.me.id && !thread.locked && locked === undefined
    if (!manages && !owns && !(wakes && keys.length === 1)) throw refuse(50013)
    if (thread.archived && archived !== false) throw refuse(50083)
    if (typeof archived === 'boolean') Object.assign(thread, { archived, changedAt: Date.now() })
    if (typeof locked === 'boolean') thread.locked = locked
    if (typeof name === 'string') channel.name = name
    events.threadUpdated(channel)
    return channelJson(world, channel)
  }

  return [
    { method: 'POST', path: path('/channels/:id/messages/:id/threads'), status: 201, handle: start },
    { method: 'PATCH', path: path('/channels/:id'), handle: change },
    { method: 'PUT', path: path('/channels/:id/thread-members/@me'), handle: (asked) => void reach(asked.params[0]) },
    {
      method: 'DELETE',
      path: path('/channels/:id/thread-members/@me'),
      handle: (asked) => void reach(asked.params[0]),
    },
  ]
}
