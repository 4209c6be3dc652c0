/** What people and other bots do in the workspace: write, edit, delete, invite the bot, open its Home. */

import { typedText } from '../block-kit/mrkdwn.ts'
import { permalinkOf } from '../web-api/chat-methods.ts'
import { addFile } from '../web-api/files.ts'
import type { Slack } from '../web-api/method.ts'
import { ALERT_BOT, ALERT_USER, ALICE, BOT_USER, type Channel, type Json, type Message, SUPPORT } from './model.ts'

export interface Say {
  /** A user's id; Alice by default. */
  readonly person?: string
  /** The channel's id; a person's id for a direct message with the bot. */
  readonly channel?: string
  /** `app`: an alerting tool with a bot user. `webhook`: subtype bot_message, without a user. */
  readonly bot?: 'app' | 'webhook'
  /** The text is Slack's markup already, such as `<@U0IMERR> 10010`. */
  readonly raw?: boolean
  readonly threadOf?: string
  /** The reply also stands in the channel. */
  readonly broadcast?: boolean
  readonly blocks?: Json[]
  readonly attachments?: Json[]
  readonly files?: readonly { readonly name: string; readonly content: Uint8Array }[]
  /** Such as `channel_join` or `me_message`. */
  readonly subtype?: string
}

export interface People {
  say(text: string, how?: Say): Message
  /** @throws when there is no such message */
  edit(channel: string, ts: string, text: string): void
  /** Adds a link preview: a change without an edit. */
  unfurl(channel: string, ts: string): void
  erase(channel: string, ts: string): void
  /** Adds the bot to a channel. */
  invite(channel: string, by?: string): void
  openHome(person?: string, tab?: 'home' | 'messages'): Promise<void>
  permalink(channel: string, ts: string): string
}

/** The rich text that Slack's editor makes of typed text. */
const editorBlocks = (text: string): Json[] => [
  {
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements: text ? [{ type: 'text', text }] : [] }],
  },
]

/** Converts mrkdwn to rich text, with mentions and links as elements. */
function markupBlocks(markup: string): Json[] {
  const plain = (part: string) => part.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&')
  const elements = markup
    .split(/(<[^<>]+>)/)
    .filter(Boolean)
    .map((part): Json => {
      const [, sign, target = '', label] = /^<([@#!]?)([^|>]*)(?:\|([^>]*))?>$/.exec(part) ?? []
      if (sign === undefined) return { type: 'text', text: plain(part) }
      if (sign === '@') return { type: 'user', user_id: target }
      if (sign === '#') return { type: 'channel', channel_id: target }
      if (sign === '!' && target.startsWith('subteam^')) return { type: 'usergroup', usergroup_id: target.slice(8) }
      if (sign === '!') return { type: 'broadcast', range: target }
      return { type: 'link', url: target, ...(label ? { text: label } : {}) }
    })
  return [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }]
}

export function createPeople(slack: Slack): People {
  const { world, posting } = slack

  function place(id: string): Channel {
    const channel = world.users.has(id) ? world.directMessage(id) : world.channels.get(id)
    if (!channel) throw new Error(`no channel ${id}`)
    return channel
  }
  function message(channel: string, ts: string): Message {
    const found = world.find(place(channel).id, ts)
    if (!found) throw new Error(`no message ${ts} in ${channel}`)
    return found
  }
  function author({ bot, person = ALICE }: Say): Partial<Message> {
    if (bot === 'webhook') return { subtype: 'bot_message', botId: ALERT_BOT, username: 'Alerts' }
    if (bot === 'app') return { user: ALERT_USER, botId: ALERT_BOT, appId: 'A0ALERTS', username: 'alerts' }
    return { user: person, clientMsgId: crypto.randomUUID() }
  }

  return {
    say(text, how = {}) {
      const files = how.files?.map((file) => addFile(world, file.name, file.content, how.person ?? ALICE))
      const subtype = how.subtype ?? (how.broadcast ? 'thread_broadcast' : files ? 'file_share' : undefined)
      const blocks = how.blocks ?? (how.bot ? undefined : how.raw ? markupBlocks(text) : editorBlocks(text))
      return posting.post(place(how.channel ?? SUPPORT), {
        ...author(how),
        text: how.raw ? text : typedText(text),
        ...(blocks ? { blocks } : {}),
        ...(how.attachments ? { attachments: how.attachments } : {}),
        ...(how.threadOf ? { threadTs: how.threadOf } : {}),
        ...(files ? { files } : {}),
        ...(subtype ? { subtype } : {}),
      })
    },
    edit(channel, ts, text) {
      const found = message(channel, ts)
      const blocks = found.botId ? [] : editorBlocks(text)
      posting.change(found, { text: typedText(text), blocks }, true)
    },
    unfurl(channel, ts) {
      const from_url = 'https://example.com/'
      const preview = { from_url, original_url: from_url, id: 1, title: 'Example', fallback: 'Example', text: 'A page' }
      const found = message(channel, ts)
      posting.change(found, { attachments: [...(found.attachments ?? []), preview] }, false)
    },
    erase(channel, ts) {
      posting.erase(message(channel, ts))
    },
    invite(channel, by = ALICE) {
      const found = place(channel)
      found.member = true
      const event = { type: 'member_joined_channel', user: BOT_USER, channel: found.id, channel_type: 'C', inviter: by }
      void posting.emit({ ...event, team: world.team, event_ts: world.ts() }, found)
    },
    async openHome(person = ALICE, tab = 'home') {
      const channel = world.directMessage(person)
      const view = tab === 'home' ? world.homes.get(person) : undefined
      const event = { type: 'app_home_opened', user: person, channel: channel.id, tab, event_ts: world.ts() }
      await posting.emit(view ? { ...event, view: { ...view.content, id: view.id, hash: view.hash } } : event)
    },
    permalink: (channel, ts) => permalinkOf(message(channel, ts)),
  }
}
