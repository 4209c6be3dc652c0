/** Renders one entry as a card. */
import { type Action, type Block, bold, type Card, code, line, link, prose, type Text, text } from '../../chat/card.ts'
import type { Catalog } from '../../core/catalog/catalog.ts'
import type { Entry, Severity } from '../../core/catalog/entry.ts'
import type { Language } from '../language/language.ts'
import { PHRASES } from '../language/phrases.ts'

/** Buttons that a card offers for related codes; the rest stay in the text. */
const MAX_RELATED = 5

const TONE: Readonly<Record<Severity, Card['tone']>> = { info: 'info', warning: 'warning', critical: 'danger' }

export const showButton = (entry: Entry): Action => ({
  kind: 'button',
  id: 'lookup.show',
  value: entry.code,
  label: entry.code,
})

/** Title and the first thing to do, in one sentence: what fits a notification. */
export function oneLine(entry: Entry): string {
  return `${entry.code}: ${entry.title}. ${entry.fix[0] ?? ''}`
}

/** The document's section and the SDK constants; the part is in the title. */
function heading({ section, symbols }: Entry): Block[] {
  const names = join(symbols.map((symbol) => code(symbol)))
  const words = section ? [text(names.length > 0 ? `${section} · ` : section), ...names] : names
  return words.length > 0 ? [{ kind: 'text', text: words }] : []
}

/** "10010 · Group not found (Server)" */
const titleOf = (code: string, entry: Entry, language: Language) =>
  `${code} · ${entry.title} (${PHRASES[language].part[entry.part]})`

/** Puts commas between spans. */
function join(spans: Text): Text {
  return spans.flatMap((span, i) => (i === 0 ? [span] : [text(', '), span]))
}

/** @param asked the number inside a range that was asked for. */
export function entryCard(entry: Entry, catalog: Catalog, language: Language = 'en', asked: string = entry.code): Card {
  const say = PHRASES[language]
  const wait = entry.wait ? say.wait(entry.wait) : ''
  const blocks: Block[] = [
    ...heading(entry),
    { kind: 'text', text: [bold(`${say.cause}: `), ...prose(entry.cause)] },
    { kind: 'text', text: [bold(say.fix)] },
    { kind: 'list', ordered: true, items: entry.fix.map(prose) },
    {
      kind: 'fields',
      fields: [
        { name: say.retryLabel, value: [text(say.retry[entry.retry] + wait)] },
        { name: say.actsLabel, value: [text(say.acts[entry.acts])] },
        { name: say.spikeLabel, value: [text(say.severity[entry.severity])] },
      ],
    },
  ]
  if (entry.notes.length > 0) {
    blocks.push(
      { kind: 'text', text: [bold(say.notes)] },
      { kind: 'list', ordered: false, items: entry.notes.map(prose) },
    )
  }
  const related = entry.related.flatMap((id) => catalog.get(id) ?? [])
  if (related.length > 0) {
    blocks.push(
      { kind: 'text', text: [bold(say.related)] },
      {
        kind: 'list',
        ordered: false,
        items: related.slice(0, MAX_RELATED).map((other) => [code(other.code), text(` ${other.title}`)]),
      },
    )
  }
  const documents = catalog.linksOf(entry)
  return {
    tone: TONE[entry.severity],
    title: titleOf(asked, entry, language),
    ...(documents[0] ? { url: documents[0].url } : {}),
    summary: oneLine(entry),
    blocks,
    actions: related.slice(0, MAX_RELATED).map(showButton),
    ...(documents.length > 0
      ? {
          footer: [
            text(`${say.documents}: `),
            ...join(documents.map((document) => link(document.title, document.url))),
          ],
        }
      : {}),
  }
}

/** An entry among others: title, one sentence of advice, the retry verdict. */
export function compactBlocks(entry: Entry, language: Language = 'en'): Block[] {
  const say = PHRASES[language]
  return [
    { kind: 'text', text: [bold(titleOf(entry.code, entry, language))] },
    { kind: 'text', text: prose(entry.fix[0] ?? entry.cause) },
    line(`${say.retryLabel}: ${say.retry[entry.retry]} · ${say.actsLabel}: ${say.acts[entry.acts]}`),
  ]
}
