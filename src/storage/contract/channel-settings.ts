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
