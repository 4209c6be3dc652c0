/** The key by which people are hashed. */
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Storage } from '../storage/contract.ts'

const PLATFORM = 'imerr'
const NAME = 'hash-key'
const LEASE_MS = 5_000

/**
 * The configured key, or else one made at the first start and kept in storage, the same for every process.
 */
export async function hashKeyOf(
  storage: Pick<Storage, 'installations' | 'leases'>,
  configured: string | undefined,
  owner: string,
  now: () => number,
): Promise<string> {
  if (configured) return configured
  for (;;) {
    const known = await storage.installations.get(PLATFORM, NAME)
    if (known) return known
    if (await storage.leases.acquire(NAME, owner, now(), LEASE_MS)) {
      // Another process may have made it before we got the lease.
      const made = (await storage.installations.get(PLATFORM, NAME)) ?? randomBytes(32).toString('base64url')
      await storage.installations.save(PLATFORM, NAME, made, now())
      await storage.leases.release(NAME, owner)
      return made
    }
    await sleep(100)
  }
}
