/** What a team and its people told the bot. */
import type { Change, ChannelKey, Scope } from './keys.ts'

/** One state of a channel's settings. Earlier ones stay, so that it can be told who changed what. */
export interface SettingsVersion extends Change {
  /** 1 for the first; one more per change. */
  readonly version: number
  /** What was saved. Of no known shape here: whoever reads it checks it. */
  readonly value: unknown
}

/** What an admin decided for a channel. The fields and their rules belong to the feature; here it is one JSON value. */
export interface ChannelSettings {
  /** Undefined when nobody has set anything. */
  get(channel: ChannelKey): Promise<SettingsVersion | undefined>
  /**
   * Saves the whole value as the next version.
   * @param basedOn the version the change was made from; 0 when there was none.
   * @returns false when somebody else changed it meanwhile: read again, apply again.
   */
  set(channel: ChannelKey, value: object, change: Change, basedOn: number): Promise<boolean>
  /** Every version, newest first. */
  history(channel: ChannelKey, limit: number): Promise<readonly SettingsVersion[]>
  /** The current version of every channel of a team that has one. */
  list(scope: Scope): Promise<readonly (SettingsVersion & { readonly channel: ChannelKey })[]>
}

/** A team's own words about a code. Empty `text` without `link` and `owner` takes the entry back. */
export interface RunbookNote {
  readonly text: string
  readonly link?: string
  /** Who takes care of it: a person, a team, a channel. */
  readonly owner?: string
}

export interface RunbookEntry extends RunbookNote, Change {
  readonly id: number
  readonly code: string
}

export interface Runbook {
  /** The new current entry of a code; earlier ones stay as history. */
  add(scope: Scope, code: string, note: RunbookNote, change: Change): Promise<RunbookEntry>
  /** Undefined when there is none or it was taken back. */
  current(scope: Scope, code: string): Promise<RunbookEntry | undefined>
  /** Newest first, with entries that took one back. */
  history(scope: Scope, code: string, limit: number): Promise<readonly RunbookEntry[]>
  /** The current entry of every code that has one, by code. */
  list(scope: Scope): Promise<readonly RunbookEntry[]>
}

export interface Mute extends Change {
  readonly code: string
  /** Its end; not included. */
  readonly until: number
}

/** Codes that raise no incident for a while. */
export interface Mutes {
  /** Replaces an earlier mute of the code; an `until` that is past ends it. */
  set(scope: Scope, code: string, until: number, change: Change): Promise<void>
  /** Those in force at `now`, by code. */
  active(scope: Scope, now: number): Promise<readonly Mute[]>
}

/** People who want no annotations under their messages. */
export interface OptOuts {
  /** @param person a keyed hash that the caller makes. */
  set(scope: Scope, person: string, out: boolean, at: number): Promise<void>
  has(scope: Scope, person: string): Promise<boolean>
}

/** Sign-ins of workspaces (Slack OAuth). The value is encrypted by the caller; here it is an opaque string. */
export interface Installations {
  /** @param key who installed it: the team's or the enterprise's id. */
  save(platform: string, key: string, secret: string, at: number): Promise<void>
  get(platform: string, key: string): Promise<string | undefined>
  /** Quiet when there is none. */
  delete(platform: string, key: string): Promise<void>
}
