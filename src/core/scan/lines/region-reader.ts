/** Lets detection read lines together with what stands around them, without reading a crowd of lines again for each. */
import { type Detect, THRESHOLDS } from '../../detect/detect.ts'
import { CONTEXT } from '../bytes/blocks.ts'
import { decodeBytes } from '../bytes/bytes-to-text.ts'

/** Bytes read at once where one line after the other may hold a code. */
const MAX_REGION_SIZE = 4096
const MIN_REGION = 256

interface Region {
  readonly block: string
  readonly start: number
  readonly end: number
  /** Codes by the place of the line that they stand in. */
  readonly codes: ReadonlyMap<number, readonly string[]>
}

export interface RegionReader {
  /** Codes of the stretch from `start` to `end`, as detection reports them when it also sees what is around. */
  stretch(block: string, start: number, end: number): readonly string[]
  /** The same for a whole line. Lines are to be asked for from top to bottom. */
  line(block: string, start: number, end: number): readonly string[]
}

export function createRegionReader(detect: Detect): RegionReader {
  let region: Region | undefined
  let size = 0

  function read(block: string, start: number, end: number): Map<number, string[]> {
    const before = decodeBytes(block.slice(Math.max(0, start - CONTEXT), start))
    const lines: { readonly place: number; readonly from: number }[] = []
    let text = before
    for (let at = start; at < end; ) {
      const next = block.indexOf('\n', at)
      const to = next < 0 || next >= end ? end : next + 1
      lines.push({ place: at, from: text.length })
      text += decodeBytes(block.slice(at, to))
      at = to
    }
    const last = text.length
    text += decodeBytes(block.slice(end, end + CONTEXT))
    const codes = new Map<number, string[]>()
    let line = 0
    for (const mention of detect(text)) {
      if (mention.confidence < THRESHOLDS.uninvited || mention.start < before.length || mention.start >= last) continue
      while (mention.start >= (lines[line + 1]?.from ?? last)) line++
      const place = lines[line]?.place ?? start
      const found = codes.get(place) ?? []
      if (!found.includes(mention.code)) codes.set(place, [...found, mention.code])
    }
    return codes
  }

  return {
    stretch: (block, start, end) => [...read(block, start, end).values()].flat(),
    line(block, start, end) {
      if (region?.block !== block || start >= region.end) {
        // A lonely line is read alone; the closer they follow each other, the more are read at once.
        const close = region?.block === block && start - region.end < CONTEXT
        size = close ? Math.min(MAX_REGION_SIZE, Math.max(MIN_REGION, size * 2)) : 0
        const to = Math.max(end, block.lastIndexOf('\n', Math.max(end, start + size - 1)))
        region = { block, start, end: to, codes: read(block, start, to) }
      }
      return region.codes.get(start) ?? []
    },
  }
}
