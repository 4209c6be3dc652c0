import { createInterface } from 'node:readline'
import type { z } from 'zod'
import { EXIT, type Invocation } from './command.ts'

/**
 * Reads one JSON object a line from standard input and prints one a line. A line that cannot be used is named on
 * standard error; the others are still answered.
 * @returns exit code 2 when a line was bad.
 */
export async function mapJsonLines<T extends z.ZodType>(
  { input, out, err }: Pick<Invocation, 'input' | 'out' | 'err'>,
  schema: T,
  answer: (row: z.output<T>) => unknown,
): Promise<number> {
  let number = 0
  let bad = 0
  const refuse = (why: string) => {
    bad++
    err(`imerr: line ${number}: ${why}\n`)
  }
  for await (const line of createInterface({ input })) {
    number++
    if (line.trim() === '') continue
    let value: unknown
    try {
      value = JSON.parse(line)
    } catch {
      refuse('not JSON')
      continue
    }
    const row = schema.safeParse(value)
    if (row.success) out(`${JSON.stringify(answer(row.data))}\n`)
    else refuse(row.error.issues.map((issue) => `${issue.path.join('.') || 'the line'}: ${issue.message}`).join('; '))
  }
  return bad > 0 ? EXIT.badInput : EXIT.answered
}
