/** Renders a Card for chat.postMessage and its like. Total: Slack accepts the result for every card. */
import type { types } from '@slack/bolt'
import type { Action, Block, Card, Text, Tone } from '../../../src/chat/card.ts'
import { LIMITS } from '../limits.ts'
import { renderBody } from './card-body.ts'
import { cut, lengthOf } from './graphemes.ts'
import { escapeFormatting, escapeMarkup } from './mrkdwn.ts'
import { clean, createBudget, isWebAddress, type NameOf, plainText, richElements, spanText } from './rich-text.ts'

export type SlackBlock =
  | types.RichTextBlock
  | types.HeaderBlock
  | types.SectionBlock
  | types.ContextBlock
  | types.ActionsBlock

interface Rendering {
  /** The whole card as text, for notifications, screen readers and search. Escaped. */
  readonly text: string
  readonly blocks: SlackBlock[]
}

interface RenderOptions {
  /** `short` after Slack refused the full body as too long. */
  readonly size?: 'full' | 'short'
  readonly nameOf?: NameOf
  /** People (`U...`, `W...`) or groups (`S...`) to notify. Nothing else in a card pings. */
  readonly mention?: readonly string[]
}

/** Shows people by their ids. */
export const anonymous: NameOf = (person) => person

const TONE_EMOJI: Readonly<Record<Tone, string>> = { info: '', success: '✅ ', warning: '⚠️ ', danger: '🔴 ' }

export const plain = (text: string): types.PlainTextElement => ({ type: 'plain_text', text, emoji: false })

/** Separates the action's id from its index in an `action_id`, which must be unique within a message. */
export const ID_END = '#'
/** Links are buttons too, and Slack reports presses on them. */
export const LINK_ACTION = 'link'

const titleOf = (card: Card) => clean(card.title).replace(/\s+/g, ' ').trim()

export function renderTitle(card: Card): SlackBlock | undefined {
  const title = titleOf(card)
  if (title === '') return undefined
  const shown = cut(`${TONE_EMOJI[card.tone]}${title}`, LIMITS.title)
  if (!card.url || !isWebAddress(card.url)) return { type: 'header', text: plain(shown) }
  const link = { type: 'link' as const, url: card.url, text: shown, style: { bold: true } }
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [link] }] }
}

function button(action: Action, index: number): types.Button | undefined {
  const label = cut(clean(action.label).trim() || 'Open', LIMITS.buttonLabel)
  if (action.kind === 'link') {
    if (!isWebAddress(action.url)) return undefined
    return { type: 'button', action_id: `${LINK_ACTION}${ID_END}${index}`, text: plain(label), url: action.url }
  }
  return {
    type: 'button',
    action_id: `${action.id}${ID_END}${index}`,
    text: plain(label),
    ...(action.value ? { value: cut(action.value, LIMITS.buttonValue) } : {}),
    ...(action.style ? { style: action.style } : {}),
  }
}

/** `verbatim` keeps Slack from turning names and addresses into mentions and links. */
const mrkdwn = (text: string): types.MrkdwnElement => ({ type: 'mrkdwn', text, verbatim: true })
const context = (text: string): SlackBlock => ({ type: 'context', elements: [mrkdwn(text)] })

export function renderActions(actions: readonly Action[]): SlackBlock[] {
  const buttons = actions.flatMap((action, i) => button(action, i) ?? [])
  if (buttons.length === 0) return []
  const dropped = buttons.length - LIMITS.buttons
  return [
    { type: 'actions', elements: buttons.slice(0, LIMITS.buttons) },
    ...(dropped > 0 ? [context(`+${dropped} more`)] : []),
  ]
}

/** Renders the footer as a context block: small print, which Slack has only as markup. */
export function renderFooter(footer: Text | undefined, nameOf: NameOf): SlackBlock[] {
  if (!footer) return []
  const elements = richElements(footer, createBudget(LIMITS.footer / 2), nameOf)
  const shown = elements
    .map((element) =>
      element.type === 'link'
        ? `<${escapeMarkup(element.url)}|${escapeFormatting(element.text)}>`
        : escapeFormatting(element.text),
    )
    .join('')
  return shown.trim() === '' ? [] : [context(shown)]
}

const mentionsOf = (ids: readonly string[]) =>
  ids
    .filter((id) => /^[UWS][A-Z0-9]+$/.test(id))
    .map((id) => (id.startsWith('S') ? `<!subteam^${id}>` : `<@${id}>`))
    .join(' ')

function plainBlock(block: Block, nameOf: NameOf): string {
  switch (block.kind) {
    case 'text':
      return plainText(block.text, nameOf)
    case 'fields':
      return block.fields.map((field) => `${clean(field.name)}: ${plainText(field.value, nameOf)}`).join('\n')
    case 'list':
      return block.items.map((item, i) => `${block.ordered ? `${i + 1}.` : '•'} ${plainText(item, nameOf)}`).join('\n')
    case 'code':
      return clean(block.text)
    case 'table':
      return [block.header, ...block.rows].map((row) => row.map(clean).join(' | ')).join('\n')
  }
}

/** The whole card as text, for those who get no blocks. Skips what the text holds already. */
export function renderText(card: Card, nameOf: NameOf = anonymous, mention: readonly string[] = []): string {
  const parts = [
    clean(card.summary).trim() || titleOf(card) || 'imerr',
    titleOf(card),
    ...card.blocks.map((block) => plainBlock(block, nameOf)),
    card.footer ? card.footer.map((span) => spanText(span, nameOf)).join('') : '',
  ]
  const kept: string[] = []
  for (const part of parts) if (part.trim() !== '' && !kept.some((earlier) => earlier.includes(part))) kept.push(part)
  const pings = mentionsOf(mention)
  const words = escapeMarkup(cut(kept.join('\n'), LIMITS.text - lengthOf(pings) - 1, escapeMarkup))
  return pings ? `${pings} ${words}` : words
}

export function renderCard(card: Card, options: RenderOptions = {}): Rendering {
  const { size = 'full', nameOf = anonymous, mention = [] } = options
  const title = renderTitle(card)
  const pings = mentionsOf(mention)
  const budget = createBudget(size === 'full' ? LIMITS.body : LIMITS.shortBody)
  const body = renderBody(card.blocks, budget, LIMITS.bodyBlocks, nameOf)
  const text = renderText(card, nameOf, mention)
  const blocks: SlackBlock[] = []
  if (title) blocks.push(title)
  // Slack refuses a message without blocks to show.
  else if (body.length === 0)
    blocks.push({ type: 'header', text: plain(cut(clean(card.summary).trim() || 'imerr', LIMITS.title)) })
  if (pings) blocks.push({ type: 'section', text: mrkdwn(pings) })
  blocks.push(...body, ...renderFooter(card.footer, nameOf), ...renderActions(card.actions))
  return { text, blocks }
}
