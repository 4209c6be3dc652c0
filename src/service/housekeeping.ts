/** Work that nobody asks for: deleting what is too old, and knowing which codes are asked for most. */
import type { Log } from '../chat/log.ts'
import { type Storage, StorageUnavailable } from '../storage/contract.ts'

export interface HousekeepingDeps {
  readonly storage: Storage
  readonly retentionDays: number
  readonly owner: string
  readonly log: Log
  readonly now: () => number
}

export interface Housekeeping {
  /** How many people met each code lately. */
  popular(): ReadonlyMap<string, number>
  stop(): void
}

const HOUR = 3_600_000
const DAY = 24 * HOUR
const POPULAR_FOR = 30 * DAY
const MAX_POPULAR = 100

export function startHousekeeping({ storage, retentionDays, owner, log, now }: HousekeepingDeps): Housekeeping {
  let popular = new Map<string, number>()
  async function keep() {
    try {
      const top = await storage.occurrences.top({ from: now() - POPULAR_FOR, to: now() }, MAX_POPULAR)
      popular = new Map(top.map(({ code, people }) => [code, people]))
      // One process at a time; the lease ends by itself.
      if (!(await storage.leases.acquire('prune', owner, now(), HOUR / 2))) return
      const before = now() - retentionDays * DAY
      const pruned = await storage.prune({
        now: now(),
        occurrencesBefore: before,
        annotationsBefore: before,
        incidentsBefore: before,
      })
      if (Object.values(pruned).some((rows) => rows > 0)) log.info({ ...pruned }, 'deleted what is too old')
    } catch (error) {
      if (!(error instanceof StorageUnavailable)) log.error({ err: error }, 'housekeeping failed')
    }
  }
  void keep()
  const timer = setInterval(() => void keep(), HOUR)
  timer.unref()
  return { popular: () => popular, stop: () => clearInterval(timer) }
}
