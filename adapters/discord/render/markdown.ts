/** Spans as Discord's Markdown, never longer than asked, cut between the characters that people see. */
import type { Span, Text } from '../../../src/chat/card.ts'
import { LIMITS } from '../limits.ts'
import { escapeMarkdown, inlineCode, safeUrl } from './escape.ts'

const segments = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
export const ELLIPSIS = '…'

/** The text, or as many whole characters of it as fit together with an ellipsis. `max` counts what `shape` makes of it. */
export function cut(text: string, max: number, shape: (part: string) => string = (part) => part): string {
  const whole = text.length <= max ? shape(text) : undefined
  if (whole !== undefined && whole.length <= max) return whole
  if (max < ELLIPSIS.length) return ''
  // Shaping never shortens text by more than what is not shown, so twice the room is enough to look at.
  const parts = [...segments.segment(text.slice(0, max * 2))].map((part) => part.segment)
  let low = 0
  let high = Math.min(parts.length, max)
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (shape(parts.slice(0, middle).join('') + ELLIPSIS).length <= max) low = middle
    else high = middle - 1
  }
  const shaped = shape(parts.slice(0, low).join('') + ELLIPSIS)
  return shaped.length <= max ? shaped : ''
}

const isSnowflake = (id: string) => /^\d{15,21}$/.test(id)

const wrapped = (mark: string) => (part: string) => {
  // Marks count only where they touch a word.
  const [, before = '', inside = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(part) ?? []
  return inside === '' ? part : `${before}${mark}${escapeMarkdown(inside)}${mark}${after}`
}

/** One span within `max`, or what of it fits. */
function spanWithin(span: Span, max: number): string {
  switch (span.kind) {
    case 'text':
      return cut(span.text, max, escapeMarkdown)
    case 'bold':
      return cut(span.text, max, wrapped('**'))
    case 'italic':
      return cut(span.text, max, wrapped('*'))
    case 'code':
      return cut(span.text, max, inlineCode)
    case 'link': {
      const url = safeUrl(span.url, LIMITS.url)
      if (!url) return cut(span.text, max, escapeMarkdown)
      // Discord does not mask a link whose label is itself an address.
      if (span.text.trim() === '' || span.text === span.url) return url.length <= max ? url : ''
      const link = cut(span.text, max - url.length - 4, (label) => escapeMarkdown(label).replace(/\n/g, ' '))
      return link === '' ? cut(span.text, max, escapeMarkdown) : `[${link}](${url})`
    }
    case 'user': {
      const name = isSnowflake(span.id) ? `<@${span.id}>` : escapeMarkdown(`@${span.id}`)
      return name.length <= max ? name : ''
    }
  }
}

/** Two formatted spans that touch must not read as one mark: `**a****b**`. */
const apart = (before: string, next: string) => (/[*`]$/.test(before) && /^[*`]/.test(next) ? `\u200b${next}` : next)

/** Spans within `max` units. A text that is cut ends with an ellipsis. */
export function toMarkdown(text: Text, max: number): string {
  let out = ''
  for (const [i, span] of text.entries()) {
    const isLast = i === text.length - 1
    const room = max - out.length
    const whole = apart(out, spanWithin(span, Number.MAX_SAFE_INTEGER))
    // Room for the ellipsis is kept until the last span has fitted.
    if (whole.length <= room - (isLast ? 0 : ELLIPSIS.length)) {
      out += whole
      continue
    }
    const part = spanWithin(span, room - 1)
    return out + (part ? apart(out, part) : room >= ELLIPSIS.length ? ELLIPSIS : '')
  }
  return out
}
