/** Counts the codes of one part of a log. Memory is bounded by the size of the catalog, not of the log. */
import { decodeBytes } from './bytes/bytes-to-text.ts'
import type { Place } from './digest.ts'
import { callAt, type Line, timeAt } from './lines/line-context.ts'

/** The text around a code as in the log. Not redacted: never show it. */
export interface Excerpt {
  readonly text: string
  /** It starts at the beginning of the line. */
  readonly whole: boolean
  /** The line continues after it. */
  readonly cut: boolean
}

export interface CodeCount {
  readonly first: Place
  readonly last: Place
  readonly count: number
  readonly excerpt: Excerpt
  readonly calls: ReadonlyMap<string, number>
}

/** A `CodeCount` that is still being counted. */
export interface Counting extends CodeCount {
  last: Place
  count: number
  readonly calls: Map<string, number>
}

/** How often a number occurs that is not in the catalog, and its first line. */
export interface UnknownCount {
  count: number
  readonly line: number
}

/** Distinct calls counted per code. */
export const MAX_CALLS = 20
/** Distinct numbers counted that are not in the catalog. */
export const MAX_UNKNOWN = 200

interface Count extends Counting {
  /** The last line of the current block with the code; its time is read once per block. */
  pending: { readonly number: number; readonly line: Line } | undefined
}

/** Bytes of the line on each side of a code that its excerpt keeps. */
const EXCERPT_REACH = 2000
const WORD_AT_BEGIN = /^[^\s"',;&|<>]*/
const WORD_AT_END = /(?<=[\s"',;&|<>])[^\s"',;&|<>]*$/

function excerptOf({ block, start, end }: Line, at: number): Excerpt {
  const from = Math.max(start, at - EXCERPT_REACH)
  const to = Math.min(end, at + EXCERPT_REACH)
  let text = decodeBytes(block.slice(from, to))
  // Cut between words: redaction would not recognise half of a secret.
  if (from > start) text = text.replace(WORD_AT_BEGIN, '')
  if (to < end) text = text.replace(WORD_AT_END, '')
  return { text: text.trim(), whole: from === start, cut: to < end }
}

const placeOf = (number: number, line: Line): Place => {
  const time = timeAt(line)
  return { line: number, ...(time ? { time: decodeBytes(time) } : {}) }
}

export function createCodeCounter() {
  const codes = new Map<string, Count>()
  const unknown = new Map<string, UnknownCount>()
  return {
    codes: codes as ReadonlyMap<string, CodeCount>,
    unknown: unknown as ReadonlyMap<string, UnknownCount>,
    /**
     * @param number of the line, counted from 1.
     * @param at offset in the block of the code or its cue.
     */
    add(code: string, number: number, line: Line, at: number): void {
      let found = codes.get(code)
      if (found) found.pending = { number, line }
      else {
        const first = placeOf(number, line)
        found = { first, last: first, count: 0, excerpt: excerptOf(line, at), calls: new Map(), pending: undefined }
        // Decoding copies: the substring itself would keep its block in memory.
        codes.set(decodeBytes(code), found)
      }
      found.count++
      const call = callAt(line)
      if (!call) return
      const times = found.calls.get(call)
      if (times !== undefined) found.calls.set(call, times + 1)
      else if (found.calls.size < MAX_CALLS) found.calls.set(decodeBytes(call), 1)
    },
    /** Counts a number in the position of a code that is not in the catalog. */
    addUnknown(number: string, line: number): void {
      const found = unknown.get(number)
      if (found) found.count++
      else if (unknown.size < MAX_UNKNOWN) unknown.set(decodeBytes(number), { count: 1, line })
    },
    /** Call it at the end of each block, before its text is dropped. */
    settle(): void {
      for (const found of codes.values()) {
        if (!found.pending) continue
        found.last = placeOf(found.pending.number, found.pending.line)
        found.pending = undefined
      }
    },
  }
}
