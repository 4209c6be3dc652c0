/** Reads a log of any size piece by piece, in constant memory, and returns its digest. */
import type { Twins } from '../catalog/entry.ts'
import { BLOCK, bytesOf, createBlocks } from './bytes/blocks.ts'
import type { Digest } from './digest.ts'
import { createDigestBuilder } from './digest-builder.ts'
import { createPartReader, type LogPart, type PartDeps } from './log-part.ts'

export interface ScanDeps extends PartDeps {
  readonly twins: readonly Twins[]
}

export interface Scan {
  /** Takes the next bytes; the caller may reuse them. The digest does not depend on how the log is split into pieces. */
  push(bytes: Uint8Array): void
  /** Returns the digest; push nothing afterwards. */
  end(): Digest
  /** Bytes taken so far. */
  readonly bytes: number
}

/** Blocks per part. Fixed, so that several threads get the same digest as one. */
const PART_BLOCKS = 128

export function createScan(deps: ScanDeps): Scan {
  const builder = createDigestBuilder(deps.catalog, deps.redactor, deps.twins)
  let reader = createPartReader(deps, true)
  const blocks = createBlocks((block) => {
    if (block.index > 0 && block.index % PART_BLOCKS === 0) {
      builder.add(reader.part())
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
      builder.add(reader.part())
      return builder.digest(bytes)
    },
  }
}

/** Bytes per part, give or take a line. */
export const PART_BYTES = PART_BLOCKS * BLOCK

/**
 * Reads one part of a log. `createDigestBuilder` merges all of them, in order, into the digest that `createScan` returns.
 * @param pieces yields the bytes of the log in a range, or fewer at its end; each piece is used before the next.
 */
export function readPart(
  deps: PartDeps,
  index: number,
  pieces: (from: number, to: number) => Iterable<Uint8Array>,
): LogPart {
  const [first, beyond] = [index * PART_BLOCKS, (index + 1) * PART_BLOCKS]
  const { from, to } = bytesOf(first, beyond)
  const reader = createPartReader(deps, index === 0)
  const blocks = createBlocks(reader.read, { first, beyond })
  for (const piece of pieces(from, to)) blocks.push(piece)
  blocks.end()
  return reader.part()
}
