/** `imerr list`. */
import { type Entry, PARTS } from '../../core/catalog/entry.ts'
import { PHRASES, placeName } from '../../features/language/phrases.ts'
import { type Command, EXIT, UsageError } from '../command.ts'

const slug = (text: string) =>
  text
    .toLowerCase()
    .replace(/^error codes? for | error codes?/, '')
    .replace(/[^a-z0-9]+/g, '-')

/** The section of that name, or else those that have a word beginning so. */
function inSection(entries: readonly Entry[], section: string): readonly Entry[] {
  if (section === '') return entries
  const exact = entries.filter((entry) => slug(entry.section) === section)
  if (exact.length > 0) return exact
  return entries.filter((entry) => `-${slug(entry.section)}`.includes(`-${section}`))
}

/** `imerr list`, `imerr list server`, `imerr list server/group`: one line a code. */
export const list: Command = async ({ words, json, language, out, knowledge }) => {
  const [place = '', ...more] = words
  if (more.length > 0) throw new UsageError('list takes one part or part/section: imerr list server/group')
  const [part = '', section = '', ...deeper] = place.toLowerCase().split('/')
  if (deeper.length > 0) throw new UsageError(`'${place}' goes too deep: write PART/SECTION, such as server/group`)
  if (part && !PARTS.some((known) => known === part))
    throw new UsageError(`no part '${part}': write one of ${PARTS.join(', ')}`)
  const { catalog } = await knowledge()
  const ofPart = catalog.entries.filter((entry) => part === '' || entry.part === part)
  const found = inSection(ofPart, section)
  if (found.length === 0) {
    const sections = [...new Set(ofPart.map((entry) => slug(entry.section)))].filter(Boolean)
    throw new UsageError(
      `no section '${section}' in ${part || 'any part'}: ${sections.length > 0 ? `write one of ${sections.join(', ')}` : 'it has none'}`,
    )
  }
  if (json) {
    out(
      `${JSON.stringify(
        found.map(({ code, part: of, section: under, title }) => ({ code, part: of, section: under, title })),
        null,
        2,
      )}\n`,
    )
    return EXIT.answered
  }
  const column = Math.max(...found.map((entry) => entry.code.length))
  let heading = ''
  for (const entry of found) {
    const name = placeName(entry, PHRASES[language])
    if (name !== heading) out(`${heading ? '\n' : ''}${name}\n`)
    heading = name
    out(`  ${entry.code.padStart(column)}  ${entry.title}\n`)
  }
  return EXIT.answered
}
