import type { ChannelKey, PlaceKey, Scope } from './keys.ts'

/** Where a code was seen: explained in a channel, asked for, found in a file, reported by another bot. */
export type OccurrenceKind = 'annotation' | 'lookup' | 'scan' | 'alert'

/** One sighting of a code. Never holds a message's text. */
export interface Occurrence {
  readonly code: string
  readonly kind: OccurrenceKind
  readonly conversation: PlaceKey
  /** The platform's id of the message, for links; absent for commands. */
  readonly message?: string
  /** The REST or SDK call it was seen with. */
  readonly api?: string
  /** Who had it, as a keyed hash that the caller makes. */
  readonly author: string
  readonly at: number
}

export interface StoredOccurrence extends Occurrence {
  readonly id: number
}

/** Which occurrences to look at: `from` <= at < `to`, of any of `codes`, in `scope`; an absent field means all. */
export interface OccurrenceQuery {
  readonly from: number
  readonly to: number
  readonly codes?: readonly string[]
  readonly scope?: Scope
}

export interface Tally {
  /** Distinct authors: what spikes are measured in. */
  readonly people: number
  readonly count: number
}

export interface TallyOf extends Tally {
  readonly channels: number
  /** Time of the earliest and the latest. */
  readonly first: number
  readonly last: number
}

export interface Bucket extends Tally {
  /** Its beginning: `from` plus a multiple of the bucket's length. */
  readonly at: number
}

export interface Occurrences {
  /** Any number. A message counts once per code, kind and author, however often it is added. All or none. */
  add(occurrences: readonly Occurrence[]): Promise<void>
  /** All that match, taken together. Undefined when nothing does. */
  total(query: OccurrenceQuery): Promise<TallyOf | undefined>
  /** The codes with the most people, then the most sightings. */
  top(query: OccurrenceQuery, limit: number): Promise<readonly (TallyOf & { readonly code: string })[]>
  /** Per stretch of `bucketMs`, all codes taken together; a person counts once per bucket. Empty buckets are left out. */
  series(query: OccurrenceQuery, bucketMs: number): Promise<readonly Bucket[]>
  /** The same for each code apart: what a baseline is made of. Ordered by code, then time. */
  seriesByCode(query: OccurrenceQuery, bucketMs: number): Promise<readonly (Bucket & { readonly code: string })[]>
  /** The teams that had any. */
  scopes(query: OccurrenceQuery): Promise<readonly Scope[]>
  /** The channels with the most people. */
  channels(query: OccurrenceQuery, limit: number): Promise<readonly (Tally & { readonly channel: ChannelKey })[]>
  /** The latest that have a message to link to, newest first. */
  samples(query: OccurrenceQuery, limit: number): Promise<readonly StoredOccurrence[]>
  /** In the order they were added, for exports: begin with `after` 0, go on with the last id, until fewer than `limit` come. */
  page(query: OccurrenceQuery, after: number, limit: number): Promise<readonly StoredOccurrence[]>
}
