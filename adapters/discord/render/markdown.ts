/** Renders spans as Discord's Markdown of limited length, cut between graphemes. */
import type { Span, Text } from '../../../src/chat/card.ts'
import { LIMITS } from '../limits.ts'
import { escapeMarkdown, inlineCode, safeUrl } from './escape.ts'

const segments = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
export const ELLIPSIS = '…'

/** The text, or as many graphemes as fit with an ellipsis. `max` limits the result of `shape`, in UTF-16 units. */
export function cut(text: string, max: number, shape: (part: string) => string = (part) => part): string {
  const whole = text.length <= max ? shape(text) : undefined
  if (whole !== undefined && whole.length <= max) return whole
  if (max < ELLIPSIS.length) return ''
  // Shaping hardly shortens text, so twice the room is enough to look at.
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
  // Discord formats only when the marks touch a word.
  const [, before = '', inside = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(part) ?? []
  return inside === '' ? part : `${before}${mark}${escapeMarkdown(inside)}${mark}${after}`
}

/** One span, cut to `max`. */
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
      // Discord does not mask a link whose label is a URL.
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

/** Separates formatted spans that touch, such as `**a****b**`. */
const apart = (before: string, next: string) => (/[*`]$/.test(before) && /^[*`]/.test(next) ? `\u200b${next}` : next)

/** Renders spans in at most `max` UTF-16 units; a cut text ends with an ellipsis. */
export function toMarkdown(text: Text, max: number): string {
  let out = ''
  for (const [i, span] of text.entries()) {
    const isLast = i === text.length - 1
    const room = max - out.length
    const whole = apart(out, spanWithin(span, Number.MAX_SAFE_INTEGER))
    // Keep room for the ellipsis until the last span fits.
    if (whole.length <= room - (isLast ? 0 : ELLIPSIS.length)) {
      out += whole
      continue
    }
    const part = spanWithin(span, room - 1)
    return out + (part ? apart(out, part) : room >= ELLIPSIS.length ? ELLIPSIS : '')
  }
  return out
}
