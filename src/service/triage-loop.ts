/** Runs triage every 15 seconds in the process that holds the lease; another takes over when that process dies. */
import type { Log } from '../chat/log.ts'
import { type Leases, whenStorageIsLost } from '../storage/contract.ts'

export interface TriageLoopDeps {
  /** One pass over all teams. */
  readonly tick: (now: number) => Promise<void>
  readonly leases: Leases
  /** Unique per process and start. */
  readonly owner: string
  readonly log: Log
  readonly now: () => number
}

const LEASE = 'triage'
const EVERY_MS = 15_000
/** Three passes: a dead process is replaced within a minute. */
const LEASE_MS = 45_000
const MAX_PASS_MS = 5 * 60_000

export function startTriageLoop({ tick, leases, owner, log, now }: TriageLoopDeps) {
  let running: Promise<boolean> | undefined
  let began = 0
  let stopped = false

  /** Like `whenStorageIsLost` with false; any other error is logged. The storage watch logs the loss itself. */
  const attempt = (work: () => Promise<boolean>, failure: string) =>
    whenStorageIsLost(work, () => false).catch((error: unknown) => {
      log.error({ err: error }, failure)
      return false
    })
  async function pass(): Promise<boolean> {
    if (!(await leases.acquire(LEASE, owner, now(), LEASE_MS))) return false
    await tick(now())
    return true
  }
  async function once(): Promise<boolean> {
    if (stopped || running) return false
    began = now()
    running = attempt(pass, 'triage failed')
    try {
      return await running
    } finally {
      running = undefined
    }
  }
  /** A pass that a platform makes wait keeps the lease, so that no other process edits the same messages. */
  async function keep(): Promise<void> {
    // A pass this long hangs: let another process take over.
    if (now() - began > MAX_PASS_MS) return
    await attempt(() => leases.acquire(LEASE, owner, now(), LEASE_MS), 'triage cannot keep its lease')
  }
  const timer = setInterval(() => void (running ? keep() : once()), EVERY_MS).unref()

  return {
    /** Runs a pass now, unless another process holds the lease or a pass is running. @returns whether it ran */
    tick: once,
    /** Finishes the running pass and releases the lease, so that another process continues at once. */
    async stop() {
      stopped = true
      clearInterval(timer)
      await running
      // A lease that cannot be released runs out within a minute.
      await whenStorageIsLost(
        () => leases.release(LEASE, owner),
        () => {},
      )
    },
  }
}
