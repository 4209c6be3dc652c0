/** Cuts a log into blocks that can be judged on their own, always at the same places, wherever the reading begins. */
/** Bytes judged at once: strings this short stay in the engine's young memory and in the processor's cache. */
export const BLOCK = 64 * 1024
/** Bytes that a line may look back and ahead to understand itself. */
export const CONTEXT = 700
/** No block has more. */
export const BLOCK_BYTES = 2 * (BLOCK + CONTEXT)
const LINE_END = 0x0a

export interface Block {
  /** Counted from 0 at the beginning of the log. */
  readonly index: number
  /**
   * What is to be judged, with up to CONTEXT bytes before it and CONTEXT bytes or more after it; at most BLOCK_BYTES.
   * Valid until the next block.
   */
  readonly bytes: Uint8Array
  /** The bytes as Latin-1. */
  readonly text: string
  /** What is to be judged. Lines are whole, except those longer than a block. */
  readonly from: number
  readonly to: number
}

export interface Blocks {
  push(bytes: Uint8Array): void
  /** Hands on what is left. */
  end(): void
}

/** A stretch of blocks; the whole log unless said otherwise. */
export interface Stretch {
  /** The first block. */
  readonly first?: number
  /** Not this block and none after it. */
  readonly beyond?: number
}

/** The bytes of the log that the blocks of a stretch need, as places in the log; it may end before `to`. */
export const bytesOf = (first: number, beyond: number): { readonly from: number; readonly to: number } => ({
  from: Math.max(0, (first - 1) * BLOCK - CONTEXT),
  to: beyond * BLOCK + CONTEXT,
})

const isWordByte = (byte: number | undefined) =>
  byte !== undefined && (byte > 0x7f || /[\w-]/.test(String.fromCharCode(byte)))

const ESCAPE = 0x1b
/** A colour that a terminal would show: `ESC [ 33 m`. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape is what is looked for.
const COLOUR = /\x1b\[[\d;]{0,20}m/g

/** A log of a terminal holds colours between a word and its number; blanks in their place leave every position as it was. */
function withoutColours(bytes: Buffer): Buffer {
  if (!bytes.includes(ESCAPE)) return bytes
  return Buffer.from(
    bytes.toString('latin1').replace(COLOUR, (colour) => ' '.repeat(colour.length)),
    'latin1',
  )
}

/**
 * Every multiple of BLOCK ends a block: at the last line end before it or, inside a line without end, between two words
 * close before it. So a cut depends on the bytes around it alone.
 * @param take gets every block of the stretch, in order.
 * @returns what takes the log from the byte that `bytesOf` names.
 */
export function createBlocks(take: (block: Block) => void, { first = 0, beyond = Infinity }: Stretch = {}): Blocks {
  const buffer = Buffer.allocUnsafeSlow(BLOCK_BYTES)
  /** Where in the log the buffer begins. */
  let offset = bytesOf(first, beyond).from
  let filled = 0
  /** The next block begins here in the buffer; unknown until the cut before the first block is made. */
  let from = first === 0 ? 0 : undefined
  /** Of the block that the next cut ends. */
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

  /** Hands on the block that ends at the edge, and lets go what no later block needs. */
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
    push(bytes) {
      for (let done = 0; done < bytes.length && index < beyond; ) {
        const piece = bytes.subarray(done, done + edge() + CONTEXT - filled)
        buffer.set(piece, filled)
        filled += piece.length
        done += piece.length
        if (filled === edge() + CONTEXT) step()
      }
    },
    end() {
      while (index < beyond && edge() < filled) step()
      if (index < beyond) hand(filled)
      filled = 0
    },
  }
}
