/** Reads an uploaded file within bounds: bytes first, then the work it makes, and the clock only where nothing comes. */
import type { Adapter } from '../../chat/adapter.ts'
import type { ConversationRef, FileRef } from '../../chat/event.ts'
import type { Knowledge } from '../../core/knowledge.ts'
import { unpacked } from '../../core/scan/bytes/unpacked.ts'
import type { Digest } from '../../core/scan/digest.ts'
import { createScan } from '../../core/scan/scan.ts'
import { readAhead } from './read-ahead.ts'
import { scanInTurns } from './scan-in-turns.ts'

export interface FileLimits {
  /** Bytes of a file as it was uploaded; larger ones are left alone: a chat is no place to move logs. */
  readonly largest: number
  /** Bytes that are read of a file, however small it was packed. */
  readonly unpacked: number
  /**
   * Milliseconds of this thread's own work on a file. A busy machine takes longer for the same work, and reads as much of
   * a file all the same; a log of the largest size that is nothing but codes stays within it.
   */
  readonly workMs: number
  /** Milliseconds without a byte until a file is taken for ended. */
  readonly silenceMs: number
  /** Files that are read at the same time, of all messages: each may wait in memory as a whole. */
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

/** Processor time of this thread in milliseconds, which does not pass while others have the processor. */
function workTime(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

/** Lets so many in at the same time, the others in the order in which they came. */
function createTurns(most: number) {
  const waiting: (() => void)[] = []
  let inside = 0
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (inside >= most) await new Promise<void>((resolve) => waiting.push(resolve))
    else inside++
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else inside--
    }
  }
}

export function createReadFile({ knowledge, adapterOf, onUnreadable, limits: given }: ReadFileDeps) {
  const limits = { ...LIMITS, ...given }
  const inTurn = createTurns(limits.atOnce)

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
      // A packed log that was cut on its way still says much, and may hold a secret.
      return scan.bytes > 0 ? { ...scan.end(), truncated: true } : undefined
    }
  }

  return {
    largest: limits.largest,
    /** @returns undefined when nothing of it could be read */
    read: (file: FileRef, conversation: ConversationRef) => inTurn(() => digestOf(file, conversation)),
  }
}
