/** Tracks whether storage answers, logs each change once, and polls so that it notices recovery. */
import type { Log } from '../chat/log.ts'
import type { Storage } from '../storage/contract.ts'

export interface StorageWatch {
  /** Reports that a call found storage lost. @param error what it failed with, where the caller knows */
  blind(error?: unknown): void
  ready(): boolean
  stop(): void
}

const PING_EVERY_MS = 5_000
/** After a failure we ping soon: a single lost connection is replaced at once. */
const PING_AGAIN_MS = 250

export function createStorageWatch(storage: Pick<Storage, 'ping'>, log: Log): StorageWatch {
  let lost = false
  let soon: NodeJS.Timeout | undefined
  async function ping() {
    try {
      await storage.ping()
      if (lost) log.info({}, 'storage answers again')
      lost = false
    } catch (error) {
      report(error)
    }
  }
  function report(error?: unknown) {
    if (lost) return
    lost = true
    soon = setTimeout(() => void ping(), PING_AGAIN_MS).unref()
    log.error({ err: error }, 'storage does not answer: lookups and annotations continue from memory, triage is blind')
  }
  const timer = setInterval(() => void ping(), PING_EVERY_MS)
  timer.unref()
  return {
    blind: report,
    ready: () => !lost,
    stop() {
      clearInterval(timer)
      clearTimeout(soon)
    },
  }
}
