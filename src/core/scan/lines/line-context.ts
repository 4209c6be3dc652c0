/** What a line does not say itself, the lines before it may: the time of a stack trace, the request of an answer. */
import { CONTEXT } from '../bytes/blocks.ts'
import { callOfLine, restCallsIn } from './origin.ts'
import { timeOfLine } from './time-of-line.ts'

/** A line of a block, as Latin-1. */
export interface Line {
  readonly block: string
  readonly start: number
  readonly end: number
}

/** Bytes of a line that its time and call are read from. */
const READ = 2000
/** Lines that belong together stand close. */
const MAX_LINES_BACK = 12

const headOf = ({ block, start, end }: Line) => block.slice(start, Math.min(end, start + READ))

/** The time of the line or, where it has none, of the nearest line above. */
export function timeAt(line: Line): string | undefined {
  const own = timeOfLine(headOf(line))
  if (own !== undefined) return own
  const nearest = Math.max(0, line.start - CONTEXT)
  let end = line.start - 1
  for (let back = 0; back < MAX_LINES_BACK && end > nearest; back++) {
    const start = line.block.lastIndexOf('\n', end - 1) + 1
    if (start < nearest) return undefined
    const time = timeOfLine(line.block.slice(start, end))
    if (time !== undefined) return time
    end = start - 1
  }
  return undefined
}

/** The key that holds the code in an answer of the REST API. */
const ANSWER = /ErrorCode|ResultCode|RetCode/

/** The call that the line speaks of. A part of a REST answer speaks of the request before it. */
export function callAt(line: Line): string | undefined {
  const head = headOf(line)
  const own = callOfLine(head)
  if (own !== undefined || !ANSWER.test(head)) return own
  return restCallsIn(line.block.slice(Math.max(0, line.start - CONTEXT), line.start)).at(-1)
}
