/** Card -> what chat.postMessage and its like take. Total: whatever the card, Slack takes the result. */
import type { Action, Block, Card, Text, Tone } from '../../../src/chat/card.ts'
import { LIMITS } from '../limits.ts'
import { type RichBlock, renderBody } from './card-body.ts'
import { cut, lengthOf } from './graphemes.ts'
import { escapeFormatting, escapeMarkup } from './mrkdwn.ts'
import { clean, createBudget, isWebAddress, type NameOf, plainText, richElements, spanText } from './rich-text.ts'

export interface PlainObject {
  readonly type: 'plain_text'
  readonly text: string
  readonly emoji: false
}
export interface ButtonElement {
  readonly type: 'button'
  readonly action_id: string
  readonly text: PlainObject
  readonly value?: string
  readonly url?: string
  readonly style?: 'primary' | 'danger'
}
export type SlackBlock =
  | RichBlock
  | { readonly type: 'header'; readonly text: PlainObject }
  | {
      readonly type: 'section'
      readonly text: { readonly type: 'mrkdwn'; readonly text: string; readonly verbatim: true }
    }
  | {
      readonly type: 'context'
      readonly elements: { readonly type: 'mrkdwn'; readonly text: string; readonly verbatim: true }[]
    }
  | { readonly type: 'actions'; readonly elements: ButtonElement[] }

export interface Rendering {
  /** The whole answer in words: notification, screen reader, search, fallback. Escaped. */
  readonly text: string
  readonly blocks: SlackBlock[]
}

export interface RenderOptions {
  /** How much of the body to show: `short` after Slack found the full one too long. */
  readonly size?: 'full' | 'short'
  readonly nameOf?: NameOf
  /** People (`U...`, `W...`) or groups (`S...`) to notify: the only way for a message of ours to ping. */
  readonly mention?: readonly string[]
}

export const anonymous: NameOf = (person) => person

/** A sign beside the words, never instead of them. */
const SIGNS: Readonly<Record<Tone, string>> = { info: '', success: '✅ ', warning: '⚠️ ', danger: '🔴 ' }

export const plain = (text: string): PlainObject => ({ type: 'plain_text', text, emoji: false })

/** What cuts an `action_id` into the action's id and its place. */
export const ID_END = '#'
/** Links are buttons too, and Slack tells of a press on them. */
export const LINK_ACTION = 'link'

const titleOf = (card: Card) => clean(card.title).replace(/\s+/g, ' ').trim()

export function renderTitle(card: Card): SlackBlock | undefined {
  const title = titleOf(card)
  if (title === '') return undefined
  const shown = cut(`${SIGNS[card.tone]}${title}`, LIMITS.title)
  if (!card.url || !isWebAddress(card.url)) return { type: 'header', text: plain(shown) }
  const link = { type: 'link' as const, url: card.url, text: shown, style: { bold: true } }
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [link] }] }
}

function button(action: Action, place: number): ButtonElement | undefined {
  const label = cut(clean(action.label).trim() || 'Open', LIMITS.buttonLabel)
  if (action.kind === 'link') {
    if (!isWebAddress(action.url)) return undefined
    return { type: 'button', action_id: `${LINK_ACTION}${ID_END}${place}`, text: plain(label), url: action.url }
  }
  return {
    type: 'button',
    action_id: `${action.id}${ID_END}${place}`,
    text: plain(label),
    ...(action.value ? { value: cut(action.value, LIMITS.buttonValue) } : {}),
    ...(action.style ? { style: action.style } : {}),
  }
}

const context = (text: string): SlackBlock => ({
  type: 'context',
  elements: [{ type: 'mrkdwn', text, verbatim: true }],
})

export function renderActions(actions: readonly Action[]): SlackBlock[] {
  const buttons = actions.flatMap((action, i) => button(action, i) ?? [])
  if (buttons.length === 0) return []
  const dropped = buttons.length - LIMITS.buttons
  return [
    { type: 'actions', elements: buttons.slice(0, LIMITS.buttons) },
    ...(dropped > 0 ? [context(`+${dropped} more`)] : []),
  ]
}

/** The footer is small print, which Slack has only as markup. */
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

/** The whole card in words, for those who see or hear no blocks. */
export function renderText(card: Card, nameOf: NameOf = anonymous, mention: readonly string[] = []): string {
  const parts = [
    clean(card.summary).trim() || titleOf(card) || 'imerr',
    titleOf(card),
    ...card.blocks.map((block) => plainBlock(block, nameOf)),
    card.footer ? card.footer.map((span) => spanText(span, nameOf)).join('') : '',
  ]
  const said: string[] = []
  for (const part of parts) if (part.trim() !== '' && !said.some((earlier) => earlier.includes(part))) said.push(part)
  const pings = mentionsOf(mention)
  const words = escapeMarkup(cut(said.join('\n'), LIMITS.text - lengthOf(pings) - 1, escapeMarkup))
  return pings ? `${pings} ${words}` : words
}

export function renderCard(card: Card, options: RenderOptions = {}): Rendering {
  const { size = 'full', nameOf = anonymous, mention = [] } = options
  const title = renderTitle(card)
  const pings = mentionsOf(mention)
  const budget = createBudget(size === 'full' ? LIMITS.body : LIMITS.shortBody)
  const body = renderBody(card.blocks, budget, LIMITS.bodyBlocks, nameOf)
  const text = renderText(card, nameOf, mention)
  // A card without anything to show would be refused.
  const lead: SlackBlock[] =
    title || body.length > 0
      ? []
      : [{ type: 'header', text: plain(cut(clean(card.summary).trim() || 'imerr', LIMITS.title)) }]
  return {
    text,
    blocks: [
      ...(title ? [title] : lead),
      ...(pings
        ? [{ type: 'section' as const, text: { type: 'mrkdwn' as const, text: pings, verbatim: true as const } }]
        : []),
      ...body,
      ...renderFooter(card.footer, nameOf),
      ...renderActions(card.actions),
    ],
  }
}
