/** Renders a log's digest as a card: the likely cause first, then what followed. */
import { type Block, bold, type Card, code, line, prose, type Text, text } from '../../chat/card.ts'
import type { Catalog } from '../../core/catalog/catalog.ts'
import type { Cause, CodeDigest, Digest, Place } from '../../core/scan/digest.ts'
import type { Language } from '../language/language.ts'
import { DIGEST_WORDS, type DigestWords } from './digest-words.ts'
import { showButton } from './entry-card.ts'

const MAX_FOLLOWERS = 8
const MAX_BUTTONS = 5

const span = (first: Place, last: Place, { where, to }: DigestWords) =>
  first.line === last.line ? where(first) : `${where(first)}${to}${where(last)}`

function causeText(cause: Cause, catalog: Catalog, say: DigestWords): Text {
  const [first = ''] = cause.codes
  const entry = catalog.entryOf(first)
  const name = cause.name ? `${cause.name} (${cause.codes.join(', ')})` : `${first} · ${entry?.title ?? ''}`
  const parts = ['', say.times(cause.count), span(cause.first, cause.last, say)]
  return [bold(name), text(parts.join(say.comma))]
}

function details(found: CodeDigest, say: DigestWords): Block[] {
  const calls = found.calls.map((call) => `${call.name} (${call.count})`).join(', ')
  return [...(calls ? [line(say.from(calls))] : []), { kind: 'code', text: found.sample }]
}

function about(digest: Digest, say: DigestWords): string {
  return [
    say.lines(digest.lines),
    ...(digest.sdkVersion ? [`SDK ${digest.sdkVersion}`] : []),
    ...(digest.platform ? [digest.platform] : []),
    ...(digest.truncated ? [say.truncated] : []),
  ].join(' · ')
}

/** What else it holds: numbers that the catalog does not know, and kinds of secrets. */
function tailOf(digest: Digest, say: DigestWords): Block[] {
  const tail: Block[] = []
  if (digest.unrecognised.length > 0) {
    const numbers = digest.unrecognised.map(({ number, count, line }) => say.firstIn(number, say.times(count), line))
    tail.push(line(say.unrecognised(numbers.join(', '))))
  }
  if (digest.secrets.length > 0)
    tail.push({ kind: 'text', text: [bold(say.secrets(digest.secrets)), text(say.replace)] })
  return tail
}

/**
 * @param name of the log, as people know it.
 * @param notes what is said of other files.
 */
export function digestCard(
  digest: Digest,
  catalog: Catalog,
  name: string,
  language: Language = 'en',
  notes: readonly string[] = [],
): Card {
  const say = DIGEST_WORDS[language]
  const [likely, ...followers] = digest.causes
  const tail = [...tailOf(digest, say), ...(notes.length > 0 ? [line(notes.join(' '))] : [])]
  if (!likely) {
    return {
      tone: 'info',
      title: `${name}: ${say.noCode}`,
      summary: `${name}: ${say.noCode} (${say.lines(digest.lines)}).`,
      blocks: [line(about(digest, say)), ...tail],
      actions: [],
    }
  }
  const [first = ''] = likely.codes
  const entry = catalog.entryOf(first)
  const found = digest.codes.find((candidate) => candidate.code === first)
  const blocks: Block[] = [
    line(about(digest, say)),
    { kind: 'text', text: [text(say.likely), ...causeText(likely, catalog, say)] },
    ...(entry ? [{ kind: 'list' as const, ordered: true, items: entry.fix.map(prose) }] : []),
    ...(found ? details(found, say) : []),
  ]
  if (followers.length > 0) {
    const items = followers.slice(0, MAX_FOLLOWERS).map((cause) => causeText(cause, catalog, say))
    blocks.push({ kind: 'text', text: [bold(say.followed)] }, { kind: 'list', ordered: false, items })
    const rest = followers.slice(MAX_FOLLOWERS).flatMap((cause) => cause.codes)
    if (rest.length > 0) blocks.push({ kind: 'text', text: [text(say.more(rest.length)), code(rest.join(', '))] })
  }
  const shown = digest.codes.flatMap((item) => catalog.entryOf(item.code) ?? [])
  return {
    tone: entry?.severity === 'critical' ? 'danger' : 'warning',
    title: `${name}: ${say.codes(digest.codes.length)}`,
    summary: `${name}: ${say.summary(`${first} ${entry?.title ?? ''}`)}${say.comma}${say.times(likely.count)}.`,
    blocks: [...blocks, ...tail],
    actions: shown.slice(0, MAX_BUTTONS).map(showButton),
  }
}
