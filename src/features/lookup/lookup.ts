/** `/imerr`: answers whatever was asked, and shows the codes its cards point to. */

import type { Responder } from '../../chat/adapter.ts'
import { type Block, bold, type Card, line, notice } from '../../chat/card.ts'
import type { ActionEvent, CommandEvent, ConversationRef, MessageEvent, Person } from '../../chat/event.ts'
import { THRESHOLDS } from '../../core/detect/detect.ts'
import type { Knowledge } from '../../core/knowledge.ts'
import type { Answer } from '../../core/resolve/resolve.ts'
import type { Digest } from '../../core/scan/digest.ts'
import { createScan } from '../../core/scan/scan.ts'
import { type Language, languageOf } from '../language/language.ts'
import { fileNotes, someOf } from '../reading/file-notes.ts'
import { FILE_WORDS } from '../reading/file-words.ts'
import { type Reading, type ReadMessage, wholeOf } from '../reading/read-message.ts'
import { callsOf, scanInTurns } from '../reading/scan-in-turns.ts'
import type { RecordSighting } from '../sightings/record.ts'
import { answerCard } from './answer-card.ts'
import { ANSWER_WORDS } from './answer-words.ts'
import { digestCard } from './digest-card.ts'
import { DIGEST_WORDS } from './digest-words.ts'
import { joinCards } from './join-cards.ts'
import { codesOf, shareButton } from './share-button.ts'

/** Blocks that a team adds to a code's card: open incidents, its runbook. */
export type TeamBlocks = (
  codes: readonly string[],
  conversation: ConversationRef,
  language?: Language,
) => Promise<readonly Block[]>

export interface LookupDeps {
  readonly knowledge: Knowledge
  readonly record: RecordSighting
  readonly teamBlocks: TeamBlocks
  readonly read: ReadMessage
  /** For people whose platform does not tell their language. */
  readonly language: Language
  /** The language of a channel, for answers that everybody there sees. */
  readonly languageHere: (conversation: ConversationRef) => Promise<Language>
  readonly now: () => number
}

/** Longer texts, and texts of several lines, are pastes, not questions. */
const MAX_QUESTION_LENGTH = 200
/** A paste of at least this many lines is a log and gets a digest. */
const MIN_LOG_LINES = 12

interface Asked {
  readonly by: Person
  readonly conversation: ConversationRef
  readonly locale?: string
}

/** What people say to a bot that they meet for the first time. */
const GREETING = /^\s*(?:help|hi|hello|hey|帮助|你好|您好)[\s!.?？！。]*$/i

const isPaste = (words: string) => words.includes('\n') || words.length > MAX_QUESTION_LENGTH

/** @param notes what was not read, and why */
function nothingFound(language: Language, notes: readonly string[] = []): Card {
  const { noCodeTitle: title, noCode } = ANSWER_WORDS[language]
  const lines = [noCode, ...notes]
  return { ...notice(title, lines.join(' ')), blocks: lines.map(line) }
}

