/**
 * Escapes text for Discord's Markdown. Discord hides a backslash before any punctuation. Mentions are parsed before
 * Markdown, so they are broken with a zero-width space instead.
 */

const ZERO_WIDTH = '\u200b'

/** Control characters, and marks that change the direction of text. */
const INVISIBLE = /[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/gu

const visible = (text: string) => text.replace(INVISIBLE, '')

/** `@everyone`, `@here`, `<@1>`, `<#1>`, `<:name:1>`, `<t:1>`, `</name:1>`, `<id:browse>`. */
const unmention = (text: string) =>
  text.replace(/@(?=everyone|here)/gi, `@${ZERO_WIDTH}`).replace(/<(?=[@#:/]|[at]:|id:|&)/gi, `<${ZERO_WIDTH}`)

/** Characters that format anywhere. `_` inside a word formats nothing, so names such as ERR_OK stay readable. */
const INLINE = /[\\*~`|[\]<]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g
/** Characters that format at the start of a line: headings, small print, quotes, lists. */
const AT_LINE_START = /^([ \t]*)(#{1,3}|>{1,3}|[-+])(?=[\s#]|$)/gm
const NUMBERED = /^([ \t]*\d+)([.)])(?=\s|$)/gm
/** A URL in somebody's text must not become a link. */
const ADDRESS = /:\/\//g

/** Shows any text as it is: no formatting, no ping, no link. */
export function escapeMarkdown(text: string): string {
  return unmention(visible(text))
    .replace(INLINE, '\\$&')
    .replace(AT_LINE_START, '$1\\$2')
    .replace(NUMBERED, '$1\\$2')
    .replace(ADDRESS, ':\\//')
}

/** Text in single backticks. Backticks inside cannot be escaped, so they become a look-alike. */
export function inlineCode(text: string): string {
  const inside = visible(text).replace(/\s+/g, ' ').replaceAll('`', 'ˋ')
  return inside.trim() === '' ? '' : `\`${unmention(inside)}\``
}

/** The content of a code block, without a run of backticks that would end it. */
export const insideCodeBlock = (text: string): string =>
  unmention(visible(text)).replace(/`(?=``)|(?<=``)`/g, `\`${ZERO_WIDTH}`)

/** A URL for a masked link; undefined when Discord would not open it. */
export function safeUrl(url: string, max: number): string | undefined {
  if (!URL.canParse(url)) return undefined
  const { protocol, href } = new URL(url)
  if (protocol !== 'http:' && protocol !== 'https:') return undefined
  const address = href.replaceAll('(', '%28').replaceAll(')', '%29').replaceAll('>', '%3E')
  return address.length <= max ? address : undefined
}
