/** Joins several cards into one: the text's, and one per file. */
import { type Action, type Block, bold, type Card, line } from '../../chat/card.ts'

const MAX_BUTTONS = 10

const nameOf = (action: Action) => JSON.stringify(action.kind === 'link' ? action.url : [action.id, action.value])

/**
 * @param cards at least one; the first keeps its title
 * @param notes short lines below all of them
 */
export function joinCards(cards: readonly Card[], notes: readonly string[]): Card {
  const [first, ...others] = cards
  if (!first) throw new Error('there is no card to begin with')
  const blocks = others.flatMap((card): Block[] => [{ kind: 'text', text: [bold(card.title)] }, ...card.blocks])
  const below = notes.map((note): Block => line(note))
  const actions = new Map(cards.flatMap((card) => card.actions).map((action) => [nameOf(action), action] as const))
  return {
    ...first,
    summary: [...cards.map((card) => card.summary), ...notes].join(' '),
    blocks: [...first.blocks, ...blocks, ...below],
    actions: [...actions.values()].slice(0, MAX_BUTTONS),
  }
}
