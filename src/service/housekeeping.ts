/** Hourly work: deletes rows past their retention and refreshes which codes are seen most. */
import type { Log } from '../chat/log.ts'
import { type Storage, whenStorageIsLost } from '../storage/contract.ts'

export interface HousekeepingDeps {
  readonly storage: Storage
  readonly retentionDays: number
  readonly owner: string
  readonly log: Log
  readonly now: () => number
}

const HOUR = 3_600_000
const DAY = 24 * HOUR
const POPULAR_FOR = 30 * DAY
const MAX_POPULAR = 100

/** @returns `popular` (people per code in the last 30 days) and `stop` */
export function startHousekeeping({ storage, retentionDays, owner, log, now }: HousekeepingDeps) {
  let popular: ReadonlyMap<string, number> = new Map()
  async function keep() {
    const top = await storage.occurrences.top({ from: now() - POPULAR_FOR, to: now() }, MAX_POPULAR)
    popular = new Map(top.map(({ code, people }) => [code, people]))
    // One process at a time prunes; the lease runs out by itself.
    if (!(await storage.leases.acquire('prune', owner, now(), HOUR / 2))) return
    const before = now() - retentionDays * DAY
    const pruned = await storage.prune({
      now: now(),
      occurrencesBefore: before,
      annotationsBefore: before,
      incidentsBefore: before,
    })
    if (Object.values(pruned).some((rows) => rows > 0)) log.info({ ...pruned }, 'deleted rows past their retention')
  }
  // The storage watch logs that storage is lost; the next hour tries again.
  const run = () =>
    void whenStorageIsLost(keep, () => {}).catch((error: unknown) => log.error({ err: error }, 'housekeeping failed'))
  run()
  const timer = setInterval(run, HOUR).unref()
  return { popular: () => popular, stop: () => clearInterval(timer) }
}
