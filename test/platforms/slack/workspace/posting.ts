/** Creates, changes and deletes messages, and sends the app the events about them, including its own. */

import { pingsOf } from '../block-kit/mrkdwn.ts'
import type { Delivery } from '../delivery/delivery.ts'
import { APP, asList, BOT, BOT_USER, type Channel, type Json, type Message } from './model.ts'
import { eventCallback, messageJson } from './payloads.ts'
import type { World } from './world.ts'

type Draft = Partial<Message> & { readonly text: string }

export interface Posting {
  /** Puts a message into a channel and tells the app. */
  post(channel: Channel, draft: Draft): Message
  /** Changes a message. @param edited false for changes by Slack itself, such as an unfurl */
  change(message: Message, change: Partial<Message>, edited: boolean): void
  erase(message: Message): void
  /** Sends an event to the app if it subscribed to it and is in the channel. */
  emit(event: Json, channel?: Channel, echo?: boolean): Promise<void>
}

/** The author fields of the app's own posts. */
export const OWN = { user: BOT_USER, botId: BOT, appId: APP, username: 'imerr' } as const

const SUBSCRIPTION = { channel: 'message.channels', group: 'message.groups', im: 'message.im' } as const

export function createPosting(world: World, delivery: Delivery): Posting {
  function notify(message: Message) {
    const before = message.pinged
    message.pinged = pingsOf(message)
    if (message.appId !== APP) return
    const { channel, ts } = message
    for (const who of message.pinged) if (!before.includes(who)) world.pings.push({ channel, ts, who })
  }

  const posting: Posting = {
    async emit(event, channel, echo = false) {
      const name = event.type === 'message' && channel ? SUBSCRIPTION[channel.kind] : String(event.type)
      if (!world.subscriptions.has(name)) return
      if (channel && channel.kind !== 'im' && !channel.member) return
      const payload = eventCallback(world, event, channel?.external ?? false)
      await delivery.send({ kind: 'events_api', payload: { ...payload, ...(echo ? { echo } : {}) }, answers: false })
    },
    post(channel, draft) {
      const { text, ...more } = draft
      const blocks = draft.blocks?.map((block) => ({ block_id: world.fresh('b'), ...block }))
      const ts = world.ts()
      const message: Message = {
        ts,
        channel: channel.id,
        text,
        pinged: [],
        ...more,
        ...(blocks ? { blocks } : {}),
      }
      notify(message)
      // Slack silently posts a reply to a deleted message to the channel itself.
      if (message.threadTs && !world.find(channel.id, message.threadTs)) delete message.threadTs
      world.messages.push(message)
      if (message.ephemeralTo) return message
      const said = {
        ...messageJson(world, message, true),
        channel: channel.id,
        channel_type: channel.kind,
        event_ts: ts,
      }
      void posting.emit(said, channel, message.appId === APP)
      if (message.appId !== APP && message.text.includes(`<@${BOT_USER}>`)) {
        const { subtype: _, channel_type: __, ...mention } = said as Json
        void posting.emit({ ...mention, type: 'app_mention' }, channel)
      }
      return message
    },
    change(message, change, edited) {
      const channel = world.channels.get(message.channel)
      const before = messageJson(world, message, true)
      Object.assign(message, change)
      for (const key of ['blocks', 'attachments'] as const)
        if (key in change && asList(change[key]).length === 0) delete message[key]
      message.blocks = message.blocks?.map((block) => ({ block_id: world.fresh('b'), ...block })) ?? []
      if (message.blocks.length === 0) delete message.blocks
      notify(message)
      const ts = world.ts()
      if (edited) message.edited = { user: message.user ?? '', ts }
      if (message.ephemeralTo || !channel) return
      const event = { type: 'message', subtype: 'message_changed', hidden: true, channel: channel.id, ts, event_ts: ts }
      const after = messageJson(world, message, true)
      const whole = { ...event, channel_type: channel.kind, message: after, previous_message: before }
      void posting.emit(whole, channel, message.appId === APP)
    },
    erase(message) {
      const channel = world.channels.get(message.channel)
      const gone = messageJson(world, message, true)
      const drop = () => world.messages.splice(world.messages.indexOf(message), 1)
      const answers = world.messages.filter((other) => other.channel === message.channel && other !== message)
      if (!message.ephemeralTo && answers.some((other) => other.threadTs === message.ts)) {
        // A deleted parent with replies becomes a tombstone, announced as a change.
        const { ts, channel: where, threadTs } = message
        for (const key of Object.keys(message)) Reflect.deleteProperty(message, key)
        const tombstone = { subtype: 'tombstone', user: 'USLACKBOT', text: 'This message was deleted.', pinged: [] }
        Object.assign(message, { ts, channel: where, ...(threadTs ? { threadTs } : {}), ...tombstone })
        const event = {
          type: 'message',
          subtype: 'message_changed',
          hidden: true,
          channel: where,
          channel_type: channel?.kind,
        }
        const moment = world.ts()
        const after = { ...messageJson(world, message, true), hidden: true }
        void posting.emit(
          { ...event, ts: moment, event_ts: moment, message: after, previous_message: gone },
          channel,
          gone.app_id === APP,
        )
        return
      }
      drop()
      if (message.ephemeralTo || !channel) return
      const ts = world.ts()
      const event = { type: 'message', subtype: 'message_deleted', hidden: true, channel: channel.id, ts, event_ts: ts }
      void posting.emit(
        { ...event, channel_type: channel.kind, deleted_ts: message.ts, previous_message: gone },
        channel,
        message.appId === APP,
      )
      const parent = message.threadTs ? world.find(message.channel, message.threadTs) : undefined
      const empty = parent && !world.messages.some((other) => other !== parent && other.threadTs === parent.ts)
      // Deleting the last reply deletes the tombstone.
      if (parent?.subtype === 'tombstone' && empty) posting.erase(parent)
    },
  }
  return posting
}
