/** Maps JSON lines from standard input to JSON lines on standard output. */
import { createInterface } from 'node:readline'
import type { z } from 'zod'
import { awaitTyped, EXIT, type Invocation } from './command.ts'

/**
 * Reads one JSON object a line from standard input and prints one a line. A line that cannot be used is named on
 * standard error; the others are still answered.
 * @param example a correct line, shown once when a line is wrong
 * @returns exit code 2 when a line was bad.
 */
export async function mapJsonLines<T extends z.ZodType>(
  { input, typed, out, err }: Pick<Invocation, 'input' | 'typed' | 'out' | 'err'>,
  schema: T,
  example: string,
  answer: (row: z.output<T>) => unknown,
): Promise<number> {
  awaitTyped({ typed, err }, `lines such as ${example}`)
  let number = 0
  let bad = 0
  const refuse = (why: string) => {
    const hint = bad++ === 0 ? `; a line has to look like this: ${example}` : ''
    err(`imerr: line ${number}: ${why}${hint}\n`)
  }
  for await (const line of createInterface({ input })) {
    number++
    if (line.trim() === '') continue
    // Some shells begin what they pipe with a byte order mark.
    const text = number === 1 ? line.replace(/^\uFEFF/, '') : line
    let value: unknown
    try {
      value = JSON.parse(text)
    } catch {
      refuse('not JSON')
      continue
    }
    const row = schema.safeParse(value)
    if (row.success) out(`${JSON.stringify(answer(row.data))}\n`)
    else
      refuse(
        row.error.issues
          .map(({ path }) => (path.length > 0 ? `"${path.join('.')}" has to be a text` : 'no object'))
          .join(', '),
      )
  }
  return bad > 0 ? EXIT.badInput : EXIT.answered
}
