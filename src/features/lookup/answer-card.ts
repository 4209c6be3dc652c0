/** Renders the resolver's answer as a card. */
import { type Block, bold, type Card, code, line, notice, text } from '../../chat/card.ts'
import type { Catalog } from '../../core/catalog/catalog.ts'
import type { Answer, UnknownCode } from '../../core/resolve/resolve.ts'
import type { Language } from '../language/language.ts'
import { PHRASES, placeName } from '../language/phrases.ts'
import { ANSWER_WORDS } from './answer-words.ts'
import { compactBlocks, entryCard, oneLine, showButton } from './entry-card.ts'

/** Codes shown in full length of a compact card; more are named. */
const MAX_COMPACT = 5
const MAX_HITS = 5

/** A number that is no code, because it is too long or has a fraction or an exponent. */
const NO_CODE = /^[-+]?\d[\d\s.,_+-]*(?:e[-+]?\d+)?$|^[-+]?0x[0-9a-f]+$/i

/** Questions of every kind, for help. */
export const EXAMPLES = ['10010', '-10113', 'ERR_SVR_GROUP_NOT_FOUND', 'kicked offline', '群不存在']

export function howToAskCard(language: Language = 'en'): Card {
  const say = ANSWER_WORDS[language]
  return {
    tone: 'info',
    title: say.helpTitle,
    summary: say.helpSummary,
    blocks: [
      line(say.helpLine),
      { kind: 'list', ordered: false, items: EXAMPLES.map((example) => [code(`/imerr ${example}`)]) },
    ],
    actions: [],
  }
}

function unknownBlocks(unknown: UnknownCode, language: Language): Block[] {
  const { place, nearest, twin, ranges } = unknown
  const say = ANSWER_WORDS[language]
  const blocks: Block[] = []
  if (twin) {
    blocks.push({
      kind: 'text',
      text: [text(say.otherSign), code(twin.code), text(` ${twin.title}. ${say.signIsPart}`)],
    })
  }
  if (place) {
    blocks.push(line(say.fallsAmong(placeName(place, PHRASES[language]))))
    blocks.push({
      kind: 'list',
      ordered: false,
      items: nearest.map((entry) => [code(entry.code), text(` ${entry.title}`)]),
    })
  } else {
    blocks.push(line(say.otherProduct))
  }
  const own = ranges.map((entry) => entry.code)
  if (own.length > 0) blocks.push(line(say.ownRanges(own)))
  return blocks
}

function unknownCard(unknown: UnknownCode, language: Language): Card {
  const say = ANSWER_WORDS[language]
  return {
    tone: 'info',
    title: say.unknownTitle(unknown.code),
    summary: say.unknownSummary(unknown.code),
    blocks: [...unknownBlocks(unknown, language), line(say.askTencent)],
    actions: [...(unknown.twin ? [unknown.twin] : []), ...(unknown.place ? unknown.nearest : [])]
      .slice(0, MAX_HITS)
      .map(showButton),
  }
}

/** @param language of the fixed words; entries are English. */
export function answerCard(answer: Answer, catalog: Catalog, language: Language = 'en'): Card {
  const say = ANSWER_WORDS[language]
  switch (answer.kind) {
    case 'entry': {
      const card = entryCard(answer.entry, catalog, language)
      const blocks: Block[] = []
      if (answer.guessed)
        blocks.push({
          kind: 'text',
          text: [text(say.guessed), code(answer.guessed), text('.')],
        })
      if (answer.twin) {
        blocks.push({
          kind: 'text',
          text: [text(say.signMatters), bold(answer.twin.code), text(say.isAnother(answer.twin.title))],
        })
      }
      const actions =
        answer.twin && !answer.entry.related.includes(answer.twin.code)
          ? [showButton(answer.twin), ...card.actions]
          : card.actions
      return { ...card, blocks: [...blocks, ...card.blocks], actions }
    }
    case 'range':
      return entryCard(answer.entry, catalog, language, answer.code)
    case 'entries': {
      const shown = answer.entries.slice(0, MAX_COMPACT)
      const rest = answer.entries.slice(MAX_COMPACT)
      const blocks = shown.flatMap((entry) => compactBlocks(entry, language))
      const unknown = answer.unknown.map((item) => item.code)
      if (rest.length > 0) blocks.push(line(say.more(rest.map((entry) => entry.code))))
      if (unknown.length > 0) blocks.push(line(say.notKnown(unknown)))
      if (answer.entries.length === 0) {
        return {
          tone: 'info',
          title: say.noneKnown,
          summary: say.notKnown(unknown),
          blocks: answer.unknown
            .slice(0, MAX_COMPACT)
            .flatMap((item) => [
              { kind: 'text' as const, text: [bold(item.code)] },
              ...unknownBlocks(item, language).slice(0, 2),
            ]),
          actions: [],
        }
      }
      return {
        tone: 'info',
        title: say.codes(answer.entries.length),
        summary: shown.map(oneLine).join(' '),
        blocks,
        actions: shown.map(showButton),
      }
    }
    case 'hits': {
      const hits = answer.hits.slice(0, MAX_HITS)
      return {
        tone: 'info',
        title: say.fit(answer.words),
        summary: hits.map(({ entry }) => `${entry.code}: ${entry.title}`).join('; '),
        blocks: hits.flatMap(({ entry }) => compactBlocks(entry, language).slice(0, 2)),
        actions: hits.map(({ entry }) => showButton(entry)),
      }
    }
    case 'unknown':
      return unknownCard(answer, language)
    case 'none':
      if (NO_CODE.test(answer.words))
        return { ...notice(say.noCodeNumber, say.codesAreShort), summary: `${say.noCodeNumber}.` }
      return { ...notice(say.nothingFits, say.otherWords), summary: say.nothingFitsSummary(answer.words) }
    case 'help':
      return howToAskCard(language)
  }
}
