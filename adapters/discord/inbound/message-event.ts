/** Maps Discord's message events to ours. Pure. */
import { createHash } from 'node:crypto'
import { type APIMessage, type APIUser, MessageType } from 'discord.js'
import type { DeleteEvent, EditEvent, MessageEvent, MessageRef, Person } from '../../../src/chat/event.ts'
import { personOf } from '../api/people.ts'
import { conversationOf, type Place } from '../api/places.ts'
import { isCard } from '../render/buttons.ts'
import { attachedFiles, messageText, type Names } from './message-text.ts'

/** A message as the gateway sends it; an update may be partial. */
export type GatewayMessage = Partial<APIMessage> &
  Pick<APIMessage, 'id' | 'channel_id'> & { readonly guild_id?: string; readonly channel_type?: number }

/** The bot itself. */
export interface Self {
  readonly id: string
  readonly application: string
  /** The bot's managed role in a server; people mention it by mistake. */
  roleIn(guild: string): string | undefined
}

export interface Context {
  readonly place: Place
  readonly self: Self
  readonly names: Names
  /** The title of the thread that this message opens. */
  readonly title?: string
}

/** A short hash, because many are kept. */
export const hash = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 16)

/** Changes whenever a message's text, title or files change. */
export const fingerprint = (event: Pick<MessageEvent, 'text' | 'title' | 'files'>): string =>
  hash(JSON.stringify([event.text, event.title, event.files.map((file) => [file.name, file.size])]))

/** True for the bot's own messages, also those that answer an interaction. */
export const isOwn = (message: GatewayMessage, self: Self): boolean =>
  message.author?.id === self.id || message.application_id === self.application

/** False for notices such as "X started a thread", which say nothing new, and for cards of this or another imerr. */
export const isUserMessage = ({ type, components }: GatewayMessage): boolean =>
  (type === undefined || type === MessageType.Default || type === MessageType.Reply) && !isCard(components)

/** True for the first message of a forum post: it has the id of its thread. */
export const opensPost = (message: GatewayMessage): boolean => message.id === message.channel_id

/** Removes the mentions that call the bot. */
function withoutMention(text: string, marks: readonly string[]): string {
  let rest = text
  for (const mark of marks) rest = rest.replace(new RegExp(`[ \\t]*${mark}[ \\t]*`, 'g'), ' ')
  return rest.replace(/^[\s,:]+|\s+$/g, '')
}

function marksOf(self: Self, guild: string | undefined): string[] {
  const role = guild && self.roleIn(guild)
  return [`<@${self.id}>`, `<@!${self.id}>`, ...(role ? [`<@&${role}>`] : [])]
}

function eventOf(message: GatewayMessage, author: APIUser, { place, self, names, title }: Context) {
  const conversation = conversationOf(place, message.guild_id, author.id)
  const by = personOf(author, message.webhook_id)
  const marks = marksOf(self, conversation.workspace)
  const content = message.content ?? ''
  // A reply to the bot pings it too, so look for a mention in the text.
  const mentioned = marks.some((mark) => content.includes(mark))
  const direct = place.guild === undefined && message.guild_id === undefined
  const plain = mentioned ? { ...message, content: withoutMention(content, marks) } : message
  const heading = title ?? (opensPost(message) ? place.name : undefined)
  return {
    conversation,
    by,
    message: { conversation, id: message.id },
    text: messageText(plain, names),
    files: attachedFiles(message),
    addressed: !by.bot && (mentioned || direct),
    ...(heading ? { title: heading } : {}),
    ...(conversation.thread ? { replyIn: conversation } : {}),
  }
}

/** @returns undefined for notices and our own messages */
export function toMessageEvent(message: GatewayMessage, context: Context): MessageEvent | undefined {
  const { author } = message
  if (!author || isOwn(message, context.self) || !isUserMessage(message)) return undefined
  const { addressed, ...event } = eventOf(message, author, context)
  return {
    ...event,
    kind: 'message',
    id: message.id,
    at: Date.parse(message.timestamp ?? '') || Date.now(),
    ...(addressed ? { addressed } : {}),
  }
}

/** A renamed forum post as an edit of its first message. */
export function toTitleEdit(
  message: GatewayMessage,
  context: Context & { readonly title: string },
): EditEvent | undefined {
  const { author } = message
  if (!author || isOwn(message, context.self) || !isUserMessage(message)) return undefined
  const { addressed: _, ...event } = eventOf(message, author, context)
  return { ...event, kind: 'edit', id: `${message.id}.${context.title}`, at: Date.now() }
}

/**
 * @param nth tells edits without a time apart; the same in every delivery
 * @returns undefined for notices and our own messages
 */
export function toEditEvent(message: GatewayMessage, context: Context, nth: number): EditEvent | undefined {
  const { author, edited_timestamp: edited } = message
  if (!author || message.content === undefined || isOwn(message, context.self) || !isUserMessage(message))
    return undefined
  const { addressed: _, ...event } = eventOf(message, author, context)
  // Discord has no id for an edit; these three are the same in every delivery.
  const id = `${message.id}.${edited || nth}.${fingerprint(event)}`
  return { ...event, kind: 'edit', id, at: Date.parse(edited ?? '') || Date.now() }
}

const NOBODY: Person = { id: '0', name: 'unknown', bot: false }

/** @param ids several for a bulk deletion; Discord does not say who deleted them */
export function toDeleteEvent(ids: readonly string[], context: Pick<Context, 'place'>, guild?: string): DeleteEvent {
  const conversation = conversationOf(context.place, guild, undefined)
  const messages = ids.map((id): MessageRef => ({ conversation, id }))
  const id = ids.length === 1 ? `${ids[0]}` : `${ids[0]}-${ids.at(-1)}.${ids.length}`
  return { kind: 'delete', id, conversation, at: Date.now(), by: NOBODY, messages }
}
