/** conversations.*, users.info and bots.info. */

import {
  ALERT_BOT,
  APP,
  asText,
  BOT,
  BOT_USER,
  isTrue,
  type Json,
  type Message,
  SlackRefusal,
} from '../workspace/model.ts'
import { channelJson, messageJson, userJson } from '../workspace/payloads.ts'
import { type Asked, channelOf, type Method, scopeByChannel } from './method.ts'

function readable(asked: Asked) {
  const channel = channelOf(asked)
  if (!channel.member) throw new SlackRefusal('not_in_channel')
  return channel
}

/** A page of messages between `oldest` and `latest`; metadata only when asked for. */
function page({ world, args }: Asked, messages: readonly Message[], limit: number): Json {
  const oldest = asText(args.oldest) || '0'
  const latest = asText(args.latest) || '9999999999.999999'
  const inclusive = isTrue(args.inclusive)
  const inside = messages.filter(
    ({ ts }) => (ts > oldest && ts < latest) || (inclusive && (ts === oldest || ts === latest)),
  )
  const metadata = isTrue(args.include_all_metadata)
  const shown = inside.slice(0, limit).map((message) => messageJson(world, message, metadata))
  return { messages: shown, has_more: inside.length > limit, response_metadata: { next_cursor: '' } }
}

const limitOf = (args: Json, most: number) => Math.min(Number(args.limit) || 100, most)

export const CONVERSATION_METHODS: Readonly<Record<string, Method>> = {
  'conversations.info': {
    token: 'bot',
    scope: scopeByChannel('read'),
    run: (asked) => ({ channel: channelJson(asked.world, channelOf(asked), isTrue(asked.args.include_locale)) }),
  },
  'conversations.open': {
    token: 'bot',
    scope: 'im:write',
    run({ world, args }) {
      const users = asText(args.users).split(',').filter(Boolean)
      const [user = ''] = users
      if (users.length !== 1 || !world.users.has(user)) throw new SlackRefusal('user_not_found')
      const channel = world.directMessage(user)
      return { channel: isTrue(args.return_im) ? channelJson(world, channel, false) : { id: channel.id } }
    },
  },
  'conversations.history': {
    token: 'bot',
    scope: scopeByChannel('history'),
    run(asked) {
      const channel = readable(asked)
      const top = asked.world.messages.filter(
        (message) =>
          message.channel === channel.id &&
          !message.ephemeralTo &&
          (!message.threadTs || message.threadTs === message.ts || message.subtype === 'thread_broadcast'),
      )
      return page(asked, top.reverse(), limitOf(asked.args, 999))
    },
  },
  'conversations.replies': {
    token: 'bot',
    scope: scopeByChannel('history'),
    run(asked) {
      const channel = readable(asked)
      const asks = asked.world.find(channel.id, asText(asked.args.ts))
      if (!asks || asks.ephemeralTo) throw new SlackRefusal('thread_not_found')
      const parent = asks.threadTs ?? asks.ts
      // With a reply's timestamp, Slack returns only that reply.
      const thread = asked.world.messages.filter(
        (message) =>
          message.channel === channel.id &&
          !message.ephemeralTo &&
          (asks.ts === parent ? message.ts === parent || message.threadTs === parent : message === asks),
      )
      const whole = page({ ...asked, args: { ...asked.args, oldest: undefined, inclusive: true } }, thread, 1000)
      const [first] = thread
      // The parent always comes first, even outside the range.
      const ranged = page(asked, first && asks.ts === parent ? thread.slice(1) : thread, limitOf(asked.args, 1000))
      const parentJson = asks.ts === parent ? (whole.messages as Json[]).slice(0, 1) : []
      return { ...ranged, messages: [...parentJson, ...(ranged.messages as Json[])] }
    },
  },
  'users.info': {
    token: 'bot',
    scope: 'users:read',
    run({ world, args }) {
      const user = world.users.get(asText(args.user))
      if (!user) throw new SlackRefusal('user_not_found')
      return { user: userJson(world, user, isTrue(args.include_locale)) }
    },
  },
  'bots.info': {
    token: 'bot',
    scope: 'users:read',
    run({ args }) {
      const bot = asText(args.bot)
      if (bot === BOT) return { bot: { id: BOT, name: 'imerr', app_id: APP, user_id: BOT_USER, deleted: false } }
      if (bot === ALERT_BOT) return { bot: { id: bot, name: 'alerts', app_id: 'A0ALERTS', deleted: false } }
      throw new SlackRefusal('bot_not_found')
    },
  },
}
