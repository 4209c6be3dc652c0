/** Knows whether storage answers, says so once when that changes, and notices by itself when it is back. */

import type { Log } from '../chat/log.ts'
import type { Storage } from '../storage/contract.ts'

export interface StorageWatch {
  /** A call found the storage lost. @param error what it was told, where the caller knows */
  blind(error?: unknown): void
  ready(): boolean
  stop(): void
}

const ASK_EVERY_MS = 5_000
/** A single lost connection is over at once. */
const ASK_AGAIN_MS = 250

export function createStorageWatch(storage: Pick<Storage, 'ping'>, log: Log): StorageWatch {
  let lost = false
  let soon: NodeJS.Timeout | undefined
  async function ask() {
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
    soon = setTimeout(() => void ask(), ASK_AGAIN_MS).unref()
    log.error({ err: error }, 'storage does not answer: lookups and annotations go on from memory, triage is blind')
  }
  const timer = setInterval(() => void ask(), ASK_EVERY_MS)
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
