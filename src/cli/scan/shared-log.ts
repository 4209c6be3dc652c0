/** What each of the threads that read a large file does: it takes the next part that nobody took, until none is left. */

import type { LogPart, PartDeps } from '../../core/scan/log-part.ts'
import { PART_BYTES, readPart } from '../../core/scan/scan.ts'
import { openFile } from './file-pieces.ts'

/** A log and how far the threads are with it. */
export interface SharedLog {
  readonly path: string
  /** Bytes to read, more than none. */
  readonly size: number
  /** How many parts were taken, by any thread. */
  readonly taken: Int32Array<SharedArrayBuffer>
}

export const createSharedLog = (path: string, size: number): SharedLog => ({
  path,
  size,
  taken: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)),
})

export const partsOf = ({ size }: SharedLog): number => Math.ceil(size / PART_BYTES)

/**
 * @param onPart called after each part with the bytes taken so far, by all threads.
 * @returns the parts that this thread read, by their place in the log.
 * @throws the system's error when the file cannot be read.
 */
export function readParts(deps: PartDeps, log: SharedLog, onPart?: (bytes: number) => void): Map<number, LogPart> {
  const parts = new Map<number, LogPart>()
  const file = openFile(log.path)
  try {
    for (;;) {
      const index = Atomics.add(log.taken, 0, 1)
      if (index >= partsOf(log)) return parts
      parts.set(
        index,
        readPart(deps, index, (from, to) => file.pieces(from, Math.min(to, log.size))),
      )
      onPart?.(Math.min(log.size, (index + 1) * PART_BYTES))
    }
  } finally {
    file.close()
  }
}
