/** The team's runbook: notes on codes, written in chat. The caller checks who may write. */

import { UserError } from '../../chat/adapter.ts'
import type { Block, Card } from '../../chat/card.ts'
import type { CommandEvent, ConversationRef } from '../../chat/event.ts'
import type { Entry } from '../../core/catalog/entry.ts'
import type { Knowledge } from '../../core/knowledge.ts'
import { type RunbookNote, type Scope, type Storage, whenStorageIsLost } from '../../storage/contract.ts'
import { type Language, languageOf } from '../language/language.ts'
import type { TeamBlocks } from '../lookup/lookup.ts'
import { quoted } from '../typed-word.ts'
import { noteHistoryCard, noteSavedCard, teamBlocks, teamLine } from './runbook-card.ts'
import { RUNBOOK_WORDS, type RunbookWords } from './runbook-words.ts'

export interface RunbookDeps {
  readonly storage: Pick<Storage, 'runbook'>
  readonly knowledge: Pick<Knowledge, 'catalog' | 'redactor'>
  /** For people whose platform does not tell their language. */
  readonly language?: Language
  readonly now: () => number
}

/** In characters. */
const MAX_LENGTHS = { text: 600, link: 500, owner: 80 } as const
const MAX_HISTORY = 20
/** Upper bound of codes per card whose notes are shown. */
const MAX_CODES = 8
/** Upper bound of codes that a short annotation explains. */
const MAX_IN_LINE = 3
/** Words that remove a note, and an empty text in quotation marks. */
const REMOVES = /^(?:remove|delete|none|off|-|""|'')$/i
const OWNER_WORD = /(?:^|\s)(@\S+|<@!?\w+(?:\|[^<>]*)?>|<!subteam\^\w+(?:\|[^<>]*)?>)$/
const OWNER_NAMED = /(?:^|\s)owner:\s*(\S.*)$/i
const LINK = /^(https?:\/\/[^\s<>]+)$/i
/** A link in Slack's markup: `<address|label>`. */
const MARKED_LINK = /<(https?:\/\/[^\s<>|]+)(?:\|[^<>]*)?>/gi

/** Reads "text link @owner"; every part is optional. */
export function parseNote(words: string): RunbookNote {
  let rest = words.replace(MARKED_LINK, '$1').trim()
  const found = OWNER_NAMED.exec(rest) ?? OWNER_WORD.exec(rest)
  const owner = found?.[1]?.trim()
  if (found) rest = rest.slice(0, found.index).trim()
  const pieces = rest.split(/\s+/)
  // A link at the start or end is cut from the text; inside a sentence it also stays in the text.
  const address = pieces.map((piece) => LINK.exec(piece)?.[1]).find((link) => link !== undefined)
  if (LINK.test(pieces.at(-1) ?? '')) rest = rest.slice(0, rest.lastIndexOf(pieces.at(-1) ?? '')).trim()
  else if (LINK.test(pieces[0] ?? '')) rest = rest.slice(pieces[0]?.length).trim()
  return {
    text: rest,
    ...(address === undefined ? {} : { link: address }),
    ...(owner === undefined ? {} : { owner }),
  }
}

export function createRunbook({ storage: { runbook }, knowledge, language: otherwise = 'en', now }: RunbookDeps) {
  const { catalog } = knowledge
  const scopeOf = ({ platform, workspace }: ConversationRef): Scope => ({ platform, workspace })

  function entryOf(word: string | undefined, say: RunbookWords): { asked: string; entry: Entry } {
    const entry = word === undefined ? undefined : catalog.entryOf(word)
    if (word !== undefined && entry) return { asked: word, entry }
    throw new UserError(word === undefined ? say.sayWhich : say.notACode(quoted(word)))
  }

  function redacted(note: RunbookNote, say: RunbookWords): RunbookNote {
    const { redact } = knowledge.redactor
    const clean = {
      text: redact(note.text),
      ...(note.link === undefined ? {} : { link: redact(note.link) }),
      ...(note.owner === undefined ? {} : { owner: redact(note.owner) }),
    }
    for (const name of ['text', 'link', 'owner'] as const)
      if ([...(clean[name] ?? '')].length > MAX_LENGTHS[name]) throw new UserError(say.tooLong(name, MAX_LENGTHS[name]))
    return clean
  }

  /** The note on a code, otherwise on its range; undefined while storage is lost. */
  function noteOf(code: string, conversation: ConversationRef): Promise<RunbookNote | undefined> {
    const scope = scopeOf(conversation)
    const range = catalog.get(code) ? undefined : catalog.rangeOf(code)
    return whenStorageIsLost(
      async () => (await runbook.current(scope, code)) ?? (range && (await runbook.current(scope, range.code))),
      () => undefined,
    )
  }

  async function hasNote(scope: Scope, asked: string): Promise<boolean> {
    const note = await runbook.current(scope, asked)
    return note !== undefined && Boolean(note.text || note.link || note.owner)
  }

  return {
    /**
     * Answers `/imtriage note CODE ...`: writes, removes or shows a note.
     * @param words what follows `note`
     * @throws UserError, StorageUnavailable
     */
    async note(event: CommandEvent, words: string): Promise<Card> {
      const [word, ...more] = words.split(/\s+/).filter(Boolean)
      const language = languageOf(event.locale, otherwise)
      const say = RUNBOOK_WORDS[language]
      const { asked, entry } = entryOf(word, say)
      const scope = scopeOf(event.conversation)
      if (more.length === 0)
        return noteHistoryCard(asked, entry, await runbook.history(scope, asked, MAX_HISTORY), now(), language)
      const said = words.trim().slice(asked.length).trim()
      if (REMOVES.test(said) && !(await hasNote(scope, asked))) throw new UserError(say.nothingToTake(asked))
      const given = REMOVES.test(said) ? { text: '' } : parseNote(said)
      const note = redacted(given, say)
      const { id, name } = event.by
      const saved = await runbook.add(scope, asked, note, { by: { id, name }, at: now() })
      return noteSavedCard(asked, entry, saved, JSON.stringify(note) !== JSON.stringify(given), language)
    },

    /** The team's notes on these codes; only the overlay's while storage is lost. */
    blocks: (async (codes, conversation, language = otherwise) => {
      const blocks: Block[] = []
      for (const code of codes.slice(0, MAX_CODES)) {
        const entry = catalog.entryOf(code)
        const note = await noteOf(code, conversation)
        blocks.push(...teamBlocks(code, entry, note, { language, named: codes.length > 1 }))
      }
      return blocks
    }) satisfies TeamBlocks,

    /** One line for a short annotation, from the first of these codes that has a note. */
    line: (async (codes, conversation, language = otherwise) => {
      for (const code of codes.slice(0, MAX_IN_LINE)) {
        const note = await noteOf(code, conversation)
        const line = teamLine(catalog.entryOf(code), note, language)
        if (line.length > 0) return line
      }
      return []
    }) satisfies TeamBlocks,
  }
}
