/** chat.*: posting, ephemeral messages, updating and deleting. */
import { messageProblems, refuseMessage } from '../block-kit/message-rules.ts'
import { APP, asList, asText, type Json, type Message, SlackRefusal } from '../workspace/model.ts'
import { messageJson } from '../workspace/payloads.ts'
import { OWN } from '../workspace/posting.ts'
import { type Asked, channelOf, type Method, writableChannel } from './method.ts'

/** The message fields of a call. */
export function contentOf(args: Json): Pick<Message, 'text' | 'blocks' | 'attachments' | 'metadata'> {
  const blocks = asList(args.blocks)
  const attachments = asList(args.attachments)
  return {
    text: asText(args.text) || asText(args.markdown_text),
    ...(blocks.length > 0 ? { blocks } : {}),
    ...(attachments.length > 0 ? { attachments } : {}),
    ...(args.metadata ? { metadata: args.metadata as Json } : {}),
  }
}

function judge(asked: Asked, kind: 'post' | 'ephemeral' | 'update', name: string) {
  asked.world.problems.push(...messageProblems(asked.args, kind).map((problem) => `${name}: ${problem}`))
  refuseMessage(asked.args)
}

/** The thread of a call. Slack accepts a reply's timestamp, but people do not find such a message, so it is a problem. */
function threadOf({ world, args }: Asked, channel: string, name: string): { threadTs?: string } {
  const threadTs = asText(args.thread_ts)
  if (!threadTs) return {}
  const parent = world.find(channel, threadTs)
  if (parent?.threadTs && parent.threadTs !== parent.ts)
    world.problems.push(`${name}: thread_ts is that of a reply, not of its parent`)
  return { threadTs }
}

function ownMessage(asked: Asked, refusal: string): Message {
  const channel = channelOf(asked)
  const message = asked.world.find(channel.id, asText(asked.args.ts))
  if (!message || message.ephemeralTo || message.subtype === 'tombstone') throw new SlackRefusal('message_not_found')
  if (message.appId !== APP) throw new SlackRefusal(refusal)
  return message
}

export const CHAT_METHODS: Readonly<Record<string, Method>> = {
  'chat.postMessage': {
    token: 'bot',
    scope: 'chat:write',
    run(asked) {
      const channel = writableChannel(asked)
      judge(asked, 'post', 'chat.postMessage')
      const thread = threadOf(asked, channel.id, 'chat.postMessage')
      const message = asked.posting.post(channel, { ...OWN, ...contentOf(asked.args), ...thread })
      return { channel: channel.id, ts: message.ts, message: messageJson(asked.world, message, true) }
    },
  },
  'chat.postEphemeral': {
    token: 'bot',
    scope: 'chat:write',
    run(asked) {
      const channel = writableChannel(asked)
      const user = asText(asked.args.user)
      if (!asked.world.users.has(user)) throw new SlackRefusal('user_not_in_channel')
      judge(asked, 'ephemeral', 'chat.postEphemeral')
      const thread = threadOf(asked, channel.id, 'chat.postEphemeral')
      const draft = { ...OWN, ...contentOf(asked.args), ...thread, ephemeralTo: user }
      return { message_ts: asked.posting.post(channel, draft).ts }
    },
  },
  'chat.update': {
    token: 'bot',
    scope: 'chat:write',
    run(asked) {
      const message = ownMessage(asked, 'cant_update_message')
      judge(asked, 'update', 'chat.update')
      const content = contentOf(asked.args)
      // An update without blocks removes them and marks the message as edited.
      const change = { ...content, blocks: content.blocks ?? [], attachments: content.attachments ?? [] }
      asked.posting.change(message, change, content.blocks === undefined)
      return {
        channel: message.channel,
        ts: message.ts,
        text: message.text,
        message: messageJson(asked.world, message, true),
      }
    },
  },
  'chat.delete': {
    token: 'bot',
    scope: 'chat:write',
    run(asked) {
      const message = ownMessage(asked, 'cant_delete_message')
      const answer = { channel: message.channel, ts: message.ts }
      asked.posting.erase(message)
      return answer
    },
  },
  'chat.getPermalink': {
    token: 'bot',
    run(asked) {
      const channel = channelOf(asked)
      const message = asked.world.find(channel.id, asText(asked.args.message_ts))
      if (!message || message.ephemeralTo) throw new SlackRefusal('message_not_found')
      return { channel: channel.id, permalink: permalinkOf(message) }
    },
  },
}

/** The permalink of a message. */
export function permalinkOf({ channel, ts, threadTs }: Message): string {
  const link = `https://local.slack.com/archives/${channel}/p${ts.replace('.', '')}`
  return threadTs && threadTs !== ts ? `${link}?thread_ts=${threadTs}&cid=${channel}` : link
}
