/** Makes links to messages, and reads the messages behind links. */
import { type Adapter, DeliveryError } from '../../../src/chat/adapter.ts'
import type { ConversationRef, MessageRef, Person } from '../../../src/chat/event.ts'
import { asList, asText } from '../api/payload.ts'
import type { People } from '../api/people.ts'
import { conversationOf } from '../api/places.ts'
import type { Api } from '../api/web-api.ts'
import { messageText } from './message-text.ts'

/** Deleted and unreadable messages look the same: the asker must not learn which it is. */
function notFound(error: unknown): undefined {
  if (!(error instanceof DeliveryError)) throw error
}

/** Parses a link such as `https://team.slack.com/archives/C1/p1700000000000100?thread_ts=1700000000.000000&cid=C1`. */
function parseLink(url: string) {
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

  /** @throws DeliveryError */
  async function read(url: string, asked: ConversationRef, by: Person): ReturnType<Adapter['resolveLink']> {
    const link = parseLink(url)
    if (!link) return undefined
    const { channel, ts, threadTs } = link
    const team = asked.workspace
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
  }

  return {
    resolveLink: (url: string, asked: ConversationRef, by: Person) => read(url, asked, by).catch(notFound),

    async permalink({ conversation, id }: MessageRef): Promise<string | undefined> {
      const { workspace, channel } = conversation
      const args = { channel, message_ts: id }
      const found = await api.call(workspace, 'chat.getPermalink', args).catch(notFound)
      return asText(found?.permalink) || undefined
    },
  }
}
