/** Slack's text markup, both ways. */

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** Makes a text harmless where Slack reads markup: no mention, no link, no channel. */
export const escapeMarkup = (value: string): string => value.replace(/[&<>]/g, (sign) => ESCAPES[sign] ?? sign)

const WORD_JOINER = '\u2060'

/** Also keeps `*`, `_`, `~` and backticks from formatting, by a character of no width; for places without rich text. */
export const escapeFormatting = (value: string): string =>
  escapeMarkup(value).replace(/[*_~`]/g, (sign) => `${WORD_JOINER}${sign}${WORD_JOINER}`)

export const undoEntities = (value: string): string =>
  value.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&')

const TOKEN = /<([@#!]?)([^<>|\n]*)(?:\|([^<>\n]*))?>/g

function shownToken(sign: string, target: string, label: string | undefined): string {
  switch (sign) {
    case '@':
      return `@${label || target}`
    case '#':
      return `#${label || target}`
    case '!': {
      if (label) return target.startsWith('date^') || label.startsWith('@') ? label : `@${label}`
      return `@${target.replace(/^subteam\^/, '')}`
    }
    default:
      return label || target.replace(/^(mailto|tel):/, '')
  }
}

/** A text as Slack sends it, as people see it: links and mentions by their labels, entities undone. */
export const undo = (value: string): string =>
  undoEntities(
    value.replace(TOKEN, (_, sign: string, target: string, label?: string) => shownToken(sign, target, label)),
  )

/** Removes the mention of one person, such as the bot's own. */
export const withoutMention = (value: string, person: string): string =>
  value.replaceAll(new RegExp(`[ \\t]*<@${person}(\\|[^<>]*)?>[ \\t]*`, 'g'), ' ').trim()

export const mentions = (value: string, person: string): boolean =>
  value.includes(`<@${person}>`) || value.includes(`<@${person}|`)
