/** The whole text that people see of a Discord message, with Discord's own markup undone. Pure. */
import { type APIAttachment, type APIEmbed, type APIMessage, EmbedType } from 'discord.js'
import type { FileRef } from '../../../src/chat/event.ts'

/** Names behind ids; undefined where they are not known. */
export interface Names {
  channel(id: string): string | undefined
  role(id: string): string | undefined
}

type Said = Partial<APIMessage> & Pick<APIMessage, 'id'>

/** An alerting tool says all it has in embeds. Those of people are previews of links, which nobody wrote. */
const saysByEmbeds = (message: Said) => message.author?.bot === true || message.webhook_id !== undefined

function embedText(embed: APIEmbed): string {
  if (embed.type !== undefined && embed.type !== EmbedType.Rich) return ''
  const fields = (embed.fields ?? []).map((field) => `${field.name}: ${field.value}`)
  return [embed.author?.name, embed.title, embed.description, ...fields, embed.footer?.text].filter(Boolean).join('\n')
}

/** Text displays of Components V2, however deep they stand. */
function componentText(component: unknown, depth = 0): string[] {
  if (typeof component !== 'object' || component === null || depth > 5) return []
  const { content, components } = component as { content?: unknown; components?: unknown }
  const inner = Array.isArray(components) ? components.flatMap((part) => componentText(part, depth + 1)) : []
  return typeof content === 'string' ? [content, ...inner] : inner
}

function undo(text: string, message: Said, names: Names): string {
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

const parts = (message: Said): Said[] => [
  message,
  // A forwarded message has no text of its own; what was forwarded is a snapshot.
  ...(message.message_snapshots ?? []).map(({ message: said }) => ({ ...said, id: message.id }) as Said),
]

export function readableText(message: Said, names: Names): string {
  const texts = parts(message).flatMap((part) => [
    part.content ?? '',
    ...(saysByEmbeds(message) || part !== message ? (part.embeds ?? []).map(embedText) : []),
    ...(saysByEmbeds(message) ? (part.components ?? []).flatMap((component) => componentText(component)) : []),
  ])
  return undo(texts.filter((text) => text !== '').join('\n'), message, names)
}

const fileOf = (attachment: APIAttachment): FileRef => ({
  name: attachment.filename ?? '',
  size: attachment.size ?? 0,
  mediaType: attachment.content_type ?? 'application/octet-stream',
  url: attachment.url,
})

export const filesOf = (message: Said): FileRef[] =>
  parts(message).flatMap((part) => (part.attachments ?? []).map(fileOf))
