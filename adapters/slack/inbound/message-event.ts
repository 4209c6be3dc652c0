/** Translates Slack's message events into ours. Pure: each quirk is a row in a table test. */
import type { FileRef, InboundEvent, MessageRef, Person } from '../../../src/chat/event.ts'
import { type Envelope, type Identity, isOwn } from '../api/identity.ts'
import { asList, asObject, asText, type Payload } from '../api/payload.ts'
import { conversationOf, isDirectMessage } from '../api/places.ts'
import { mentions, withoutMention } from '../render/mrkdwn.ts'
import { messageText } from './message-text.ts'

/** The subtypes in which somebody says something; joins, topics, pins and the like are ignored. */
const SPOKEN_SUBTYPES = new Set(['', 'bot_message', 'file_share', 'thread_broadcast', 'me_message'])

/** A Slack timestamp, such as `1700000000.000100`, in milliseconds. */
export const atOf = (ts: string): number => Math.floor(Number(ts) * 1000) || Date.now()

const isDirect = (event: Payload) => event.channel_type === 'im' || isDirectMessage(asText(event.channel))

/** Alerting tools are identified by their bot id, which people can look up and put on the ignore list. */
function personOf(message: Payload): Person {
  const profile = asObject(message.bot_profile)
  const bot = asText(message.bot_id) || asText(profile.id)
  const user = asText(message.user)
  const name = asText(message.username)
  if (!bot && message.subtype !== 'bot_message' && user !== 'USLACKBOT')
    return { id: user, name: name || user, bot: false }
  // Old webhooks send only a name.
  const id = bot || user || name || 'bot'
  return { id, name: asText(profile.name) || name || id, bot: true }
}

/** By Slack's own filetype, for files without a mimetype. */
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  text: 'text/plain',
  log: 'text/plain',
  csv: 'text/csv',
  json: 'application/json',
  javascript: 'text/plain',
  gzip: 'application/gzip',
}

/** The files of a message, without external and deleted ones: those have no content to read. */
export function fileRefs(message: Payload): FileRef[] {
  return asList(message.files).flatMap((file) => {
    const url = asText(file.url_private_download) || asText(file.url_private)
    if (!url || file.mode === 'external' || file.mode === 'tombstone' || file.is_external === true) return []
    const name = asText(file.name) || asText(file.title) || 'file'
    const size = typeof file.size === 'number' ? file.size : 0
    const mediaType = asText(file.mimetype) || MEDIA_TYPES[asText(file.filetype)] || 'application/octet-stream'
    return [{ name, size, mediaType, url }]
  })
}

/** @returns undefined for what is to be ignored: our own messages, noise, edits that change no visible text */
export function messageEvent(event: Payload, identity: Identity, envelope: Envelope): InboundEvent | undefined {
  switch (event.subtype) {
    case 'message_changed':
      return edit(event, identity, envelope)
    case 'message_deleted':
      return deletion(event, asObject(event.previous_message), identity, envelope)
    default:
      return SPOKEN_SUBTYPES.has(asText(event.subtype)) && event.hidden !== true
        ? newMessage(event, identity, envelope)
        : undefined
  }
}

/** @returns what new messages and edits have in common; undefined for our own messages and those that lack a field */
function commonFields(event: Payload, message: Payload, identity: Identity, envelope: Envelope) {
  const ts = asText(message.ts)
  const channel = asText(event.channel)
  const by = personOf(message)
  if (isOwn(message, identity, envelope.app) || !ts || !channel || !by.id) return undefined
  const threadTs = asText(message.thread_ts)
  const conversation = conversationOf(identity.team, channel, threadTs, ts)
  return {
    id: envelope.eventId,
    conversation,
    message: { conversation, id: ts },
    by,
    files: fileRefs(message),
    replyIn: isDirect(event) ? conversation : { ...conversation, thread: threadTs || ts },
    ...(envelope.external ? { external: true } : {}),
  }
}

function newMessage(event: Payload, identity: Identity, envelope: Envelope): InboundEvent | undefined {
  const common = commonFields(event, event, identity, envelope)
  if (!common) return undefined
  const { by, files } = common
  const mentioned = mentions(asText(event.text), identity.botUser) || event.type === 'app_mention'
  const toUs = !by.bot && (mentioned || isDirect(event))
  const words = toUs ? { ...event, text: withoutMention(asText(event.text), identity.botUser) } : event
  const text = messageText(words, by.bot)
  // An upload without words is no question: its file is read for annotation.
  const addressed = toUs && (text.trim() !== '' || files.length === 0)
  return { ...common, kind: 'message', at: atOf(asText(event.ts)), text, ...(addressed ? { addressed: true } : {}) }
}

function edit(event: Payload, identity: Identity, envelope: Envelope): InboundEvent | undefined {
  const now = asObject(event.message)
  const before = asObject(event.previous_message)
  // Deleting the first message of a thread leaves a tombstone, which arrives as an edit.
  if (now.subtype === 'tombstone') return deletion(event, before, identity, envelope)
  const common = SPOKEN_SUBTYPES.has(asText(now.subtype)) && commonFields(event, now, identity, envelope)
  if (!common) return undefined
  const text = messageText(now, common.by.bot)
  // Unfurls, pins, new replies and language detection arrive as edits too.
  if (text === messageText(before, common.by.bot)) return undefined
  return { ...common, kind: 'edit', at: atOf(asText(event.ts)), text }
}

function deletion(event: Payload, before: Payload, identity: Identity, envelope: Envelope): InboundEvent | undefined {
  const ts = asText(event.deleted_ts) || asText(before.ts)
  const channel = asText(event.channel)
  if (!ts || !channel) return undefined
  const conversation = conversationOf(identity.team, channel, asText(before.thread_ts), ts)
  const message: MessageRef = { conversation, id: ts }
  return {
    kind: 'delete',
    id: envelope.eventId,
    conversation,
    at: atOf(asText(event.event_ts) || asText(event.ts)),
    by: personOf(before),
    messages: [message],
  }
}
