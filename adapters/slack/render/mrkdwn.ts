/** Escapes and reads Slack's text markup, mrkdwn. */

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** Escapes what Slack would read as a mention, link or channel. */
export const escapeMarkup = (value: string): string => value.replace(/[&<>]/g, (sign) => ESCAPES[sign] ?? sign)

const WORD_JOINER = '\u2060'

/** Also surrounds `*`, `_`, `~` and backticks with zero-width characters, because mrkdwn has no escape for them. */
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

/** Turns Slack's markup into what people see: labels of links and mentions, unescaped entities. */
export const undo = (value: string): string =>
  undoEntities(
    value.replace(TOKEN, (_, sign: string, target: string, label?: string) => shownToken(sign, target, label)),
  )

/** Removes mentions of one person, such as the bot. */
export const withoutMention = (value: string, person: string): string =>
  value.replaceAll(new RegExp(`[ \\t]*<@${person}(\\|[^<>]*)?>[ \\t]*`, 'g'), ' ').trim()

export const mentions = (value: string, person: string): boolean =>
  value.includes(`<@${person}>`) || value.includes(`<@${person}|`)
