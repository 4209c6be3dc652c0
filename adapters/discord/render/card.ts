/**
 * Renders a card as a Discord message.
 *
 * Uses embeds, not Components V2: a mention inside an embed never pings, one in a text display can. A V2 message cannot
 * have `content`, where the on-call mention and the text of a phone notification go, and cannot become an ordinary
 * message again. V2 holds 4000 characters, an embed 4096 in its description alone. Where the bot lacks Embed Links, the
 * text goes into `content`, because Discord silently drops the embed.
 */
import {
  type APIActionRowComponent,
  type APIAllowedMentions,
  type APIButtonComponent,
  type APIEmbed,
  MessageFlags,
} from 'discord.js'
import { bold, type Card, link, type Text, type Tone, text } from '../../../src/chat/card.ts'
import { DISPLAY, LIMITS } from '../limits.ts'
import { toRows } from './buttons.ts'
import { more, renderBlocks } from './card-body.ts'
import { safeUrl } from './escape.ts'
import { cut, toMarkdown } from './markdown.ts'

const COLORS: Readonly<Record<Tone, number>> = {
  info: 0x3b82f6,
  success: 0x22a559,
  warning: 0xf0b232,
  danger: 0xda373c,
}

export interface Mentions {
  readonly users: readonly string[]
  readonly roles: readonly string[]
}

export interface RenderOptions {
  /** The bot lacks Embed Links there. */
  readonly plain?: boolean
  readonly mention?: Mentions
  /** Notifies although it mentions nobody: a direct message. */
  readonly notifies?: boolean
}

export interface RenderedMessage {
  content: string
  embeds: APIEmbed[]
  components: APIActionRowComponent<APIButtonComponent>[]
  allowed_mentions: APIAllowedMentions
  flags: number
}

export const NOBODY: Mentions = { users: [], roles: [] }

/** Always set: without it Discord pings everybody whom the text mentions. */
const allowed = ({ users, roles }: Mentions): APIAllowedMentions => ({
  parse: [],
  ...(users.length > 0 ? { users: users.slice(0, LIMITS.mentions) } : {}),
  ...(roles.length > 0 ? { roles: roles.slice(0, LIMITS.mentions) } : {}),
  replied_user: false,
})

const calls = ({ users, roles }: Mentions) => [
  ...users.slice(0, LIMITS.mentions).map((id) => `<@${id}>`),
  ...roles.slice(0, LIMITS.mentions).map((id) => `<@&${id}>`),
]

/** As many mentions as fit, then the card's summary. */
function notification(card: Card, mention: Mentions, max: number): string {
  let out = ''
  for (const call of calls(mention)) if (out.length + call.length + 1 < max / 2) out += `${call} `
  return `${out}${toMarkdown([text(card.summary)], max - out.length)}`.trim()
}

/** An embed's footer shows no formatting, so one with links becomes small print below the description. */
const isPlain = (footer: Text) => footer.every((span) => span.kind === 'text')
const smallPrint = (footer: Text) => {
  const line = toMarkdown(footer, DISPLAY.footerLine).replace(/\s*\n\s*/g, ' ')
  return line.trim() === '' ? '' : `-# ${line}`
}

/** The blocks, then the lines below them. */
function bodyOf(card: Card, below: readonly string[], max: number): string {
  const tail = below.filter(Boolean).join('\n')
  const body = renderBlocks(card.blocks, max - (tail ? tail.length + 2 : 0))
  return [body, tail].filter(Boolean).join('\n\n')
}

function embedOf(card: Card, dropped: number): APIEmbed {
  const title = toMarkdown([text(card.title)], LIMITS.embedTitle).trim()
  const footer = card.footer ?? []
  const below = [isPlain(footer) ? '' : smallPrint(footer), dropped > 0 ? `${more(dropped)} buttons` : '']
  const description = bodyOf(card, below, LIMITS.embedDescription)
  const url = card.url && safeUrl(card.url, LIMITS.url)
  const small = isPlain(footer)
    ? cut(footer.map((span) => ('text' in span ? span.text : '')).join(''), LIMITS.embedFooter).trim()
    : ''
  // Discord rejects an empty embed.
  const isEmpty = title === '' && description === ''
  return {
    color: COLORS[card.tone],
    ...(title ? { title } : {}),
    ...(title && url ? { url } : {}),
    ...(description ? { description } : {}),
    ...(isEmpty ? { description: toMarkdown([text(card.summary)], LIMITS.embedDescription).trim() || '…' } : {}),
    ...(small ? { footer: { text: small } } : {}),
  }
}

function plainOf(card: Card, dropped: number, called: string): string {
  const heading = card.url ? link(card.title, card.url) : bold(card.title)
  const title = toMarkdown([heading], LIMITS.embedTitle)
  const head = [called, title].filter((line) => line.trim() !== '').join('\n')
  const below = [smallPrint(card.footer ?? []), dropped > 0 ? `${more(dropped)} buttons` : '']
  const body = bodyOf(card, below, LIMITS.content - head.length - 1)
  return [head, body].filter(Boolean).join('\n') || toMarkdown([text(card.summary)], LIMITS.content) || '…'
}

/** Never throws; Discord accepts the message whatever the card holds. */
export function renderMessage(
  card: Card,
  { plain = false, mention = NOBODY, notifies = false }: RenderOptions = {},
): RenderedMessage {
  const { rows, dropped } = toRows(card.actions)
  const called =
    mention.users.length + mention.roles.length > 0
      ? notification(card, mention, plain ? LIMITS.content / 2 : LIMITS.content)
      : ''
  // A message that mentions nobody must not ring phones.
  const quiet = called || notifies ? 0 : MessageFlags.SuppressNotifications
  return {
    content: plain ? plainOf(card, dropped, called) : called,
    embeds: plain ? [] : [embedOf(card, dropped)],
    components: rows,
    allowed_mentions: allowed(mention),
    flags: plain ? quiet | MessageFlags.SuppressEmbeds : quiet,
  }
}
