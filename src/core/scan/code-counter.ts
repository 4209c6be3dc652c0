/** Counts what a part of a log holds, in memory that depends on the catalog and not on the log. */
import { decodeBytes } from './bytes/bytes-to-text.ts'
import type { Place } from './digest.ts'
import { callAt, type Line, timeAt } from './lines/line-context.ts'
import { type Counting, type Excerpt, MAX_CALLS, MAX_UNKNOWN, type Part } from './part.ts'

interface Count extends Counting {
  /** The last line of this block with the code. Its time is read only when the block is done. */
  pending: { readonly number: number; readonly line: Line } | undefined
}

export interface Tally extends Pick<Part, 'codes' | 'unknown'> {
  /**
   * @param number of the line, counted from 1.
   * @param at where in the block the code, or what led to it, stands.
   */
  add(code: string, number: number, line: Line, at: number): void
  /** A number that stands where a code stands, but is none. */
  addUnknown(number: string, line: number): void
  /** To be called when a block is done, before its text is let go. */
  settle(): void
}

/** Bytes around a code that its sample is cut from. */
const READ = 2000
const WORD_AT_BEGIN = /^[^\s"',;&|<>]*/
const WORD_AT_END = /(?<=[\s"',;&|<>])[^\s"',;&|<>]*$/

function excerptOf({ block, start, end }: Line, at: number): Excerpt {
  const from = Math.max(start, at - READ)
  const to = Math.min(end, at + READ)
  let text = decodeBytes(block.slice(from, to))
  // Cut between words, for half of a secret would not be known as one.
  if (from > start) text = text.replace(WORD_AT_BEGIN, '')
  if (to < end) text = text.replace(WORD_AT_END, '')
  return { text: text.trim(), whole: from === start, cut: to < end }
}

const placeOf = (number: number, line: Line): Place => {
  const time = timeAt(line)
  return { line: number, ...(time ? { time: decodeBytes(time) } : {}) }
}

export function createTally(): Tally {
  const codes = new Map<string, Count>()
  const unknown = new Map<string, { count: number; readonly line: number }>()
  return {
    codes,
    unknown,
    add(code, number, line, at) {
      let found = codes.get(code)
      if (found) found.pending = { number, line }
      else {
        const first = placeOf(number, line)
        found = { first, last: first, count: 0, excerpt: excerptOf(line, at), calls: new Map(), pending: undefined }
        // Decoded, so a copy: the number as it was found would keep its block in memory.
        codes.set(decodeBytes(code), found)
      }
      found.count++
      const call = callAt(line)
      if (!call) return
      const times = found.calls.get(call)
      if (times !== undefined) found.calls.set(call, times + 1)
      else if (found.calls.size < MAX_CALLS) found.calls.set(decodeBytes(call), 1)
    },
    addUnknown(number, line) {
      const found = unknown.get(number)
      if (found) found.count++
      else if (unknown.size < MAX_UNKNOWN) unknown.set(decodeBytes(number), { count: 1, line })
    },
    settle() {
      for (const found of codes.values()) {
        if (!found.pending) continue
        found.last = placeOf(found.pending.number, found.pending.line)
        found.pending = undefined
      }
    },
  }
}
