/** Renders a card's blocks as Markdown of limited length. What does not fit is counted: "+3 more". */
import { type Block, bold, type Text, text } from '../../../src/chat/card.ts'
import { DISPLAY } from '../limits.ts'
import { insideCodeBlock } from './escape.ts'
import { cut, toMarkdown } from './markdown.ts'

/** A part of the text that can be shown whole, cut, or not at all. */
interface Piece {
  /** Separates it from the part before. */
  readonly gap: '\n' | '\n\n'
  /** @returns at most `room` units; empty when the room is too small */
  readonly within: (room: number) => string
}

/** Do not cut a part to less than this. */
const MIN_PIECE = 40
/** `\n-# +1234 more` */
const MARKER_ROOM = 16

export const more = (count: number) => `-# +${count} more`

const inline = (value: Text, gap: Piece['gap'], before = '', most = Number.MAX_SAFE_INTEGER): Piece => ({
  gap,
  within(room) {
    const rest = Math.min(room - before.length, most)
    if (rest <= 0) return ''
    const shown = toMarkdown(value, rest)
    // An item of a list stays on one line.
    const line = before ? shown.replace(/\s*\n\s*/g, ' ') : shown
    return line.trim() === '' ? '' : before + line
  },
})

const FENCES = '```\n\n```'.length

const codeBlock = (content: string): Piece => ({
  gap: '\n',
  within(room) {
    if (room < FENCES + 1) return ''
    const inside = cut(content, room - FENCES, insideCodeBlock)
    return inside.trim() === '' ? '' : `\`\`\`\n${inside}\n\`\`\``
  },
})

function tablePiece(header: readonly string[], rows: readonly (readonly string[])[]): Piece {
  const clean = (cell: string) => cut(cell.replace(/\s+/g, ' '), DISPLAY.tableCell)
  const all = [header, ...rows.slice(0, DISPLAY.tableRows)].map((row) => row.map(clean))
  const widths = header.map((_, i) => Math.max(...all.map((row) => row[i]?.length ?? 0)))
  const lines = all.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  return {
    gap: '\n',
    within(room) {
      let shown = lines.length
      // Drop whole rows: half a row is misleading.
      const draw = () => {
        const hidden = rows.length + 1 - shown
        const listed = insideCodeBlock(lines.slice(0, shown).join('\n'))
        return `\`\`\`\n${listed}${hidden > 0 ? `\n+${hidden} more` : ''}\n\`\`\``
      }
      while (shown > 1 && draw().length > room) shown--
      return draw().length <= room ? draw() : ''
    },
  }
}

/** The items, and a line that counts those beyond `DISPLAY.listItems`. */
function listPieces(items: readonly Text[], ordered: boolean): Piece[] {
  const pieces = items
    .slice(0, DISPLAY.listItems)
    .map((item, i) => inline(item, '\n', ordered ? `${i + 1}. ` : '- ', DISPLAY.listItem))
  const hidden = items.length - pieces.length
  return hidden > 0 ? [...pieces, { gap: '\n', within: (room) => (room < MARKER_ROOM ? '' : more(hidden)) }] : pieces
}

function piecesOf(block: Block): Piece[] {
  switch (block.kind) {
    case 'text':
      return [inline(block.text, '\n\n')]
    case 'fields':
      return block.fields.map((field, i) =>
        inline(
          [bold(cut(field.name, DISPLAY.fieldName)), text(': '), ...field.value],
          i === 0 ? '\n\n' : '\n',
          '',
          DISPLAY.fieldValue,
        ),
      )
    case 'list':
      return listPieces(block.items, block.ordered)
    case 'code':
      return [codeBlock(block.text)]
    case 'table':
      return [tablePiece(block.header, block.rows)]
  }
}

/**
 * @param max UTF-16 units
 * @returns the text; empty when there is nothing to show
 */
export function renderBlocks(blocks: readonly Block[], max: number): string {
  if (max < MARKER_ROOM) return ''
  const pieces = blocks.flatMap(piecesOf).filter((piece) => piece.within(Number.MAX_SAFE_INTEGER) !== '')
  let out = ''
  for (const [i, piece] of pieces.entries()) {
    const gap = out === '' ? '' : piece.gap
    const left = max - out.length - gap.length - (i === pieces.length - 1 ? 0 : MARKER_ROOM)
    const whole = left > 0 ? piece.within(left) : ''
    const fits = whole !== '' && (left >= MIN_PIECE || whole === piece.within(Number.MAX_SAFE_INTEGER))
    if (!fits) return `${out}${out === '' ? '' : '\n'}${more(pieces.length - i)}`
    out += gap + whole
  }
  return out
}
