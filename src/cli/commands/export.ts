/** `imerr export`. */
import { type Command, EXIT, UsageError } from '../command.ts'

/** `imerr export`: every entry as one JSON array, for other programs. */
export const exportEntries: Command = async ({ words, out, knowledge }) => {
  if (words.length > 0) throw new UsageError('export takes no arguments')
  const { catalog } = await knowledge()
  out(`${JSON.stringify(catalog.entries, null, 1)}\n`)
  return EXIT.answered
}
