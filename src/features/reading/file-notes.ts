/** Notes about a message's files: which were not read, or not to their end. */

import type { Language } from '../language/language.ts'
import { FILE_WORDS } from './file-words.ts'
import { MAX_FILES, type Reading, type Unread } from './read-message.ts'

/** Files that a line names; more are counted. */
const MAX_NAMED = 3

/** The first names, and how many more there are. */
export function someOf(names: readonly string[], language: Language): string {
  const say = FILE_WORDS[language]
  const more = names.length - MAX_NAMED
  const shown = names.slice(0, MAX_NAMED).join(say.comma)
  return more > 0 ? `${shown} ${say.more(more)}` : shown
}

/** "a.log, b.log (larger than 32 MB), c.png (no text or log) +2 more" */
function unreadOf(unread: Reading['unread'], language: Language): string {
  const say = FILE_WORDS[language]
  const byReason = new Map<Unread, string[]>()
  for (const { name, why } of unread.slice(0, MAX_NAMED)) byReason.set(why, [...(byReason.get(why) ?? []), name])
  const groups = [...byReason].map(([why, names]) => say.left(names.join(say.comma), say.why[why](MAX_FILES)))
  const more = unread.length - MAX_NAMED
  return groups.join(say.comma) + (more > 0 ? ` ${say.more(more)}` : '')
}

/**
 * @param said names of files whose digest is shown: a digest tells itself whether the file was read to its end
 * @returns one short line per kind of note
 */
export function fileNotes(
  { files, unread, pending }: Pick<Reading, 'files' | 'unread' | 'pending'>,
  language: Language,
  said: readonly string[] = [],
): string[] {
  const say = FILE_WORDS[language]
  const begun = files.filter(({ name, digest }) => digest.truncated && !said.includes(name)).map(({ name }) => name)
  return [
    ...(pending.length > 0 ? [say.pending(someOf(pending, language))] : []),
    ...(begun.length > 0 ? [say.begun(someOf(begun, language))] : []),
    ...(unread.length > 0 ? [say.unread(unreadOf(unread, language))] : []),
  ]
}
