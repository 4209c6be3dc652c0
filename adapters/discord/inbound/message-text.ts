/** Extracts the text that people see of a Discord message, with mentions and emoji resolved. Pure. */
import { type APIAttachment, type APIEmbed, type APIMessage, EmbedType } from 'discord.js'
import type { FileRef } from '../../../src/chat/event.ts'

/** Looks up names by id; undefined when not known. */
export interface Names {
  channel(id: string): string | undefined
  role(id: string): string | undefined
}

type Message = Partial<APIMessage> & Pick<APIMessage, 'id'>

/** True for bots and webhooks: they write in embeds. People's embeds are only link previews. */
export const saysByEmbeds = ({ author, webhook_id }: Pick<Partial<APIMessage>, 'author' | 'webhook_id'>) =>
  author?.bot === true || webhook_id !== undefined

function embedText(embed: APIEmbed): string {
  if (embed.type !== undefined && embed.type !== EmbedType.Rich) return ''
  const fields = (embed.fields ?? []).map((field) => `${field.name}: ${field.value}`)
  return [embed.author?.name, embed.title, embed.description, ...fields, embed.footer?.text].filter(Boolean).join('\n')
}

/** The text displays of Components V2, at most five levels deep. */
function componentText(component: unknown, depth = 0): string[] {
  if (typeof component !== 'object' || component === null || depth > 5) return []
  const { content, components } = component as { content?: unknown; components?: unknown }
  const inner = Array.isArray(components) ? components.flatMap((part) => componentText(part, depth + 1)) : []
  return typeof content === 'string' ? [content, ...inner] : inner
}

function resolveMarkup(text: string, message: Message, names: Names): string {
  const nameOf = (id: string) => message.mentions?.find((user) => user.id === id)
  return text
    .replace(/<@!?(\d+)>/g, (mark, id: string) => {
      const user = nameOf(id)
      return user ? `@${user.global_name ?? user.username}` : mark
    })
    .replace(/<@&(\d+)>/g, (mark, id: string) => (names.role(id) ? `@${names.role(id)}` : mark))
    .replace(/<#(\d+)>/g, (mark, id: string) => (names.channel(id) ? `#${names.channel(id)}` : mark))
    .replace(/<a?:(\w+):\d+>/g, ':$1:')
    .replace(/<t:\d+(?::[a-zA-Z])?>/g, '')
}

const parts = (message: Message): Message[] => [
  message,
  // A forwarded message has no text; what was forwarded is a snapshot.
  ...(message.message_snapshots ?? []).map(({ message: forwarded }) => ({ ...forwarded, id: message.id }) as Message),
]

export function messageText(message: Message, names: Names): string {
  const texts = parts(message).flatMap((part) => [
    part.content ?? '',
    ...(saysByEmbeds(message) || part !== message ? (part.embeds ?? []).map(embedText) : []),
    ...(saysByEmbeds(message) ? (part.components ?? []).flatMap((component) => componentText(component)) : []),
  ])
  return resolveMarkup(texts.filter((text) => text !== '').join('\n'), message, names)
}

const fileOf = (attachment: APIAttachment): FileRef => ({
  name: attachment.filename ?? '',
  size: attachment.size ?? 0,
  mediaType: attachment.content_type ?? 'application/octet-stream',
  url: attachment.url,
})

export const attachedFiles = (message: Message): FileRef[] =>
  parts(message).flatMap((part) => (part.attachments ?? []).map(fileOf))
