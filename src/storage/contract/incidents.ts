import type { MessageKey, Scope, Who } from './keys.ts'

export type IncidentState = 'open' | 'acknowledged' | 'snoozed' | 'resolved'

export interface NewIncident {
  readonly scope: Scope
  /** What it is about, such as `70001` or `network`. A team has at most one unresolved incident per key. */
  readonly key: string
  readonly codes: readonly string[]
  /** When the spike began, which is before it was found. */
  readonly since: number
  /** Anything else the feature wants to keep, as JSON; whoever reads it checks it. */
  readonly detail: object
  readonly at: number
}

export interface Incident extends Omit<NewIncident, 'detail' | 'at'> {
  /** Small and fit to be typed; never used again for another. */
  readonly id: number
  readonly state: IncidentState
  readonly detail: unknown
  readonly openedAt: number
  readonly changedAt: number
  /** Set while snoozed. */
  readonly snoozedUntil?: number
  /** Set while resolved. */
  readonly resolvedAt?: number
  /** Who acknowledged it. */
  readonly owner?: Who
  /** The live message that is edited in place. */
  readonly message?: MessageKey
  /** One more with every update; see `update`. */
  readonly version: number
}

/** What to change; a field that is absent stays, one that is undefined is cleared. */
export interface IncidentChange {
  readonly state?: IncidentState
  readonly codes?: readonly string[]
  readonly detail?: object
  readonly snoozedUntil?: number | undefined
  readonly resolvedAt?: number | undefined
  readonly owner?: Who | undefined
  readonly message?: MessageKey | undefined
}

export interface NewIncidentEvent {
  /** A short name, such as `opened`, `acknowledged`, `mentioned`. */
  readonly event: string
  /** Absent for what the bot did by itself. */
  readonly by?: Who
  /** A few words for people. */
  readonly note?: string
  readonly at: number
}

export interface IncidentEvent extends NewIncidentEvent {
  readonly id: number
}

export interface IncidentQuery {
  /** Absent means every team. */
  readonly scope?: Scope
  /** Only those that are not resolved. */
  readonly unresolved?: boolean
  /** Only those changed at or after this. */
  readonly changedSince?: number
  readonly limit: number
}

export interface Incidents {
  /**
   * Opens an incident unless the team has an unresolved one of this key.
   * @returns the incident, and whether this call made it: only then post its message.
   */
  open(incident: NewIncident, event: NewIncidentEvent): Promise<{ incident: Incident; created: boolean }>
  get(id: number): Promise<Incident | undefined>
  /** The last one of a key in any state: a relapse reopens it. */
  latest(scope: Scope, key: string): Promise<Incident | undefined>
  /** Newest first. */
  list(query: IncidentQuery): Promise<readonly Incident[]>
  /**
   * Changes an incident that is still as the caller saw it, and adds to its history, both or neither.
   * @param seen the incident as read; its version decides.
   * @returns undefined when somebody changed it meanwhile, or when reopening it would make two of its key: read again.
   */
  update(
    seen: Pick<Incident, 'id' | 'version'>,
    change: IncidentChange,
    at: number,
    events?: readonly NewIncidentEvent[],
  ): Promise<Incident | undefined>
  /** Adds to the history alone. @returns false for an unknown incident. */
  append(id: number, event: NewIncidentEvent): Promise<boolean>
  /** Everything that happened, oldest first. */
  history(id: number): Promise<readonly IncidentEvent[]>
}
