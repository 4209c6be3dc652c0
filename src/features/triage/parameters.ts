/** When a rise is a spike. Sound for a support channel of some hundred messages a day; changed by configuration. */
import type { Severity } from '../../core/catalog/entry.ts'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

export interface TriageParameters {
  /** The stretch in which people are counted, in milliseconds. */
  readonly windowMs: number
  /** Fewest people in the window, by what a spike of the code says about the service. */
  readonly people: Readonly<Record<Severity, number>>
  /** The chance that usual traffic looks like this, below which it is a spike. */
  readonly chance: number
  /** A category is raised when so many of its causes rise together. */
  readonly causesOfCategory: number
  /** A cause that rises within this time after another of its category began joins that incident. */
  readonly joinMs: number
  /** How much history a baseline is made of, in milliseconds. */
  readonly historyMs: number
  /** Until there is so much history, only what is far above everything seen is a spike. */
  readonly quietStartMs: number
  /** People needed during the quiet start, as a multiple of `people`. */
  readonly quietStartFactor: number
  /** An incident without anything unusual for so long resolves itself. */
  readonly quietMs: number
  /** A resolved incident whose cause comes back within this time is the same one again. */
  readonly relapseMs: number
  /** Shortest time between two mentions of on-call for one incident. */
  readonly mentionEveryMs: number
  /** Shortest time between two edits of a message that only differ in their figures. */
  readonly editEveryMs: number
  /** An incident's message older than this is posted anew when it changes: nobody scrolls back a day. */
  readonly repostMs: number
}

export const DEFAULT_PARAMETERS: TriageParameters = {
  windowMs: 15 * MINUTE,
  people: { critical: 4, warning: 5, info: 7 },
  chance: 1e-6,
  causesOfCategory: 3,
  joinMs: 30 * MINUTE,
  historyMs: 28 * DAY,
  quietStartMs: DAY,
  quietStartFactor: 2,
  quietMs: 30 * MINUTE,
  relapseMs: 6 * HOUR,
  mentionEveryMs: 15 * MINUTE,
  editEveryMs: 30_000,
  repostMs: DAY,
}
