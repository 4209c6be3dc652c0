/** The digest of a log: types only. */

/** Where and when something occurs in a log. */
export interface Place {
  /** Counted from 1. */
  readonly line: number
  /** As written in the log, sortable; absent where no line has one. The time zone is unknown. */
  readonly time?: string
}

export interface CodeDigest {
  readonly code: string
  readonly title: string
  readonly count: number
  readonly first: Place
  readonly last: Place
  /** The calls that returned it, most frequent first. */
  readonly calls: readonly { readonly name: string; readonly count: number }[]
  /** The first line with it, redacted and shortened. */
  readonly sample: string
}

/** Codes with one common cause. */
export interface Cause {
  /** In order of first appearance. */
  readonly codes: readonly string[]
  /** Set when several codes share the cause. */
  readonly name?: string
  readonly count: number
  readonly first: Place
  readonly last: Place
}

export interface Digest {
  readonly bytes: number
  readonly lines: number
  /** In order of first appearance. */
  readonly codes: readonly CodeDigest[]
  /** In order of first appearance: the first is the likely cause, the others followed from it. */
  readonly causes: readonly Cause[]
  /** Numbers in the position of an error code that are not in the catalog, most frequent first. */
  readonly unrecognised: readonly { readonly number: string; readonly count: number; readonly line: number }[]
  /** Kinds of secrets in the log; never the secrets. */
  readonly secrets: readonly string[]
  readonly sdkVersion?: string
  readonly platform?: string
  /** The scan hit a limit before the end of the log. */
  readonly truncated?: boolean
}
