/** Reads the blocks of a part of a log: finds the places that may hold a code, and counts what they do hold. */
import type { Catalog } from '../catalog/catalog.ts'
import type { Detect } from '../detect/detect.ts'
import type { Redactor } from '../redact/redact.ts'
import { BLOCK_BYTES, type Block } from './bytes/blocks.ts'
import { createTally } from './code-counter.ts'
import { afterCue, CUES, type CueHit, createCueFinder } from './lines/cue-finder.ts'
import type { Line } from './lines/line-context.ts'
import { createLineJudge } from './lines/line-judge.ts'
import { createOriginFinder } from './lines/origin.ts'
import { createSecretFinder, SIGNS } from './lines/secret-finder.ts'
import type { Part } from './part.ts'
import { createSieve, type Sieve } from './sieve/sieve.ts'

export interface PartDeps {
  readonly catalog: Catalog
  readonly detect: Detect
  readonly redactor: Redactor
}

export interface PartReader {
  /** Takes the blocks of the part in order. */
  read(block: Block): void
  /** What they held. */
  part(): Part
}

const NEWLINE = '\n'
const LINE_END = 0x0a
/** Numbers this short that are not in the catalog are sizes, HTTP status and the like. */
const MIN_UNKNOWN_LENGTH = 4

/** One for all parts of a thread: it keeps nothing from one block to the next. */
let sieve: Sieve | undefined

/** @param atBeginning the part is the beginning of its log, where the SDK's version and the platform are named. */
export function createPartReader({ catalog, detect, redactor }: PartDeps, atBeginning: boolean): PartReader {
  sieve ??= createSieve([...CUES, ...SIGNS], BLOCK_BYTES)
  const { read: sift, lineEnds } = sieve
  const tally = createTally()
  const judge = createLineJudge(catalog, detect)
  const secrets = createSecretFinder(redactor)
  const origin = createOriginFinder(atBeginning)
  /** Line ends before the block under work. */
  let linesBefore = 0
  let open = false

  function read(block: Block): void {
    const { bytes, from, to } = block
    const { hits, signs } = sift(bytes, from, to)
    origin.readHead(block)
    secrets.read(block, signs)
    const find = createCueFinder(block, hits)
    let number = linesBefore + 1
    /** Line ends before this are counted. */
    let counted = from
    const countTo = (place: number) => {
      if (place <= counted) return
      number += lineEnds(counted, place)
      counted = place
    }
    let line: Line | undefined
    /** Codes that the line was counted for. */
    let known: string[] = []

    function take(hit: CueHit): number {
      const { text } = block
      if (!line || hit.at >= line.end) {
        const next = text.indexOf(NEWLINE, hit.end)
        line = { block: text, start: text.lastIndexOf(NEWLINE, hit.at) + 1, end: next < 0 ? text.length : next }
        known = []
        countTo(line.start)
      }
      // The constant beside a number names the same error.
      if (hit.number === undefined && known.length > 0) return hit.end
      if (!judge.mayBeCode(line, hit)) {
        if (hit.number && hit.number.length >= MIN_UNKNOWN_LENGTH && judge.standsAsCode(line, hit)) {
          tally.addUnknown(hit.number, number)
          return hit.end
        }
        return afterCue(hit)
      }
      const { codes, wholeLine } = judge.judge(line, hit)
      for (const code of codes) {
        if (known.includes(code)) continue
        known.push(code)
        tally.add(code, number, line, hit.start)
        origin.readLine(line)
      }
      return wholeLine ? line.end : codes.length > 0 ? hit.end : afterCue(hit)
    }

    for (let hit = find(from); hit && hit.at < to; hit = find(take(hit))) {}
    countTo(to)
    linesBefore = number - 1
    open = bytes[to - 1] !== LINE_END
    tally.settle()
  }

  return {
    read,
    part: () => ({
      lines: linesBefore,
      open,
      codes: tally.codes,
      unknown: tally.unknown,
      secrets: secrets.found,
      ...origin.found(),
    }),
  }
}
