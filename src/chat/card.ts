/**
 * A Card is an answer before any platform: what to say, not how it looks.
 *
 * Text is a list of spans, never markup: only a platform's renderer knows mrkdwn or Markdown, and it escapes. There is
 * no raw escape hatch, so nothing that a user wrote can ping, link or format by accident.
 */

export type Span =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bold'; readonly text: string }
  | { readonly kind: 'italic'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly url: string }
  /** Names a person without notifying them where the platform can; `id` is the platform's own user id. */
  | { readonly kind: 'user'; readonly id: string }

export type Text = readonly Span[]

export interface Field {
  readonly name: string
  readonly value: Text
}

export type Block =
  | { readonly kind: 'text'; readonly text: Text }
  | { readonly kind: 'fields'; readonly fields: readonly Field[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly Text[] }
  /** Preformatted text: a log excerpt, a ticket draft. */
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'table'; readonly header: readonly string[]; readonly rows: readonly (readonly string[])[] }

/** What a person can press. A press comes back as an ActionEvent with the same `id` and `value`. */
export type Action =
  | {
      readonly kind: 'button'
      /** The action's name, such as `lookup.show`; the same for every card that offers it. */
      readonly id: string
      /** The action's argument. At most 60 characters, so that it fits every platform's button id. */
      readonly value: string
      readonly label: string
      readonly style?: 'primary' | 'danger'
    }
  | { readonly kind: 'link'; readonly label: string; readonly url: string }

export type Tone = 'info' | 'success' | 'warning' | 'danger'

export interface Card {
  readonly tone: Tone
  readonly title: string
  /** Where the title leads, if anywhere. */
  readonly url?: string
  /** One sentence that stands for the whole card: the notification, the screen reader's text, the fallback. */
  readonly summary: string
  readonly blocks: readonly Block[]
  readonly actions: readonly Action[]
  readonly footer?: Text
}

/** A file to hand over with a card, such as an export. */
export interface Attachment {
  readonly name: string
  readonly mediaType: string
  readonly content: string
}

export const text = (value: string): Span => ({ kind: 'text', text: value })
export const bold = (value: string): Span => ({ kind: 'bold', text: value })
export const code = (value: string): Span => ({ kind: 'code', text: value })
export const link = (label: string, url: string): Span => ({ kind: 'link', text: label, url })

/** A paragraph of plain text. */
export const line = (value: string): Block => ({ kind: 'text', text: [text(value)] })

/** A card that says one thing and offers nothing to press. */
export const notice = (title: string, sentence: string, tone: Tone = 'info'): Card => ({
  tone,
  title,
  summary: sentence,
  blocks: [line(sentence)],
  actions: [],
})

/**
 * Reads the one convention that the catalog's prose uses, backticks around names, into spans.
 * An unpaired backtick stays a backtick.
 */
export function prose(value: string): Text {
  const spans: Span[] = []
  let at = 0
  for (const match of value.matchAll(/`([^`\n]+)`/g)) {
    if (match.index > at) spans.push(text(value.slice(at, match.index)))
    spans.push(code(match[1] ?? ''))
    at = match.index + match[0].length
  }
  if (at < value.length || spans.length === 0) spans.push(text(value.slice(at)))
  return spans
}
