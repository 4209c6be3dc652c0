/** The catalog's record types: what imerr knows about one Tencent Cloud Chat error code. */

/**
 * The parts of the vendor's error code document, and two parts of our own for codes it leaves out:
 * `sdk-newer` (constants of SDK headers and REST pages) and `web` (raised by the web SDK itself).
 */
export const PARTS = ['sdk', 'server', 'sdk-v3', 'sdk-newer', 'web'] as const
export type Part = (typeof PARTS)[number]

export const CATEGORIES = [
  'auth',
  'conflict',
  'custom',
  'internal',
  'local',
  'moderation',
  'network',
  'not-found',
  'param',
  'permission',
  'policy',
  'push',
  'quota',
  'rate-limit',
  'server',
  'session',
  'unsupported',
] as const
export type Category = (typeof CATEGORIES)[number]

/** Does sending the same request again help? `after-fix` means only once the cause is repaired. */
export const RETRIES = ['yes', 'after-backoff', 'after-fix', 'no'] as const
export type Retry = (typeof RETRIES)[number]

/** Who has to move first. */
export const ACTORS = ['app-developer', 'app-operator', 'end-user', 'tencent-support'] as const
export type Actor = (typeof ACTORS)[number]

/** What a spike of this code says about the service. */
export const SEVERITIES = ['info', 'warning', 'critical'] as const
export type Severity = (typeof SEVERITIES)[number]

/** Where an entry's facts come from; anything but `tencent-chat` is not in the vendor's error code document. */
export const SOURCES = ['tencent-chat', 'sdk-header', 'rest-doc', 'web-sdk', 'team'] as const
export type Source = (typeof SOURCES)[number]

/** One code, or one range of codes, of the catalog. */
export interface Entry {
  /** The code as people write it, sign included: `10010`, `-10113`, or `120001-130000` for a range. Unique. */
  readonly code: string
  /** Set for a range: its first and last number, both included. */
  readonly range?: readonly [number, number]
  readonly part: Part
  /** The section's heading in the vendor's document; empty for the one part without sections. */
  readonly section: string
  /** Every SDK constant name, official misspellings included. */
  readonly symbols: readonly string[]
  /** What happened, at most 60 characters. */
  readonly title: string
  /** Why it happens. */
  readonly cause: string
  /** What to do: ordered steps, one action each. */
  readonly fix: readonly string[]
  readonly category: Category
  readonly retry: Retry
  /** How long to wait before a retry, where it is known, in words. */
  readonly wait?: string
  readonly acts: Actor
  readonly severity: Severity
  /** Codes worth a look beside this one; holds in both directions. */
  readonly related: readonly string[]
  /** Keys into the table of document URLs. */
  readonly links: readonly string[]
  /** What people call it, English and Chinese. */
  readonly keywords: readonly string[]
  /** Traps: what is easily confused, and what newer SDKs changed. */
  readonly notes: readonly string[]
  readonly source: Source
  /** Who of the team that runs this bot takes care of it; only an overlay says so. */
  readonly owner?: string
  /** Where that team has written down what to do; only an overlay says so. */
  readonly runbook?: string
  /** Digest of the document's row this entry was written from; see `rowDigest`. Empty when it was not in the document. */
  readonly digest: string
}

/** One document the entries point to. */
export interface Link {
  readonly title: string
  readonly url: string
}

/** A REST API of the vendor and the codes its page documents. */
export interface RestApi {
  /** `service/command`, as it stands in the URL after `/v4/`. */
  readonly path: string
  /** The number of its page in the vendor's documentation. */
  readonly page?: number
  readonly codes: readonly string[]
}

/** A client SDK function and the codes that are known to come back from it. */
export interface ClientApi {
  readonly api: string
  /** Which SDKs, in words. */
  readonly sdk: string
  readonly codes: readonly string[]
}

/** One cause and the codes it shows itself by. */
export interface Twins {
  readonly name: string
  readonly codes: readonly string[]
}
