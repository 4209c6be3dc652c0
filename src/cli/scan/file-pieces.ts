/** Reads files in large pieces, synchronously. */
import { closeSync, openSync, readSync } from 'node:fs'

/** Bytes read at once: large enough that the system is asked seldom, small enough that memory stays flat. */
const PIECE = 256 * 1024

/** A file that gives its bytes in large pieces, all in the same memory: a piece is valid until the next is asked for. */
export interface OpenFile {
  /** The bytes between two places; fewer where the file ends before. @throws the system's error, with its `code` */
  pieces(from: number, to: number): Generator<Uint8Array>
  close(): void
}

/**
 * Reading waits for the disk: nothing else runs beside a scan in a terminal, and handing each piece over takes longer
 * than reading it.
 * @throws the system's error, with its `code`, when the file cannot be opened.
 */
export function openFile(path: string): OpenFile {
  const file = openSync(path, 'r')
  const buffer = Buffer.allocUnsafeSlow(PIECE)
  return {
    *pieces(from, to) {
      for (let at = from; at < to; ) {
        const length = readSync(file, buffer, 0, Math.min(PIECE, to - at), at)
        if (length === 0) return
        at += length
        yield buffer.subarray(0, length)
      }
    },
    close: () => closeSync(file),
  }
}

/** All bytes of a file or a pipe, in order. @throws the system's error, with its `code` */
export function* filePieces(path: string): Generator<Uint8Array> {
  const file = openSync(path, 'r')
  try {
    const buffer = Buffer.allocUnsafeSlow(PIECE)
    for (;;) {
      const length = readSync(file, buffer, 0, PIECE, null)
      if (length === 0) return
      yield buffer.subarray(0, length)
    }
  } finally {
    closeSync(file)
  }
}
