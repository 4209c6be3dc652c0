/** What people and webhooks do: write, edit, delete, open threads and forum posts. */
import type { Events } from '../gateway/events.ts'
import type { Threads } from '../rest/thread-routes.ts'
import { messageJson } from '../world/payloads.ts'
import { CHANNEL, type Json, MESSAGE } from '../world/protocol.ts'
import type { Channel, Message, User, World } from '../world/world.ts'

export interface SayOptions {
  readonly by?: User
  /** The support channel of the first server by default; for a direct message see `tell`. */
  readonly in?: Channel
  readonly files?: readonly { readonly name: string; readonly content: Uint8Array; readonly type?: string }[]
  readonly embeds?: readonly Json[]
  /** Posted by a webhook of this name, as alerting tools do. */
  readonly webhook?: string
  /** Replies with a ping, the default of Discord's client. */
  readonly replyTo?: Message
  /** Sends the text as a forward: in a snapshot, with empty content. */
  readonly forwarded?: boolean
  readonly type?: number
  /** A given id: the first message of a forum post has the thread's. */
  readonly id?: string
}

export function createPeople(world: World, events: Events, threads: Threads, cdn: () => string) {
  function say(text: string, options: SayOptions = {}): Message {
    const { by = world.alice, embeds = [], webhook, replyTo, forwarded } = options
    const channel = options.in ?? world.channel
    // The same name is the same webhook.
    const hook =
      webhook && ([...world.users.values()].find((user) => user.username === webhook) ?? world.addUser(webhook, true))
    const author = hook || by
    const files = (options.files ?? []).map(({ name, content, type = 'text/plain; charset=utf-8' }) =>
      world.addFile(channel.id, name, content, type),
    )
    const message: Message = {
      id: options.id ?? world.nextId(),
      channelId: channel.id,
      author,
      type: options.type ?? MESSAGE.DEFAULT,
      content: text,
      embeds,
      components: [],
      files,
      flags: 0,
      pinged: replyTo ? [replyTo.author.id] : [],
      ...(hook ? { webhookId: hook.id } : {}),
    }
    const where = { channel_id: channel.id, ...(channel.guildId ? { guild_id: channel.guildId } : {}) }
    if (replyTo)
      Object.assign(message, { type: MESSAGE.REPLY, reference: { type: 0, ...where, message_id: replyTo.id } })
    if (forwarded) {
      const { content, attachments, embeds: shown, timestamp } = messageJson(world, message, cdn())
      const inner = {
        content,
        attachments,
        embeds: shown,
        timestamp,
        edited_timestamp: null,
        type: 0,
        flags: 0,
        mentions: [],
      }
      const reference = { type: 1, ...where, message_id: world.nextId() }
      Object.assign(message, { content: '', files: [], embeds: [], snapshots: [{ message: inner }], reference })
    }
    world.messagesIn(channel.id).push(message)
    events.messageCreated(message)
    return message
  }

  return {
    say,
    /** A direct message to the bot. */
    tell: (text: string, options: SayOptions = {}) =>
      say(text, { ...options, in: world.dmWith((options.by ?? world.alice).id) }),
    change(message: Message, text: string): void {
      message.content = text
      message.editedAt = Date.now()
      events.messageUpdated(message)
    },
    /** Adds a link preview: an update without an edit. */
    touch(message: Message): void {
      message.embeds = [{ type: 'link', title: 'Preview', url: 'https://example.com/' }]
      events.messageUpdated(message)
    },
    erase(...messages: readonly Message[]): void {
      const [first] = messages
      if (!first) return
      const ids = messages.map((message) => message.id)
      world.messages.set(
        first.channelId,
        world.messagesIn(first.channelId).filter((message) => !ids.includes(message.id)),
      )
      events.messagesDeleted(first.channelId, ids, messages.length > 1)
    },
    /** The thread of a message; opens it if needed. */
    threadOf: (message: Message, name = message.content.slice(0, 100) || 'thread', by: User = world.alice): Channel =>
      world.channels.get(message.id) ?? threads.start(message, name, by),
    /** Opens a forum post. @returns the thread, and `begin` to send its first message, which may come later */
    post(title: string, by: User = world.alice, forum: Channel = world.forum) {
      if (forum.type !== CHANNEL.FORUM) throw new Error('not a forum')
      const thread = world.addThread(forum, title, by.id)
      events.threadCreated(thread)
      return {
        thread,
        begin: (text: string, options: SayOptions = {}) => say(text, { by, ...options, in: thread, id: thread.id }),
      }
    },
    archive(thread: Channel, more: { readonly archived?: boolean; readonly locked?: boolean } = {}): void {
      if (!thread.thread) throw new Error('not a thread')
      Object.assign(thread.thread, { archived: true, ...more, changedAt: Date.now() })
      events.threadUpdated(thread)
    },
  }
}
