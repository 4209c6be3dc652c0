/** The thresholds of triage. The defaults suit a support channel with some hundred messages a day. */

import type { Severity } from '../../core/catalog/entry.ts'
import { DAY, HOUR, MINUTE } from '../language/time.ts'

export interface TriageParameters {
  /** Length of the window in which people are counted. All times here are in milliseconds. */
  readonly windowMs: number
  /** People needed in the window, by the severity of the code. */
  readonly people: Readonly<Record<Severity, number>>
  /** A count is a spike when usual traffic reaches it with less than this probability. */
  readonly chance: number
  /** A category becomes one incident when this many of its causes rise together. */
  readonly causesOfCategory: number
  /** A cause joins an incident of its category when both began within this time. */
  readonly joinMs: number
  /** Length of the history behind a baseline. */
  readonly historyMs: number
  /** With less history than this, more people are needed. */
  readonly quietStartMs: number
  /** How many times more people are needed then, relative to `people`. */
  readonly quietStartFactor: number
  /** An incident resolves itself after this time without unusual traffic. */
  readonly quietMs: number
  /** A resolved incident reopens when its cause comes back within this time. */
  readonly relapseMs: number
  /** Minimum time between two mentions of on-call for one incident. */
  readonly mentionEveryMs: number
  /** Minimum time between two edits of a message that only change its figures. */
  readonly editEveryMs: number
  /** An incident's message older than this is posted again when it changes, because nobody scrolls back a day. */
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
