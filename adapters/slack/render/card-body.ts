/** Renders a card's body as Block Kit blocks, cut to a budget; a note says what was left out. */
import type { types } from '@slack/bolt'
import type { Block, Field, Text } from '../../../src/chat/card.ts'
import { widthOf } from '../../../src/chat/columns.ts'
import { LIMITS } from '../limits.ts'
import { cut, lengthOf } from './graphemes.ts'
import { type Budget, clean, type NameOf, type RichElement, richElements } from './rich-text.ts'

type RichPart = types.RichTextSection | types.RichTextList | types.RichTextPreformatted

interface Rendered {
  readonly parts: RichPart[]
  /** What did not fit, such as "+3 more". */
  readonly dropped?: string
}

const section = (elements: RichElement[]): types.RichTextSection => ({ type: 'rich_text_section', elements })
const more = (count: number, what: string) => `+${count} more ${count === 1 ? what : `${what}s`}`
const withDropped = (parts: RichPart[], left: number, what: string): Rendered =>
  left > 0 ? { parts, dropped: more(left, what) } : { parts }

function list(items: readonly Text[], ordered: boolean, budget: Budget, nameOf: NameOf): Rendered {
  const shown: types.RichTextSection[] = []
  for (const item of items.slice(0, LIMITS.listItems)) {
    const elements = richElements(item, budget, nameOf)
    if (elements.length > 0) shown.push(section(elements))
    if (budget.left() < 2) break
  }
  const parts: RichPart[] =
    shown.length > 0 ? [{ type: 'rich_text_list', style: ordered ? 'ordered' : 'bullet', elements: shown }] : []
  return withDropped(parts, items.length - shown.length, 'item')
}

function fields(all: readonly Field[], budget: Budget, nameOf: NameOf): Rendered {
  const elements: RichElement[] = []
  let shown = 0
  for (const { name, value } of all.slice(0, LIMITS.listItems)) {
    if (budget.left() < 2) break
    const line: Text = [{ kind: 'bold', text: `${name}: ` }, ...value]
    if (shown > 0) elements.push({ type: 'text', text: '\n' })
    elements.push(...richElements(line, budget, nameOf))
    shown++
  }
  return withDropped(elements.length > 0 ? [section(elements)] : [], all.length - shown, 'field')
}

/** Shows as many lines as fit; only a line that is too long on its own is cut. */
function preformatted(lines: readonly string[], budget: Budget, what: string): Rendered {
  const pieces: string[] = []
  let piece = ''
  let shown = 0
  for (const line of lines) {
    const room = Math.min(LIMITS.piece, budget.left())
    if (room < 2) break
    const fitting = cut(line, room)
    const length = lengthOf(fitting) + 1
    if (piece !== '' && lengthOf(piece) + length > LIMITS.piece) {
      pieces.push(piece)
      piece = ''
    }
    piece += piece === '' ? fitting : `\n${fitting}`
    budget.spend(length)
    shown++
  }
  if (piece !== '') pieces.push(piece)
  const parts = pieces
    .filter((text) => text.trim() !== '')
    .map((text): RichPart => ({ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }))
  return withDropped(parts, lines.length - shown, what)
}

/** Renders a table as aligned columns: Slack's table block works only in messages, and once per message. */
function tableLines(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [header, ...rows.slice(0, LIMITS.tableRows)].map((row) =>
    row.map((cell) => cut(clean(cell).replace(/\s+/g, ' '), LIMITS.tableCell)),
  )
  const widths = header.map((_, i) => Math.max(...all.map((row) => widthOf(row[i] ?? ''))))
  return all.map((row) =>
    row
      .map((cell, i) => cell + ' '.repeat(Math.max(0, (widths[i] ?? 0) - widthOf(cell))))
      .join('  ')
      .trimEnd(),
  )
}

function parts(block: Block, budget: Budget, nameOf: NameOf): Rendered {
  switch (block.kind) {
    case 'text': {
      const elements = richElements(block.text, budget, nameOf)
      return { parts: elements.length > 0 ? [section(elements)] : [] }
    }
    case 'fields':
      return fields(block.fields, budget, nameOf)
    case 'list':
      return list(block.items, block.ordered, budget, nameOf)
    case 'code':
      return preformatted(clean(block.text).split('\n'), budget, 'line')
    case 'table': {
      const rendered = preformatted(tableLines(block.header, block.rows), budget, 'row')
      return rendered.dropped ? rendered : withDropped(rendered.parts, block.rows.length - LIMITS.tableRows, 'row')
    }
  }
}

/** A line that says what was left out. */
const note = (dropped: string): RichPart => section([{ type: 'text', text: dropped, style: { italic: true } }])

/** @param maxBlocks how many blocks may be used; a note on what was left out may come on top */
export function renderBody(
  blocks: readonly Block[],
  budget: Budget,
  maxBlocks: number,
  nameOf: NameOf,
): types.RichTextBlock[] {
  const rendered: types.RichTextBlock[] = []
  for (const [i, block] of blocks.entries()) {
    if (budget.left() < 2 || rendered.length >= maxBlocks) {
      rendered.push({ type: 'rich_text', elements: [note(more(blocks.length - i, 'part'))] })
      break
    }
    const { parts: shown, dropped } = parts(block, budget, nameOf)
    const elements = dropped ? [...shown, note(dropped)] : shown
    if (elements.length === 0) continue
    // A list joins the text above it: between blocks Slack leaves a gap.
    const above = block.kind === 'list' && blocks[i - 1]?.kind === 'text' ? rendered.at(-1) : undefined
    if (above) above.elements.push(...elements)
    else rendered.push({ type: 'rich_text', elements })
  }
  return rendered
}
