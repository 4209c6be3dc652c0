/** The bot's short, uninvited reply under a message that holds error codes. */
import { type Action, type Block, bold, type Card, line, notice, prose, type Text, text } from '../../chat/card.ts'
import type { Catalog } from '../../core/catalog/catalog.ts'
import type { Entry } from '../../core/catalog/entry.ts'
import type { Language } from '../language/language.ts'
import { PHRASES } from '../language/phrases.ts'
import { FILE_WORDS } from '../reading/file-words.ts'
import { ANNOTATION_WORDS } from './annotation-words.ts'

/** Codes explained in one annotation; more are counted. */
export const MAX_EXPLAINED = 3

export interface AnnotationView {
  readonly codes: readonly string[]
  readonly language: Language
  readonly mode: 'auto' | 'quiet'
  /** A line per open incident that concerns one of the codes. */
  readonly banners?: readonly string[]
  /** The team's note, in one line. */
  readonly team?: readonly Block[]
  /** The file's name for each code that is not in the text. */
  readonly fileOf?: ReadonlyMap<string, string>
  /** Notes about files that were not read, or not to their end. */
  readonly notes?: readonly string[]
}

const noteBlocks = (notes: readonly string[] = []): Block[] => (notes.length > 0 ? [line(notes.join(' '))] : [])

/** Buttons carry the codes, so that they work after a restart. */
export function annotationButtons({ codes, language }: Pick<AnnotationView, 'codes' | 'language'>): Action[] {
  const say = ANNOTATION_WORDS[language]
  const value = codes.slice(0, MAX_EXPLAINED).join(',')
  return [
    { kind: 'button', id: 'annotate.details', value, label: say.details },
    { kind: 'button', id: 'annotate.unhelpful', value, label: say.unhelpful },
    { kind: 'button', id: 'annotate.dismiss', value, label: say.dismiss },
  ]
}

/** One block per open incident; shown first, because it may be the whole answer. */
export const bannerBlocks = (lines: readonly string[]): Block[] =>
  lines.map((line) => ({ kind: 'text', text: [bold(line)] }))

const advice = (entry: Entry): string => entry.fix[0] ?? entry.cause

export function annotationCard(view: AnnotationView, catalog: Catalog): Card {
  const { codes, language, mode } = view
  const say = ANNOTATION_WORDS[language]
  const entries = codes.flatMap((code) => {
    const entry = catalog.entryOf(code)
    return entry ? [{ code, entry }] : []
  })
  const shown = entries.slice(0, MAX_EXPLAINED)
  const more = entries.length - shown.length
  const banners = bannerBlocks(view.banners ?? [])
  const title = shown.map(({ code, entry }) => `${code} · ${entry.title}`)
  if (mode === 'quiet') {
    const names = shown.map(({ code }) => code).join(', ')
    return {
      tone: 'info',
      title: `${say.quiet}: ${names}`,
      summary: `${say.quiet}: ${names}.`,
      blocks: banners,
      // Quiet mode has a single button.
      actions: annotationButtons(view).slice(0, 1),
    }
  }
  const [only] = shown
  const named = (code: string): Text => {
    const file = view.fileOf?.get(code)
    return file === undefined ? [] : [text(FILE_WORDS[language].in(file))]
  }
  const single = shown.length === 1 && only
  const blocks: Block[] = single
    ? [{ kind: 'text', text: [...named(only.code), ...prose(advice(only.entry))] }]
    : shown.map(({ code, entry }) => ({
        kind: 'text' as const,
        text: [...named(code), bold(`${code} · ${entry.title}`), text(say.stop), ...prose(advice(entry))],
      }))
  if (more > 0) blocks.push(line(say.more(more)))
  return {
    tone: shown.some(({ entry }) => entry.severity === 'critical') ? 'danger' : 'info',
    title: single
      ? (title[0] ?? '')
      : `${shown.map(({ code }) => code).join(', ')}${more > 0 ? ` ${say.more(more)}` : ''}`,
    summary: `${title.join('; ')}. ${single ? advice(only.entry) : ''}`.trim(),
    blocks: [...banners, ...blocks, ...(view.team ?? []), ...noteBlocks(view.notes)],
    actions: annotationButtons(view),
    ...(single
      ? { footer: [text(`${PHRASES[language].retryLabel}: ${PHRASES[language].retry[only.entry.retry]}`)] }
      : {}),
  }
}

/** Posted once when a channel's budget is used up: says that the bot is quiet now, and where to look. */
export function stormCard(codes: readonly string[], language: Language): Card {
  const say = ANNOTATION_WORDS[language]
  return { ...notice(say.stormTitle, say.storm, 'warning'), blocks: [line(say.storm + say.latest(codes))] }
}
