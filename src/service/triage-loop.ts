/** Runs triage every quarter of a minute in the one process that holds its lease; another takes over when that dies. */
import type { Log } from '../chat/log.ts'
import { type Leases, StorageUnavailable } from '../storage/contract.ts'

export interface TriageLoopDeps {
  /** One look at everything. */
  readonly tick: (now: number) => Promise<void>
  readonly leases: Leases
  /** Unique per process and start. */
  readonly owner: string
  readonly log: Log
  readonly now: () => number
}

export interface TriageLoop {
  /** Looks now, unless another process holds the lease or a look is under way. @returns whether it looked */
  tick(): Promise<boolean>
  /** Finishes the look under way and gives the lease up, so that another process goes on at once. */
  stop(): Promise<void>
}

const LEASE = 'triage'
const EVERY_MS = 15_000
/** Three looks: a dead process is replaced within a minute. */
const LEASE_MS = 45_000
const MAX_LOOK_MS = 5 * 60_000

export function startTriageLoop({ tick, leases, owner, log, now }: TriageLoopDeps): TriageLoop {
  let running: Promise<boolean> | undefined
  let began = 0
  let stopped = false

  async function look(): Promise<boolean> {
    try {
      if (!(await leases.acquire(LEASE, owner, now(), LEASE_MS))) return false
      await tick(now())
      return true
    } catch (error) {
      // The storage watch says so once; triage looks again by itself.
      if (!(error instanceof StorageUnavailable)) log.error({ err: error }, 'triage failed')
      return false
    }
  }
  async function once(): Promise<boolean> {
    if (stopped || running) return false
    began = now()
    running = look()
    try {
      return await running
    } finally {
      running = undefined
    }
  }
  /** A look that takes long, because a platform makes it wait, keeps the lease: nobody else edits the same messages. */
  async function keep(): Promise<void> {
    // It hangs: let another process go on.
    if (now() - began > MAX_LOOK_MS) return
    try {
      await leases.acquire(LEASE, owner, now(), LEASE_MS)
    } catch (error) {
      if (!(error instanceof StorageUnavailable)) log.error({ err: error }, 'triage cannot keep its lease')
    }
  }
  const timer = setInterval(() => void (running ? keep() : once()), EVERY_MS)
  timer.unref()

  return {
    tick: once,
    async stop() {
      stopped = true
      clearInterval(timer)
      await running
      try {
        await leases.release(LEASE, owner)
      } catch (error) {
        // It ends by itself within a minute.
        if (!(error instanceof StorageUnavailable)) throw error
      }
    },
  }
}
