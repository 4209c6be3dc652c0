/** Renders a card as text for a terminal. Total: any card, any width. */
import { stripVTControlCharacters, styleText } from 'node:util'
import { wrapAnsi } from 'fast-wrap-ansi'
import type { Action, Block, Card, Span, Text, Tone } from './card.ts'
import { cutTo, fitColumns, padTo, widthOf } from './columns.ts'

export interface PlainOptions {
  /** Columns to wrap at. */
  readonly width: number
  /** ANSI styles; off for pipes and with NO_COLOR. */
  readonly color: boolean
  /** How to show the card's actions: not at all, or as numbered choices counted from `first`. */
  readonly choices?: { readonly first: number }
}

type Style = Parameters<typeof styleText>[0]

const MIN_WIDTH = 20
/** A table's columns do not get narrower than this; a row that still does not fit is broken by the terminal. */
const MIN_COLUMN = 6
const GAP = '  '
const TONE_STYLE: Readonly<Record<Tone, Style>> = { info: 'cyan', success: 'green', warning: 'yellow', danger: 'red' }

/** Strips escape sequences from users' text, which a terminal would run. */
const clean = (value: string) => stripVTControlCharacters(value).replace(/[^\P{Cc}\t\n]/gu, '')

export function renderPlain(card: Card, options: PlainOptions): string {
  const paint = (style: Style, value: string) =>
    options.color && value ? styleText(style, value, { validateStream: false }) : value
  const width = Math.max(MIN_WIDTH, options.width)
  const wrap = (value: string, indent = '', first = indent) =>
    wrapAnsi(value, width - indent.length, { hard: true, trim: true })
      .split('\n')
      .map((row, i) => (i === 0 ? first : indent) + row)

  const span = (part: Span): string => {
    switch (part.kind) {
      case 'text':
        return clean(part.text)
      case 'bold':
        return paint('bold', clean(part.text))
      case 'italic':
        return paint('italic', clean(part.text))
      case 'code':
        return paint('cyan', clean(part.text))
      case 'link':
        return part.text === part.url ? clean(part.url) : `${clean(part.text)} <${clean(part.url)}>`
      case 'user':
        return `@${clean(part.id)}`
    }
  }
  const inline = (value: Text) => value.map(span).join('')

  function block(item: Block): string[] {
    switch (item.kind) {
      case 'text':
        return wrap(inline(item.text))
      case 'list': {
        const digits = String(item.items.length).length
        return item.items.flatMap((entry, i) => {
          const mark = item.ordered ? `${String(i + 1).padStart(digits)}. ` : '- '
          return wrap(inline(entry), ' '.repeat(mark.length + 2), `  ${mark}`)
        })
      }
      case 'fields': {
        const column = Math.max(0, ...item.fields.map((field) => widthOf(clean(field.name)))) + 2
        return item.fields.flatMap((field) =>
          wrap(
            inline(field.value),
            ' '.repeat(column),
            paint('bold', clean(field.name)) + ' '.repeat(column - widthOf(clean(field.name))),
          ),
        )
      }
      case 'code':
        return clean(item.text)
          .split('\n')
          .flatMap((row) => wrapAnsi(row, width - 4, { hard: true, trim: false }).split('\n'))
          .map((row) => `    ${row}`)
      case 'table':
        return table(item.header, item.rows)
    }
  }

  function table(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
    const all = [header, ...rows].map((row) => row.map(clean))
    const wanted = header.map((_, i) => Math.max(...all.map((row) => widthOf(row[i] ?? ''))))
    const columns = fitColumns(wanted, width - GAP.length * (header.length - 1), MIN_COLUMN)
    return all.map((row, i) => {
      const line = row
        .map((cell, j) => padTo(cutTo(cell, columns[j] ?? 0), columns[j] ?? 0))
        .join(GAP)
        .trimEnd()
      return i === 0 ? paint('bold', line) : line
    })
  }

  const choice = (action: Action, i: number) =>
    action.kind === 'button'
      ? `[${(options.choices?.first ?? 1) + i}] ${clean(action.label)}`
      : `${clean(action.label)} <${clean(action.url)}>`

  const lines = wrap(paint(['bold', TONE_STYLE[card.tone]].flat() as Style, clean(card.title)))
  let before: Block['kind'] = 'text'
  card.blocks.forEach((item, i) => {
    // A list belongs to the line above it; everything else stands apart.
    if (i > 0 && item.kind !== 'list') lines.push('')
    else if (i > 0 && before === 'list') lines.push('')
    lines.push(...block(item))
    before = item.kind
  })
  if (card.footer) lines.push('', ...wrap(inline(card.footer)))
  const buttons = card.actions.filter((action) => action.kind === 'link' || options.choices)
  if (buttons.length > 0) lines.push('', ...wrap(buttons.map(choice).join('  ')))
  return `${lines.join('\n')}\n`
}