export function createLookup(deps: LookupDeps) {
  const { knowledge, record, teamBlocks, read, language: otherwise, languageHere, now } = deps
  const { catalog, resolve, detect, redactor } = knowledge
  const spoken = ({ locale }: Asked) => languageOf(locale, otherwise)
  // The answer quotes the question, and everybody may read the answer.
  const quotable = (answer: Answer): Answer =>
    'words' in answer ? { ...answer, words: redactor.redact(answer.words) } : answer

  async function cardFor(answer: Answer, asked: Asked, offerShare: boolean): Promise<Card> {
    const language = spoken(asked)
    const card = answerCard(quotable(answer), catalog, language)
    const codes = codesOf(answer)
    if (codes.length === 0) return card
    const team = await teamBlocks(codes, asked.conversation, language)
    // An open incident comes first: it may be the whole answer.
    return {
      ...card,
      blocks: [...team, ...card.blocks],
      actions: offerShare ? [...card.actions, shareButton(codes, language)] : card.actions,
    }
  }

  async function seen(codes: readonly string[], { by, conversation }: Asked, apis?: ReadonlyMap<string, string>) {
    await record({ kind: 'lookup', codes, conversation, by, at: now(), ...(apis ? { apis } : {}) })
  }

  async function digested(digest: Digest, asked: Asked, name: string): Promise<Card> {
    const codes = digest.codes.map((found) => found.code)
    await seen(codes, asked, callsOf(digest))
    return digestCard(digest, catalog, name, spoken(asked))
  }

  /** A paste: what it holds, read at the threshold of somebody who asked. */
  async function explain(paste: string, asked: Asked): Promise<Card | undefined> {
    if (paste.split('\n').length >= MIN_LOG_LINES) {
      const scan = createScan(knowledge)
      await scanInTurns(scan, Buffer.from(paste))
      const digest = scan.end()
      if (digest.codes.length > 0) return digested(digest, asked, DIGEST_WORDS[spoken(asked)].theLog)
    }
    const sure = detect(paste).filter((mention) => mention.confidence >= THRESHOLDS.asked)
    const codes = [...new Set(sure.map((mention) => mention.code))]
    if (codes.length === 0) return undefined
    await seen(codes, asked)
    return cardFor(resolve(codes.join(' ')), asked, true)
  }

  /** @returns undefined when neither the text nor the files hold a code */
  async function explainAll(reading: Reading, words: string, asked: Asked): Promise<Card | undefined> {
    const cards: Card[] = []
    const inText = await explain(words, asked)
    if (inText) cards.push(inText)
    const found = reading.files.filter(({ digest }) => digest.codes.length > 0)
    for (const { name, digest } of found) cards.push(await digested(digest, asked, name))
    const notes = fileNotes(
      reading,
      spoken(asked),
      found.map(({ name }) => name),
    )
    return cards.length > 0 ? joinCards(cards, notes) : undefined
  }

  async function explainMessage(event: CommandEvent): Promise<Card> {
    const reading = await read.whole({ ...event, files: event.files ?? [] })
    const explained = await explainAll(reading, event.text, event)
    if (explained) return explained
    const names = reading.files.map(({ name }) => name)
    const empty = names.length > 0 ? [FILE_WORDS[spoken(event)].noCodeIn(someOf(names, spoken(event)))] : []
    return nothingFound(spoken(event), [...empty, ...fileNotes(reading, spoken(event))])
  }

  async function answerTo(words: string, asked: Asked): Promise<Card> {
    if (isPaste(words)) {
      const explained = await explain(words, asked)
      return explained ?? nothingFound(spoken(asked))
    }
    const answer: Answer = GREETING.test(words) ? { kind: 'help' } : resolve(words)
    await seen(codesOf(answer), asked)
    return cardFor(answer, asked, true)
  }

  return {
    async ask(event: CommandEvent, responder: Responder): Promise<void> {
      const card = event.intent === 'explain' ? await explainMessage(event) : await answerTo(event.text, event)
      await responder.reply(card)
    },

    /** Answers a message addressed to the bot. Everybody sees the answer, so it has no Share button. */
    async answerMessage(event: MessageEvent, responder: Responder): Promise<void> {
      const locale = await languageHere(event.conversation)
      const asked = { ...event, locale }
      const reading = await read.whole(event)
      const inFiles = reading.files.some(({ digest }) => digest.codes.length > 0)
      const card =
        (inFiles ? await explainAll(reading, wholeOf(event), asked) : undefined) ??
        joinCards(
          [await answerTo(event.title ? `${event.title} ${event.text}` : event.text, asked)],
          fileNotes(reading, locale),
        )
      const warned: Block[] =
        reading.secrets.length > 0 ? [{ kind: 'text', text: [bold(ANSWER_WORDS[locale].secretToBot)] }] : []
      const actions = card.actions.filter((action) => action.kind === 'link' || action.id !== 'lookup.share')
      await responder.reply({ ...card, actions, blocks: [...warned, ...card.blocks] }, 'public')
    },

    /** A related code's button, or an annotation's Details: shows the card to one person. */
    async show(event: ActionEvent, responder: Responder): Promise<void> {
      const answer = resolve(event.value.replaceAll(',', ' '))
      await seen(codesOf(answer), event)
      await responder.reply(await cardFor(answer, event, true))
    },

    /** "Share here": posts the answer for the whole conversation. */
    async share(event: ActionEvent, responder: Responder): Promise<void> {
      await responder.reply(await cardFor(resolve(event.value.replaceAll(',', ' ')), event, false), 'public')
    },
  }
}
