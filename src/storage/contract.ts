/**
 * What the bot stores. Features and the bot import only this file and never see SQL.
 *
 * Every time is a whole number of milliseconds since 1970 and comes from the caller, so that tests own the clock. Every
 * method rejects with `StorageUnavailable` while the database is lost; then nothing is half-done, and the next call tries
 * again. Any other rejection is a bug.
 */
import type { Annotations, Feedback } from './contract/annotations.ts'
import type { Claims, Leases } from './contract/claims.ts'
import type { Incidents } from './contract/incidents.ts'
import type { Occurrences } from './contract/occurrences.ts'
import type { ChannelSettings, Installations, Mutes, OptOuts, Runbook } from './contract/team.ts'

export type * from './contract/annotations.ts'
export type * from './contract/claims.ts'
export type * from './contract/incidents.ts'
export type * from './contract/keys.ts'
export type * from './contract/occurrences.ts'
export type * from './contract/team.ts'

export interface Storage {
  readonly engine: 'sqlite' | 'postgres'
  readonly claims: Claims
  readonly leases: Leases
  readonly settings: ChannelSettings
  readonly annotations: Annotations
  readonly feedback: Feedback
  readonly occurrences: Occurrences
  readonly incidents: Incidents
  readonly runbook: Runbook
  readonly mutes: Mutes
  readonly optOuts: OptOuts
  readonly installations: Installations
  /** Resolves when the database answers. @throws StorageUnavailable */
  ping(): Promise<void>
  /** Deletes expired rows in batches, so that other work runs in between. Safe in several processes at once. */
  prune(limits: PruneLimits): Promise<Pruned>
  /** Ends the connections; calls after it fail with `StorageUnavailable`. Closing twice is fine. */
  close(): Promise<void>
}

export interface PruneLimits {
  /** Claims, leases and mutes that ended before this are deleted. */
  readonly now: number
  /** Occurrences older than this are deleted; absent keeps them all. */
  readonly occurrencesBefore?: number
  /** Annotations last changed before this are deleted with their feedback; absent keeps them all. */
  readonly annotationsBefore?: number
  /** Resolved incidents last changed before this are deleted with their history; absent keeps them all. */
  readonly incidentsBefore?: number
  /** Rows per statement. Default 500. */
  readonly batch?: number
}

/** How many rows went, by table. */
export type Pruned = Readonly<
  Record<'claims' | 'leases' | 'mutes' | 'occurrences' | 'annotations' | 'incidents', number>
>

/** The storage cannot be used: unreachable at start, not ours, or made by a newer imerr. The message says what to do. */
export class StorageError extends Error {
  override readonly name: string = 'StorageError'
}

/** The database was lost while running. It may come back by itself; go on without it until it does. */
export class StorageUnavailable extends StorageError {
  override readonly name = 'StorageUnavailable'
}

/**
 * Goes on without storage: resolves with what `work` resolves with, or with `fallback`'s result while storage is lost.
 * @throws whatever else `work` throws, and whatever `fallback` throws
 */
export async function whenStorageIsLost<T, F>(work: () => Promise<T>, fallback: () => F | Promise<F>): Promise<T | F> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof StorageUnavailable) return fallback()
    throw error
  }
}
