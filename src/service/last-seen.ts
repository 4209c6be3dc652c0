/** Remembers over restarts when a platform connection last worked, so that the adapter can backfill what it missed. */
import type { Installations } from '../storage/contract.ts'

/** Stored as an installation of the service itself, like the hash key. */
const OWNER = 'imerr'

export function createLastSeen(installations: Pick<Installations, 'get' | 'save'>, platform: string) {
  const key = (connection: string) => `last-seen/${platform}/${connection}`
  return {
    /** Milliseconds since 1970; undefined when it was never noted. */
    async of(connection: string): Promise<number | undefined> {
      const at = Number(await installations.get(OWNER, key(connection)))
      return at > 0 ? at : undefined
    },
    note: (connection: string, at: number): Promise<void> => installations.save(OWNER, key(connection), String(at), at),
  }
}
