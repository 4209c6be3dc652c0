/** Discord's message events as ours. Pure: what must be known of channels and of ourselves is given. */
import { type APIMessage, type APIUser, MessageType } from 'discord.js'
import type { DeleteEvent, EditEvent, MessageEvent, MessageRef, Person } from '../../../src/chat/event.ts'
import { conversationOf, type Place } from '../api/places.ts'
import { isCard } from '../render/buttons.ts'
import { fingerprint } from './known-messages.ts'
import { filesOf, type Names, readableText } from './message-text.ts'

/** A message as the gateway tells it; an update may hold less. */
export type GatewayMessage = Partial<APIMessage> &
  Pick<APIMessage, 'id' | 'channel_id'> & { readonly guild_id?: string; readonly channel_type?: number }

/** The bot itself. */
export interface Self {
  readonly id: string
  readonly application: string
  /** The role that Discord made for the bot in a server; people mention it by mistake. */
  roleIn(guild: string): string | undefined
}

export interface Context {
  readonly place: Place
  readonly self: Self
  readonly names: Names
  /** Title of the thread, when this message is known to open it. */
  readonly title?: string
}

export const personOf = (user: APIUser, webhook?: string): Person => ({
  id: user.id,
  name: user.global_name ?? user.username ?? user.id,
  bot: user.bot === true || webhook !== undefined,
})

/** The bot's own message, also when it answered an interaction. */
export const isOwn = (message: GatewayMessage, self: Self): boolean =>
  message.author?.id === self.id || message.application_id === self.application

/** Notices such as "X started a thread" repeat what somebody wrote, or hold nothing; a card is what an imerr answered. */
export const isSaid = ({ type, components }: GatewayMessage): boolean =>
  (type === undefined || type === MessageType.Default || type === MessageType.Reply) && !isCard(components)

/** The first message of a forum post has the id of its thread. */
export const opensPost = (message: GatewayMessage): boolean => message.id === message.channel_id

/** Calling the bot is not part of what somebody asks. */
function withoutMention(text: string, marks: readonly string[]): string {
  let rest = text
  for (const mark of marks) rest = rest.replace(new RegExp(`[ \\t]*${mark}[ \\t]*`, 'g'), ' ')
  return rest.replace(/^[\s,:]+|\s+$/g, '')
}

function marksOf(self: Self, guild: string | undefined): string[] {
  const role = guild && self.roleIn(guild)
  return [`<@${self.id}>`, `<@!${self.id}>`, ...(role ? [`<@&${role}>`] : [])]
}

function said(message: GatewayMessage, author: APIUser, { place, self, names, title }: Context) {
  const conversation = conversationOf(place, message.guild_id, author.id)
  const by = personOf(author, message.webhook_id)
  const marks = marksOf(self, conversation.workspace)
  const content = message.content ?? ''
  // A reply to the bot pings it too, but only who writes its name speaks to it.
  const mentioned = marks.some((mark) => content.includes(mark))
  const direct = place.guild === undefined && message.guild_id === undefined
  const plain = mentioned ? { ...message, content: withoutMention(content, marks) } : message
  const heading = title ?? (opensPost(message) ? place.name : undefined)
  return {
    conversation,
    by,
    message: { conversation, id: message.id },
    text: readableText(plain, names),
    files: filesOf(message),
    addressed: !by.bot && (mentioned || direct),
    ...(heading ? { title: heading } : {}),
    ...(conversation.thread ? { replyIn: conversation } : {}),
  }
}

/** @returns undefined for what nobody said: notices, our own messages */
export function toMessageEvent(message: GatewayMessage, context: Context): MessageEvent | undefined {
  const { author } = message
  if (!author || isOwn(message, context.self) || !isSaid(message)) return undefined
  const { addressed, ...event } = said(message, author, context)
  return {
    ...event,
    kind: 'message',
    id: message.id,
    at: Date.parse(message.timestamp ?? '') || Date.now(),
    ...(addressed ? { addressed } : {}),
  }
}

/** The first message of a forum post whose title was changed. */
export function toTitleEdit(
  message: GatewayMessage,
  context: Context & { readonly title: string },
): EditEvent | undefined {
  const { author } = message
  if (!author || isOwn(message, context.self) || !isSaid(message)) return undefined
  const { addressed: _, ...event } = said(message, author, context)
  return { ...event, kind: 'edit', id: `${message.id}.${context.title}`, at: Date.now() }
}

/**
 * @param nth distinguishes edits whose time Discord does not tell, the same in every delivery
 * @returns undefined for what nobody said: notices, our own messages
 */
export function toEditEvent(message: GatewayMessage, context: Context, nth: number): EditEvent | undefined {
  const { author, edited_timestamp: edited } = message
  if (!author || message.content === undefined || isOwn(message, context.self) || !isSaid(message)) return undefined
  const { addressed: _, ...event } = said(message, author, context)
  // Discord has no id for an edit; the message's, the time of the edit and what it says are the same in every delivery.
  const id = `${message.id}.${edited || nth}.${fingerprint(event)}`
  return { ...event, kind: 'edit', id, at: Date.parse(edited ?? '') || Date.now() }
}

const NOBODY: Person = { id: '0', name: 'unknown', bot: false }

/** @param ids one, or those of a bulk deletion; Discord does not say who deleted */
export function toDeleteEvent(ids: readonly string[], context: Pick<Context, 'place'>, guild?: string): DeleteEvent {
  const conversation = conversationOf(context.place, guild, undefined)
  const messages = ids.map((id): MessageRef => ({ conversation, id }))
  const id = ids.length === 1 ? `${ids[0]}` : `${ids[0]}-${ids.at(-1)}.${ids.length}`
  return { kind: 'delete', id, conversation, at: Date.now(), by: NOBODY, messages }
}
