/** Slack's mrkdwn, parsed independently of the adapter: visible text, pings, missing escapes. */
import { asList, asText, isJson, type Json } from '../workspace/model.ts'

/** Escapes typed text as Slack stores it. */
export const escapeText = (typed: string) => typed.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')

const unescapeText = (kept: string) => kept.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&')

/** Escapes text and turns URLs into links, as Slack's client does. */
export function typedText(typed: string): string {
  return typed
    .split(/(https?:\/\/[^\s<>|]+)/)
    .map((part, i) => (i % 2 === 1 ? `<${escapeText(part)}>` : escapeText(part)))
    .join('')
}

const TOKEN = /<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>/g

/** The text as people see it. */
export function shownText(kept: string): string {
  const bare = kept.replace(TOKEN, (_, sign: string, target: string, label?: string) => {
    if (label !== undefined) return sign === '@' || sign === '#' ? `${sign}${label}` : label
    return sign === '!' ? `@${target}` : `${sign}${target.replace(/^mailto:|^tel:/, '')}`
  })
  return unescapeText(bare)
}

/** User and group ids, `channel`, `here` and `everyone` that the text notifies. */
export function pingsIn(kept: string): string[] {
  const pings: string[] = []
  for (const [, sign, target = ''] of kept.matchAll(TOKEN)) {
    if (sign === '@') pings.push(target)
    if (sign === '!' && /^(channel|here|everyone)$/.test(target)) pings.push(target)
    if (sign === '!' && target.startsWith('subteam^')) pings.push(target.slice('subteam^'.length))
  }
  return pings
}

const VALID_TOKEN =
  /^<(?:https?:\/\/[^<>|\s]+|mailto:[^<>|]+|tel:[^<>|]+|@[UW][A-Z0-9]+|#C[A-Z0-9]+|!(?:channel|here|everyone)|!subteam\^S[A-Z0-9]+|!date\^\d+\^[^<>|]+)(?:\|[^<>]*)?>/

/** Finds missing escapes in mrkdwn. */
export function escapingErrors(kept: string): string[] {
  const errors: string[] = []
  let rest = kept.replace(/^>+ ?/gm, '')
  if (/&(?!amp;|lt;|gt;)/.test(rest)) errors.push('an unescaped &')
  while (rest) {
    const at = rest.search(/[<>]/)
    if (at < 0) break
    const token = VALID_TOKEN.exec(rest.slice(at))
    if (!token) {
      errors.push(`an unescaped ${rest[at]} in "${rest.slice(Math.max(0, at - 10), at + 20)}"`)
      break
    }
    rest = rest.slice(at + token[0].length)
  }
  return errors
}

/** Every text object below a block, attachment or view, with its kind. */
export interface FoundText {
  readonly text: string
  readonly kind: 'mrkdwn' | 'plain_text' | 'rich' | 'markdown'
}

/** Texts in the order they are read; button labels and placeholders are left out. */
export function textsIn(value: unknown): FoundText[] {
  if (Array.isArray(value)) return value.flatMap(textsIn)
  if (!isJson(value)) return []
  if (value.type === 'mrkdwn' || value.type === 'plain_text') return [{ text: asText(value.text), kind: value.type }]
  if (value.type === 'markdown') return [{ text: asText(value.text), kind: 'markdown' }]
  if (value.type === 'raw_text' || value.type === 'raw_number') return [{ text: String(value.text), kind: 'rich' }]
  if (value.type === 'rich_text') return [{ text: richText(value), kind: 'rich' }]
  if (value.type === 'image') return [{ text: asText(value.alt_text), kind: 'plain_text' }]
  if (value.type === 'actions' || value.type === 'context_actions') return []
  const { accessory: _, element: __, ...readable } = value
  return Object.values(readable).flatMap(textsIn)
}

function richText(node: Json): string {
  const inside = asList(node.elements).map(richText)
  switch (node.type) {
    case 'text':
      return asText(node.text)
    case 'link':
      return asText(node.text) || asText(node.url)
    case 'user':
      return `@${asText(node.user_id)}`
    case 'usergroup':
      return `@${asText(node.usergroup_id)}`
    case 'broadcast':
      return `@${asText(node.range)}`
    case 'emoji':
      return `:${asText(node.name)}:`
    case 'rich_text_list':
    case 'rich_text':
      return inside.join('\n')
    default:
      return inside.join('')
  }
}

/** Pings of rich text elements. */
function richPings(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(richPings)
  if (!isJson(value)) return []
  if (value.type === 'user' && value.user_id) return [asText(value.user_id)]
  if (value.type === 'usergroup') return [asText(value.usergroup_id)]
  if (value.type === 'broadcast') return [asText(value.range)]
  return Object.values(value).flatMap(richPings)
}

/** Whom a message notifies by its text, blocks and attachments. */
export function pingsOf(message: { text: string; blocks?: Json[]; attachments?: Json[] }): string[] {
  const parts = [message.blocks ?? [], message.attachments ?? []]
  const marked = textsIn(parts).filter((found) => found.kind === 'mrkdwn' || found.kind === 'markdown')
  const attached = (message.attachments ?? []).flatMap((item) => [
    ...['pretext', 'title', 'text'].map((key) => asText(item[key])),
    ...asList(item.fields).map((field) => asText(field.value)),
  ])
  const texts = [message.text, ...marked.map((found) => found.text), ...attached]
  return [...new Set(texts.flatMap(pingsIn).concat(richPings(parts)))]
}

/** The visible text of a message: its blocks, or its text without any; attachments last. */
export function readable(message: { text: string; blocks?: Json[]; attachments?: Json[] }): string {
  const show = (found: FoundText) => (found.kind === 'mrkdwn' ? shownText(found.text) : found.text)
  const body = message.blocks?.length ? textsIn(message.blocks).map(show) : [shownText(message.text)]
  const attached = (message.attachments ?? []).flatMap((item) => [
    ...['pretext', 'title', 'text', 'footer'].map((key) => shownText(asText(item[key]))),
    ...asList(item.fields).flatMap((field) => [asText(field.title), shownText(asText(field.value))]),
    ...textsIn(item.blocks).map(show),
  ])
  return [...body, ...attached].filter(Boolean).join('\n')
}
