/** Cuts a log into blocks that can be judged on their own. The cuts do not depend on where reading begins. */

/** Bytes judged at once: strings of this size stay in V8's young generation and in the CPU cache. */
export const BLOCK = 64 * 1024
/** Bytes of context before and after a line. */
export const CONTEXT = 700
/** Maximum size of a block with its context. */
export const MAX_BLOCK_BYTES = 2 * (BLOCK + CONTEXT)
const LINE_END = 0x0a

export interface Block {
  /** Counted from 0 at the beginning of the log. */
  readonly index: number
  /**
   * The part to judge, with up to CONTEXT bytes before it and at least CONTEXT bytes after it. Valid until the next block.
   */
  readonly bytes: Uint8Array
  /** The bytes as Latin-1. */
  readonly text: string
  /** The part to judge. Its lines are whole, except those longer than a block. */
  readonly from: number
  readonly to: number
}

/** A range of blocks; the whole log by default. */
interface BlockRange {
  /** Index of the first block. */
  readonly first?: number
  /** Index after the last block. */
  readonly beyond?: number
}

/** The byte range of the log that a range of blocks needs; the log may end before `to`. */
export const bytesOf = (first: number, beyond: number): { readonly from: number; readonly to: number } => ({
  from: Math.max(0, (first - 1) * BLOCK - CONTEXT),
  to: beyond * BLOCK + CONTEXT,
})

const isWordByte = (byte: number | undefined) =>
  byte !== undefined && (byte > 0x7f || /[\w-]/.test(String.fromCharCode(byte)))

const ESCAPE = 0x1b
/** A terminal colour: `ESC [ 33 m`. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern matches escape sequences.
const COLOUR = /\x1b\[[\d;]{0,20}m/g

/** Terminal logs have colours between a word and its number; replace them by as many blanks, so that offsets stay. */
function withoutColours(bytes: Buffer): Buffer {
  if (!bytes.includes(ESCAPE)) return bytes
  return Buffer.from(
    bytes.toString('latin1').replace(COLOUR, (colour) => ' '.repeat(colour.length)),
    'latin1',
  )
}

/**
 * Every multiple of BLOCK ends a block: at the last line end before it or, inside a very long line, between two words
 * shortly before it. So a cut depends only on the bytes around it.
 * @param take gets every block of the range, in order.
 * @returns takes the log from the byte that `bytesOf` gives.
 */
export function createBlocks(take: (block: Block) => void, { first = 0, beyond = Infinity }: BlockRange = {}) {
  const buffer = Buffer.allocUnsafeSlow(MAX_BLOCK_BYTES)
  /** Offset of the buffer in the log. */
  let offset = bytesOf(first, beyond).from
  let filled = 0
  /** Start of the next block in the buffer; unknown until the cut before the first block. */
  let from = first === 0 ? 0 : undefined
  /** Index of the block that the next cut ends. */
  let index = first === 0 ? 0 : first - 1

  const edge = () => (index + 1) * BLOCK - offset

  function cut(): number {
    const latest = edge()
    const line = buffer.subarray(latest - BLOCK, latest).lastIndexOf(LINE_END) + 1
    if (line > 0) return latest - BLOCK + line
    let at = latest
    while (at > latest - CONTEXT && isWordByte(buffer[at - 1])) at--
    return at
  }

  function hand(to: number): void {
    if (from === undefined || to <= from) return
    const bytes = withoutColours(buffer.subarray(0, filled))
    take({ index, bytes, text: bytes.toString('latin1'), from, to })
  }

  /** Hands on the block that ends at the edge and drops the bytes that no later block needs. */
  function step(): void {
    const to = cut()
    hand(to)
    const keep = Math.max(0, to - CONTEXT)
    buffer.copyWithin(0, keep, filled)
    filled -= keep
    offset += keep
    from = to - keep
    index++
  }

  return {
    push(bytes: Uint8Array): void {
      for (let done = 0; done < bytes.length && index < beyond; ) {
        const piece = bytes.subarray(done, done + edge() + CONTEXT - filled)
        buffer.set(piece, filled)
        filled += piece.length
        done += piece.length
        if (filled === edge() + CONTEXT) step()
      }
    },
    /** Hands on the rest. */
    end(): void {
      while (index < beyond && edge() < filled) step()
      if (index < beyond) hand(filled)
      filled = 0
    },
  }
}
