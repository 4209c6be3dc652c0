/** Our text as Slack's rich text: it needs no escaping, so nothing in it can ping, link or format by accident. */
import type { Card, Span, Text } from '../../../src/chat/card.ts'
import { LIMITS } from '../limits.ts'
import { cut, lengthOf } from './graphemes.ts'

export type RichElement =
  | {
      readonly type: 'text'
      readonly text: string
      readonly style?: { readonly bold?: boolean; readonly italic?: boolean; readonly code?: boolean }
    }
  | { readonly type: 'link'; readonly url: string; readonly text: string; readonly style?: { readonly bold?: boolean } }
export interface RichSection {
  readonly type: 'rich_text_section'
  readonly elements: RichElement[]
}

/** Names of people by id. A mention would notify, so people are named in plain words. */
export type NameOf = (person: string) => string

/** Only what a browser opens; anything else is shown as text. */
export const isWebAddress = (url: string): boolean =>
  URL.canParse(url) && /^https?:/.test(url) && lengthOf(url) <= LIMITS.url

/** Half of a surrogate pair and control characters make Slack refuse the whole message. */
export const clean = (value: string): string => value.toWellFormed().replace(/[^\P{Cc}\t\n]/gu, '')

export function spanText(span: Span, nameOf: NameOf): string {
  if (span.kind === 'user') return `@${clean(nameOf(span.id))}`
  return clean(span.text)
}

/** The text as plain words, with the addresses of its links. */
export const plainText = (value: Text, nameOf: NameOf): string =>
  value
    .map((span) => {
      const shown = spanText(span, nameOf)
      return span.kind === 'link' && isWebAddress(span.url) && span.url !== shown ? `${shown} (${span.url})` : shown
    })
    .join('')

/** How much may still be written; shared by the parts of one message. */
export interface Budget {
  readonly left: () => number
  spend(characters: number): void
}

export function createBudget(characters: number): Budget {
  let left = characters
  return {
    left: () => left,
    spend(used) {
      left -= used
    },
  }
}

function element(span: Span, shown: string): RichElement {
  switch (span.kind) {
    case 'link':
      return isWebAddress(span.url) ? { type: 'link', url: span.url, text: shown } : { type: 'text', text: shown }
    case 'bold':
      return { type: 'text', text: shown, style: { bold: true } }
    case 'italic':
      return { type: 'text', text: shown, style: { italic: true } }
    case 'code':
      return { type: 'text', text: shown, style: { code: true } }
    default:
      return { type: 'text', text: shown }
  }
}

/** @returns the elements, cut to the budget; empty when nothing fits or there is nothing to say */
export function richElements(value: Text, budget: Budget, nameOf: NameOf): RichElement[] {
  const elements: RichElement[] = []
  for (const span of value) {
    const room = Math.min(budget.left(), LIMITS.piece)
    if (room < 2) break
    const whole = spanText(span, nameOf)
    const shown = cut(whole, room)
    if (shown === '') continue
    budget.spend(lengthOf(shown))
    elements.push(element(span, shown))
    if (shown !== whole) break
  }
  return elements
}

/** People that a card names. */
export function peopleIn(card: Card): string[] {
  const ids: string[] = []
  const walk = (value: unknown) => {
    if (Array.isArray(value)) for (const item of value) walk(item)
    else if (typeof value === 'object' && value !== null) {
      if ('kind' in value && value.kind === 'user' && 'id' in value) ids.push(String(value.id))
      else for (const inside of Object.values(value)) walk(inside)
    }
  }
  walk([card.blocks, card.footer])
  return [...new Set(ids)]
}
