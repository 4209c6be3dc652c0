/** When a connection to a platform was last known to work, kept over restarts so that an outage of our own can be made good. */
import type { Installations } from '../storage/contract.ts'

export interface LastSeen {
  /** Milliseconds since 1970; undefined when it was never noted. */
  of(connection: string): Promise<number | undefined>
  note(connection: string, at: number): Promise<void>
}

/** Kept beside the hash key, among what the service itself must remember. */
const OWNER = 'imerr'

export function createLastSeen(installations: Pick<Installations, 'get' | 'save'>, platform: string): LastSeen {
  const key = (connection: string) => `last-seen/${platform}/${connection}`
  return {
    async of(connection) {
      const at = Number(await installations.get(OWNER, key(connection)))
      return at > 0 ? at : undefined
    },
    note: (connection, at) => installations.save(OWNER, key(connection), String(at), at),
  }
}
