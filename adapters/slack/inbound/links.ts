/** Makes links to messages, and reads the messages behind links. */
import { type Adapter, DeliveryError } from '../../../src/chat/adapter.ts'
import type { ConversationRef, MessageRef, Person } from '../../../src/chat/event.ts'
import { asList, asText } from '../api/payload.ts'
import type { People } from '../api/people.ts'
import { conversationOf } from '../api/places.ts'
import type { Api } from '../api/web-api.ts'
import { messageText } from './message-text.ts'

export interface Linked {
  readonly channel: string
  readonly ts: string
  readonly threadTs?: string
}

/** Parses a link such as `https://team.slack.com/archives/C1/p1700000000000100?thread_ts=1700000000.000000&cid=C1`. */
export function parseLink(url: string): Linked | undefined {
  if (!URL.canParse(url)) return undefined
  const { protocol, hostname, pathname, searchParams } = new URL(url)
  if (protocol !== 'https:' || !/(^|\.)(slack\.com|slack-gov\.com)$/.test(hostname)) return undefined
  const [, channel = '', whole = '', micros = ''] =
    /^\/archives\/([CDG][A-Z0-9]+)\/p(\d{6,12})(\d{6})\/?$/.exec(pathname) ?? []
  if (!channel) return undefined
  const threadTs = searchParams.get('thread_ts') ?? ''
  const ts = `${whole}.${micros}`
  return { channel, ts, ...(/^\d+\.\d{6}$/.test(threadTs) && threadTs !== ts ? { threadTs } : {}) }
}

export function createLinks(api: Api, people: People) {
  /** Nobody may read through a link what they cannot open themselves. */
  async function mayRead(channel: string, asked: ConversationRef, by: Person): Promise<boolean> {
    if (channel === asked.channel) return true
    if (!(await people.seesPublicChannels(asked.workspace, by.id))) return false
    const found = await people.channel({ ...asked, channel })
    return found.is_private === false && found.is_im !== true && found.is_mpim !== true && found.is_ext_shared !== true
  }

  const resolveLink = async (url: string, asked: ConversationRef, by: Person): ReturnType<Adapter['resolveLink']> => {
    const link = parseLink(url)
    if (!link) return undefined
    const { channel, ts, threadTs } = link
    const team = asked.workspace
    try {
      if (!(await mayRead(channel, asked, by))) return undefined
      const exactly = { channel, oldest: ts, latest: ts, inclusive: true, limit: 2 }
      const found = threadTs
        ? await api.call(team, 'conversations.replies', { ...exactly, ts: threadTs })
        : await api.call(team, 'conversations.history', exactly)
      const message = asList(found.messages).find((candidate) => candidate.ts === ts)
      if (!message) return undefined
      const conversation = conversationOf(team, channel, asText(message.thread_ts) || threadTs, ts)
      const bot = asText(message.bot_id)
      const author = bot || asText(message.user)
      return {
        message: { conversation, id: ts },
        text: messageText(message, bot !== ''),
        author: { id: author, name: asText(message.username) || author, bot: bot !== '' },
      }
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error
      // Deleted or unreadable: the asker must not learn which.
      return undefined
    }
  }

  return {
    resolveLink,
    async permalink({ conversation, id }: MessageRef): Promise<string | undefined> {
      const { workspace, channel } = conversation
      try {
        const found = await api.call(workspace, 'chat.getPermalink', { channel, message_ts: id })
        return asText(found.permalink) || undefined
      } catch (error) {
        if (!(error instanceof DeliveryError)) throw error
        return undefined
      }
    },
  }
}
