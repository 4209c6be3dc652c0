/** A stretch of a log, read. Parts are plain data, which travel between threads, and are put together in order. */
import type { Place } from './digest.ts'

/** Text around a code as it stands in the log: not redacted yet, so not to be shown. */
export interface Excerpt {
  readonly text: string
  /** It begins where the line begins. */
  readonly whole: boolean
  /** The line goes on after it. */
  readonly cut: boolean
}

/** What is known of one code; who counts may write to it, see `Counting`. */
export interface CodeCount {
  readonly first: Place
  readonly last: Place
  readonly count: number
  readonly excerpt: Excerpt
  readonly calls: ReadonlyMap<string, number>
}

/** The same while it is counted. */
export interface Counting extends CodeCount {
  last: Place
  count: number
  readonly calls: Map<string, number>
}

/** Lines are counted from 1 at the beginning of the part. */
export interface Part {
  /** Line ends. */
  readonly lines: number
  /** It ends inside a line. */
  readonly open: boolean
  readonly codes: ReadonlyMap<string, CodeCount>
  readonly unknown: ReadonlyMap<string, { readonly count: number; readonly line: number }>
  readonly secrets: readonly string[]
  readonly sdkVersion?: string
  readonly platform?: string
}

/** More calls than this of one code are not told apart. */
export const MAX_CALLS = 20
/** Nor are more numbers than this that are in no catalog. */
export const MAX_UNKNOWN = 200
