/** Reads an uploaded file within bounds on its bytes, on the CPU time it takes, and on silence of the connection. */
import PQueue from 'p-queue'
import type { Adapter } from '../../chat/adapter.ts'
import type { ConversationRef, FileRef } from '../../chat/event.ts'
import type { Knowledge } from '../../core/knowledge.ts'
import { unpacked } from '../../core/scan/bytes/unpacked.ts'
import type { Digest } from '../../core/scan/digest.ts'
import { createScan } from '../../core/scan/scan.ts'
import { readAhead } from './read-ahead.ts'
import { scanInTurns } from './scan-in-turns.ts'

export interface FileLimits {
  /** Largest upload that is read, in bytes. */
  readonly largest: number
  /** Bytes read of a file after unpacking. */
  readonly unpacked: number
  /**
   * CPU time of this thread for a file, in milliseconds, so that a busy machine reads as much as an idle one. A log of the
   * largest size with a code in every line stays within it.
   */
  readonly workMs: number
  /** Milliseconds without a byte after which reading fails. */
  readonly silenceMs: number
  /** Files read at the same time, over all messages: each may be in memory as a whole. */
  readonly atOnce: number
}

const LIMITS: FileLimits = {
  largest: 32 * 1024 * 1024,
  unpacked: 256 * 1024 * 1024,
  workMs: 90_000,
  silenceMs: 30_000,
  atOnce: 4,
}

export interface ReadFileDeps {
  readonly knowledge: Knowledge
  readonly adapterOf: (conversation: ConversationRef) => Adapter
  readonly onUnreadable: (file: FileRef, error: unknown) => void
  readonly limits?: Partial<FileLimits>
}

/** CPU time of this thread in milliseconds. */
function workTime(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

export function createReadFile({ knowledge, adapterOf, onUnreadable, limits: given }: ReadFileDeps) {
  const limits = { ...LIMITS, ...given }
  const queue = new PQueue({ concurrency: limits.atOnce })

  async function digestOf(file: FileRef, conversation: ConversationRef): Promise<Digest | undefined> {
    const scan = createScan(knowledge)
    let worked = 0
    const metered = {
      push(bytes: Uint8Array) {
        const before = workTime()
        scan.push(bytes)
        worked += workTime() - before
      },
    }
    const enough = () => scan.bytes > limits.unpacked || worked > limits.workMs
    try {
      const source = await adapterOf(conversation).openFile(file, conversation, limits.largest)
      for await (const piece of unpacked(readAhead(source, limits.silenceMs))) {
        await scanInTurns(metered, piece, enough)
        if (enough()) return { ...scan.end(), truncated: true }
      }
      return scan.end()
    } catch (error) {
      onUnreadable(file, error)
      // A log that broke off may still hold codes and secrets.
      return scan.bytes > 0 ? { ...scan.end(), truncated: true } : undefined
    }
  }

  return {
    largest: limits.largest,
    /** @returns undefined when nothing could be read */
    read: (file: FileRef, conversation: ConversationRef) => queue.add(() => digestOf(file, conversation)),
  }
}
