/** Renders our Text as Slack's rich text, which needs no escaping: nothing in it pings, links or formats by accident. */
import type { types } from '@slack/bolt'
import type { Card, Span, Text } from '../../../src/chat/card.ts'
import { LIMITS } from '../limits.ts'
import { cut, lengthOf } from './graphemes.ts'

export type RichElement = types.RichTextText | (types.RichTextLink & { readonly text: string })

/** Returns a person's name by id. A mention would notify the person, so people are named in plain text. */
export type NameOf = (person: string) => string

/** Other addresses are shown as text. */
export const isWebAddress = (url: string): boolean =>
  URL.canParse(url) && /^https?:/.test(url) && lengthOf(url) <= LIMITS.url

/** Removes what makes Slack refuse the whole message: lone surrogates and control characters. */
export const clean = (value: string): string => value.toWellFormed().replace(/[^\P{Cc}\t\n]/gu, '')

export function spanText(span: Span, nameOf: NameOf): string {
  if (span.kind === 'user') return `@${clean(nameOf(span.id))}`
  return clean(span.text)
}

/** The text without formatting, with the addresses of its links. */
export const plainText = (value: Text, nameOf: NameOf): string =>
  value
    .map((span) => {
      const shown = spanText(span, nameOf)
      return span.kind === 'link' && isWebAddress(span.url) && span.url !== shown ? `${shown} (${span.url})` : shown
    })
    .join('')

/** How many characters may still be written; shared by the parts of a message. */
export function createBudget(characters: number) {
  let left = characters
  return {
    left: () => left,
    spend(used: number): void {
      left -= used
    },
  }
}

export type Budget = ReturnType<typeof createBudget>

function element(span: Span, shown: string): RichElement {
  switch (span.kind) {
    case 'link':
      return isWebAddress(span.url) ? { type: 'link', url: span.url, text: shown } : { type: 'text', text: shown }
    case 'bold':
    case 'italic':
    case 'code':
      return { type: 'text', text: shown, style: { [span.kind]: true } }
    default:
      return { type: 'text', text: shown }
  }
}

/** @returns the elements, cut to the budget; may be empty */
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

/** The ids of the people that a card names. */
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
