/** The visible text of a card. */
import type { Block, Card, Span } from '../../../src/chat/card.ts'

const words = (spans: readonly Span[]) =>
  spans.map((span) => (span.kind === 'user' ? `@${span.id}` : span.text)).join('')

/** Everything readable on a card. */
export function textOf(card: Card): string {
  const readable = (block: Block): string => {
    switch (block.kind) {
      case 'text':
        return words(block.text)
      case 'fields':
        return block.fields.map((field) => `${field.name}: ${words(field.value)}`).join('\n')
      case 'list':
        return block.items.map(words).join('\n')
      case 'code':
        return block.text
      case 'table':
        return [block.header, ...block.rows].map((row) => row.join(' | ')).join('\n')
    }
  }
  return [card.title, ...card.blocks.map(readable), words(card.footer ?? [])].join('\n')
}
