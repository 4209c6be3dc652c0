/** Reads a log of any size, a piece at a time, in constant memory, and says what happened in it. */
import type { Twins } from '../catalog/entry.ts'
import { BLOCK, bytesOf, createBlocks } from './bytes/blocks.ts'
import type { Digest } from './digest.ts'
import { createTotal } from './digest-builder.ts'
import { createPartReader, type PartDeps } from './log-part.ts'
import type { Part } from './part.ts'

export interface ScanDeps extends PartDeps {
  readonly twins: readonly Twins[]
}

export interface Scan {
  /** Takes the next bytes; they may be reused afterwards. The digest does not depend on how a log is cut into pieces. */
  push(bytes: Uint8Array): void
  /** The digest of everything pushed; nothing may be pushed after it. */
  end(): Digest
  /** Bytes taken so far. */
  readonly bytes: number
}

/** Blocks of a part. All parts but the last are as long, so that several threads may read a log and agree with one. */
const PART_BLOCKS = 128

export function createScan(deps: ScanDeps): Scan {
  const total = createTotal(deps.catalog, deps.redactor, deps.twins)
  let reader = createPartReader(deps, true)
  const blocks = createBlocks((block) => {
    if (block.index > 0 && block.index % PART_BLOCKS === 0) {
      total.add(reader.part())
      reader = createPartReader(deps, false)
    }
    reader.read(block)
  })
  let bytes = 0
  return {
    get bytes() {
      return bytes
    },
    push(chunk) {
      bytes += chunk.length
      blocks.push(chunk)
    },
    end() {
      blocks.end()
      total.add(reader.part())
      return total.digest(bytes)
    },
  }
}

/** Bytes of a part, give or take a line. */
export const PART_BYTES = PART_BLOCKS * BLOCK

/**
 * Reads one part of a log. All of them, put together in order, give the digest that `createScan` gives.
 * @param pieces gives the bytes of the log between two places, or fewer at its end; each piece is used before the next.
 */
export function readPart(
  deps: PartDeps,
  index: number,
  pieces: (from: number, to: number) => Iterable<Uint8Array>,
): Part {
  const [first, beyond] = [index * PART_BLOCKS, (index + 1) * PART_BLOCKS]
  const { from, to } = bytesOf(first, beyond)
  const reader = createPartReader(deps, index === 0)
  const blocks = createBlocks(reader.read, { first, beyond })
  for (const piece of pieces(from, to)) blocks.push(piece)
  blocks.end()
  return reader.part()
}
