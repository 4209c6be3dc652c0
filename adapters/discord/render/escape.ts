/**
 * Makes text mean only itself in Discord's Markdown. A backslash before punctuation is dropped when shown, so it may
 * stand before any of it; what Discord reads before Markdown (mentions) is broken with a zero-width space instead.
 */

const ZERO_WIDTH = '\u200b'

/** Control characters, and the marks that turn the direction of the text that follows. */
const UNSHOWN = /[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/gu

const visible = (text: string) => text.replace(UNSHOWN, '')

/** `@everyone`, `@here`, `<@1>`, `<#1>`, `<:name:1>`, `<t:1>`, `</name:1>`, `<id:browse>`. */
const unmention = (text: string) =>
  text.replace(/@(?=everyone|here)/gi, `@${ZERO_WIDTH}`).replace(/<(?=[@#:/]|[at]:|id:|&)/gi, `<${ZERO_WIDTH}`)

/** Marks that format anywhere. A single `_` inside a word formats nothing, and names such as ERR_OK stay readable. */
const INLINE = /[\\*~`|[\]<]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g
/** Marks that format at the beginning of a line: headings, small print, quotes, lists. */
const AT_LINE_START = /^([ \t]*)(#{1,3}|>{1,3}|[-+])(?=[\s#]|$)/gm
const NUMBERED = /^([ \t]*\d+)([.)])(?=\s|$)/gm
/** An address that somebody wrote must not become clickable; a `link` span is how the bot links. */
const ADDRESS = /:\/\//g

/** Any text, shown as it is: no formatting, no ping, no link. */
export function escapeMarkdown(text: string): string {
  return unmention(visible(text))
    .replace(INLINE, '\\$&')
    .replace(AT_LINE_START, '$1\\$2')
    .replace(NUMBERED, '$1\\$2')
    .replace(ADDRESS, ':\\//')
}

/** Text within single backticks. Backticks cannot be escaped there, so a look-alike stands in for them. */
export function inlineCode(text: string): string {
  const inside = visible(text).replace(/\s+/g, ' ').replaceAll('`', 'ˋ')
  return inside.trim() === '' ? '' : `\`${unmention(inside)}\``
}

/** The inside of a code block: no run of backticks long enough to end it. */
export const insideCodeBlock = (text: string): string =>
  unmention(visible(text)).replace(/`(?=``)|(?<=``)`/g, `\`${ZERO_WIDTH}`)

/** An address for a masked link, or undefined when it is none that Discord opens. */
export function safeUrl(url: string, max: number): string | undefined {
  if (!URL.canParse(url)) return undefined
  const { protocol, href } = new URL(url)
  if (protocol !== 'http:' && protocol !== 'https:') return undefined
  const address = href.replaceAll('(', '%28').replaceAll(')', '%29').replaceAll('>', '%3E')
  return address.length <= max ? address : undefined
}
