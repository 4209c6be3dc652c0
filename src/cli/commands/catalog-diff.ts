/** `imerr catalog diff`: compares the catalog with the vendor's document. */
import { readFile } from 'node:fs/promises'
import { DocumentError, diffDocument, parseDocument } from '../../core/catalog/vendor-document.ts'
import { type Command, EXIT, type Invocation, UsageError, whyUnreadable } from '../command.ts'

/** Enough to recognise the row; the document itself is at hand. */
const EXCERPT = 100

async function readDocument(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new DocumentError(
      `${file}: ${whyUnreadable(error)}. Save the text of the vendor's page and name that file: imerr catalog diff FILE`,
      { cause: error },
    )
  }
}

/**
 * `imerr catalog diff FILE`: what a newer copy of the vendor's document has that the catalog lacks, and the other way
 * round. Changes nothing. Exit code 1 when they differ.
 */
async function diff({ words, json, out, knowledge }: Invocation): Promise<number> {
  const [file, ...more] = words.slice(1)
  if (file === undefined || more.length > 0)
    throw new UsageError('name one file, the newer document: imerr catalog diff FILE')
  const rows = parseDocument(await readDocument(file))
  const { catalog } = await knowledge()
  const { added, gone, changed, moved } = diffDocument(rows, catalog.entries)
  const excerpt = (text: string) => (text.length > EXCERPT ? `${text.slice(0, EXCERPT)}…` : text)
  if (json) {
    const byCode = (pairs: typeof changed) => pairs.map(({ row }) => row)
    out(
      `${JSON.stringify({ rows: rows.length, added, gone: gone.map((entry) => entry.code), changed: byCode(changed), moved: byCode(moved) }, null, 2)}\n`,
    )
  } else {
    for (const row of added)
      out(`new      ${row.code} (${row.part}${row.section ? `, ${row.section}` : ''}): ${excerpt(row.text)}\n`)
    for (const entry of gone) out(`gone     ${entry.code}: ${entry.title}\n`)
    for (const { entry, row } of changed) out(`changed  ${entry.code} (${entry.title}): ${excerpt(row.text)}\n`)
    for (const { entry, row } of moved)
      out(
        `moved    ${entry.code}: from ${entry.part}, ${entry.section || 'no section'} to ${row.part}, ${row.section || 'no section'}\n`,
      )
    out(
      `${rows.length} codes in the document: ${added.length} new, ${gone.length} gone, ${changed.length} changed, ${moved.length} moved\n`,
    )
  }
  return added.length + gone.length + changed.length + moved.length > 0 ? EXIT.notFound : EXIT.answered
}

export const catalogCommand: Command = async (invocation) => {
  if (invocation.words[0] !== 'diff') throw new UsageError('the catalog commands: imerr catalog diff FILE')
  return diff(invocation)
}
