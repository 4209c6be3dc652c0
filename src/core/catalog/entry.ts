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

/** Whether repeating the same request helps; `after-fix`: only once the cause is fixed. */
export const RETRIES = ['yes', 'after-backoff', 'after-fix', 'no'] as const
export type Retry = (typeof RETRIES)[number]

/** Who must act first. */
export const ACTORS = ['app-developer', 'app-operator', 'end-user', 'tencent-support'] as const
export type Actor = (typeof ACTORS)[number]

/** How serious a spike of this code is for the service. */
export const SEVERITIES = ['info', 'warning', 'critical'] as const
export type Severity = (typeof SEVERITIES)[number]

/** Where an entry comes from. Only `tencent-chat` entries are in the vendor's error code document. */
export const SOURCES = ['tencent-chat', 'sdk-header', 'rest-doc', 'web-sdk', 'team'] as const
export type Source = (typeof SOURCES)[number]

/** One code, or one range of codes, of the catalog. */
export interface Entry {
  /** The code as people write it, sign included: `10010`, `-10113`, or `120001-130000` for a range. Unique. */
  readonly code: string
  /** Set for a range: its first and last number, both inclusive. */
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
  /** How long to wait before a retry, in words. */
  readonly wait?: string
  readonly acts: Actor
  readonly severity: Severity
  /** Related codes; symmetric. */
  readonly related: readonly string[]
  /** Keys of data/links.yaml. */
  readonly links: readonly string[]
  /** What people call it, English and Chinese. */
  readonly keywords: readonly string[]
  /** Pitfalls: what is easily confused, and what newer SDKs changed. */
  readonly notes: readonly string[]
  readonly source: Source
  /** Who in the team that runs this bot is responsible; only set by an overlay. */
  readonly owner?: string
  /** URL of that team's instructions; only set by an overlay. */
  readonly runbook?: string
  /** `rowDigest` of the document's row that this entry was written from; empty for other sources. */
  readonly digest: string
}

/** One document the entries point to. */
export interface Link {
  readonly title: string
  readonly url: string
}

/** A REST API of the vendor and the codes its page documents. */
export interface RestApi {
  /** `service/command` as in the URL after `/v4/`. */
  readonly path: string
  /** The number of its page in the vendor's documentation. */
  readonly page?: number
  readonly codes: readonly string[]
}

/** A client SDK function and the codes that it is known to return. */
export interface ClientApi {
  readonly api: string
  /** Which SDKs, in words. */
  readonly sdk: string
  readonly codes: readonly string[]
}

/** Codes that are one cause seen from different places. */
export interface Twins {
  readonly name: string
  readonly codes: readonly string[]
}
