/** What a log says, in short. */

/** Where in the file, and when, something stood. */
export interface Place {
  /** Counted from 1. */
  readonly line: number
  /** As written in the line, sortable; absent where the line has none. Its zone is not known. */
  readonly time?: string
}

export interface CodeDigest {
  readonly code: string
  readonly title: string
  readonly count: number
  readonly first: Place
  readonly last: Place
  /** The calls it came from, most frequent first. */
  readonly calls: readonly { readonly name: string; readonly count: number }[]
  /** The line it first stood in, redacted and cut. */
  readonly sample: string
}

/** Codes that are one cause seen from different places. */
export interface Cause {
  /** The codes in the order in which they first stood. */
  readonly codes: readonly string[]
  /** A name for the cause when several codes share it. */
  readonly name?: string
  readonly count: number
  readonly first: Place
  readonly last: Place
}

export interface Digest {
  readonly bytes: number
  readonly lines: number
  /** Every code, in the order in which it first stood. */
  readonly codes: readonly CodeDigest[]
  /** Causes in the order in which they began: the first is the likely cause, the others followed. */
  readonly causes: readonly Cause[]
  /** Numbers that stand where an error code stands but are not in the catalog, most frequent first. */
  readonly unrecognised: readonly { readonly number: string; readonly count: number; readonly line: number }[]
  /** Kinds of secrets that the log holds; never the secrets. */
  readonly secrets: readonly string[]
  readonly sdkVersion?: string
  readonly platform?: string
  /** The scan stopped before the end: a limit was reached. */
  readonly truncated?: boolean
}
