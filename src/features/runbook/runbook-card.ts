/** A team's note on a code: as blocks for every card about that code, and as cards of its own. */
import { type Block, bold, type Card, code, line, link, prose, type Text, text } from '../../chat/card.ts'
import type { Entry } from '../../core/catalog/entry.ts'
import type { RunbookEntry, RunbookNote } from '../../storage/contract.ts'
import type { Language } from '../language/language.ts'
import { sayTime } from '../language/time.ts'
import { RUNBOOK_WORDS, type RunbookWords } from './runbook-words.ts'

/** A mention of a person in the markup of Slack and Discord. */
const PERSON = /^<@!?(\w+)(?:\|[^<>]*)?>$/

/** Names an owner without notifying anybody. */
function ownerSpan(owner: string): Text[number] {
  const id = PERSON.exec(owner)?.[1]
  return id ? { kind: 'user', id } : text(owner)
}

/** "text · Runbook: link · Owner: somebody"; empty for an empty note. */
function noteText(note: Partial<RunbookNote>, say: RunbookWords): Text {
  const parts: Text[] = [
    ...(note.text ? [prose(note.text)] : []),
    ...(note.link ? [[text(say.runbook), link(note.link, note.link)]] : []),
    ...(note.owner ? [[text(say.owner), ownerSpan(note.owner)]] : []),
  ]
  return parts.flatMap((part, i) => (i > 0 ? [text(' · '), ...part] : part))
}

/**
 * The team's note merged with the overlay, as one block. The note's link and owner win over the overlay's.
 * @param entry the catalog's entry, including the overlay
 * @param named true to name the code, for cards about several
 */
export function teamBlocks(
  asked: string,
  entry: Pick<Entry, 'owner' | 'runbook'> | undefined,
  note: RunbookNote | undefined,
  { language, named = false }: { readonly language: Language; readonly named?: boolean },
): Block[] {
  const say = RUNBOOK_WORDS[language]
  const owner = note?.owner ?? entry?.owner
  const address = note?.link ?? entry?.runbook
  const said = noteText(
    {
      text: note?.text ?? '',
      ...(address === undefined ? {} : { link: address }),
      ...(owner === undefined ? {} : { owner }),
    },
    say,
  )
  if (said.length === 0) return []
  return [{ kind: 'text', text: [bold(named ? say.teamOn(asked) : say.team), ...said] }]
}

/** In characters. Longer notes are cut; the card behind Details shows them in full. */
const MAX_LINE = 120

/** The note as one line for a short annotation: its beginning, otherwise the link to the runbook. */
export function teamLine(
  entry: Pick<Entry, 'owner' | 'runbook'> | undefined,
  note: RunbookNote | undefined,
  language: Language,
): Block[] {
  const say = RUNBOOK_WORDS[language]
  const address = note?.link ?? entry?.runbook
  const [first = ''] = (note?.text ?? '').split('\n')
  const letters = [...first]
  const words = letters.length > MAX_LINE ? `${letters.slice(0, MAX_LINE).join('').trimEnd()}…` : first
  const said = noteText({ text: words, ...(address === undefined ? {} : { link: address }) }, say)
  return said.length === 0 ? [] : [{ kind: 'text', text: words ? [bold(say.team), ...said] : said }]
}

/** What holds now, and the history. @param history newest first */
export function noteHistoryCard(
  asked: string,
  entry: Entry,
  history: readonly RunbookEntry[],
  now: number,
  language: Language,
): Card {
  const say = RUNBOOK_WORDS[language]
  const current = history[0]
  const blocks = teamBlocks(asked, entry, current, { language })
  const items = history.map(({ by, at, ...note }): Text => {
    const said = noteText(note, say)
    return [text(`${sayTime(at, now)}, ${by.name}: `), ...(said.length > 0 ? said : [text(say.takenBack)])]
  })
  const summary = blocks.length > 0 ? say.says(asked) : say.saysNothing(asked)
  return {
    tone: 'info',
    title: `${asked} · ${entry.title}`,
    summary,
    blocks: [
      ...(blocks.length > 0 ? blocks : [line(summary)]),
      ...(items.length > 0
        ? [
            { kind: 'text' as const, text: [bold(say.history)] },
            { kind: 'list' as const, ordered: false, items },
          ]
        : []),
    ],
    actions: [],
    footer: [code(say.how)],
  }
}

/** @param redacted true when something private was removed from the note */
export function noteSavedCard(
  asked: string,
  entry: Entry,
  saved: RunbookEntry,
  redacted: boolean,
  language: Language,
): Card {
  const say = RUNBOOK_WORDS[language]
  const gone = noteText(saved, say).length === 0
  const summary = gone ? say.gone(asked) : say.noted(asked)
  const blocks: Block[] = [line(summary), ...teamBlocks(asked, entry, saved, { language })]
  if (redacted) blocks.push(line(say.redacted))
  const title = gone ? say.goneTitle(asked) : say.notedTitle(asked)
  return { tone: 'success', title, summary, blocks, actions: [] }
}
