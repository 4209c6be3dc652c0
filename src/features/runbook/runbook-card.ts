/** What a team says about a code, as blocks for every card of that code, and its history. */
import { type Block, bold, type Card, code, link, prose, type Text, text } from '../../chat/card.ts'
import type { Entry } from '../../core/catalog/entry.ts'
import type { RunbookEntry, RunbookNote } from '../../storage/contract.ts'
import type { Language } from '../language/phrases.ts'
import { sayTime } from '../language/time.ts'
import { RUNBOOK_WORDS, type RunbookWords } from './runbook-words.ts'

/** A person as Slack and Discord write one in a text. */
const PERSON = /^<@!?(\w+)(?:\|[^<>]*)?>$/

/** Names an owner; nobody is notified. */
function ownerSpan(owner: string): Text[number] {
  const id = PERSON.exec(owner)?.[1]
  return id ? { kind: 'user', id } : text(owner)
}

/** "text · Runbook: link · Owner: somebody"; empty when it says nothing. */
function noteText(note: Partial<RunbookNote>, say: RunbookWords): Text {
  const parts: Text[] = [
    ...(note.text ? [prose(note.text)] : []),
    ...(note.link ? [[text(say.runbook), link(note.link, note.link)]] : []),
    ...(note.owner ? [[text(say.owner), ownerSpan(note.owner)]] : []),
  ]
  return parts.flatMap((part, i) => (i > 0 ? [text(' · '), ...part] : part))
}

/**
 * A note of the chat and what the overlay says, as one block. The note is the newer word: its link and owner hold.
 * @param entry of the catalog, with the overlay on it
 * @param named put the code in front, where a card is about several
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

/** Longer notes are read on the card behind Details. */
const SHORT = 120

/** The same in one line, for a short annotation: the beginning of the note, or else where the runbook is. */
export function teamLine(
  entry: Pick<Entry, 'owner' | 'runbook'> | undefined,
  note: RunbookNote | undefined,
  language: Language,
): Block[] {
  const say = RUNBOOK_WORDS[language]
  const address = note?.link ?? entry?.runbook
  const [first = ''] = (note?.text ?? '').split('\n')
  const letters = [...first]
  const words = letters.length > SHORT ? `${letters.slice(0, SHORT).join('').trimEnd()}…` : first
  const said = noteText({ text: words, ...(address === undefined ? {} : { link: address }) }, say)
  return said.length === 0 ? [] : [{ kind: 'text', text: words ? [bold(say.team), ...said] : said }]
}

/** Newest first. */
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
      ...(blocks.length > 0 ? blocks : [{ kind: 'text' as const, text: [text(summary)] }]),
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
  const blocks: Block[] = [{ kind: 'text', text: [text(summary)] }, ...teamBlocks(asked, entry, saved, { language })]
  if (redacted) blocks.push({ kind: 'text', text: [text(say.redacted)] })
  return {
    tone: 'success',
    title: gone ? say.goneTitle(asked) : say.notedTitle(asked),
    summary,
    blocks,
    actions: [],
  }
}
