/** Reads one part (a run of blocks) of a log: finds possible codes, judges them and counts. */
import type { Catalog } from '../catalog/catalog.ts'
import type { Detect } from '../detect/detect.ts'
import type { Redactor } from '../redact/redact.ts'
import { type Block, MAX_BLOCK_BYTES } from './bytes/blocks.ts'
import { type CodeCount, createCodeCounter, type UnknownCount } from './code-counter.ts'
import { afterCue, CUES, type CueHit, createCueFinder } from './lines/cue-finder.ts'
import type { Line } from './lines/line-context.ts'
import { createLineJudge } from './lines/line-judge.ts'
import { createOriginFinder } from './lines/origin.ts'
import { createSecretFinder, SIGNS } from './lines/secret-finder.ts'
import { createSieve, type Sieve } from './sieve/sieve.ts'

export interface PartDeps {
  readonly catalog: Catalog
  readonly detect: Detect
  readonly redactor: Redactor
}

/** What a part of a log contains. Plain data that can be posted between threads. Lines are counted from 1 within the part. */
export interface LogPart {
  /** Line ends. */
  readonly lines: number
  /** It ends inside a line. */
  readonly open: boolean
  readonly codes: ReadonlyMap<string, CodeCount>
  readonly unknown: ReadonlyMap<string, UnknownCount>
  readonly secrets: readonly string[]
  readonly sdkVersion?: string
  readonly platform?: string
}

const NEWLINE = '\n'
const LINE_END = 0x0a
/** Shorter numbers that are not in the catalog are sizes, HTTP statuses and the like. */
const MIN_UNKNOWN_LENGTH = 4

/** Shared by all parts of a thread: it keeps no state between blocks. */
let sieve: Sieve | undefined

/** @param atBeginning the part is the first of its log, where SDK version and platform are named */
export function createPartReader({ catalog, detect, redactor }: PartDeps, atBeginning: boolean) {
  sieve ??= createSieve([...CUES, ...SIGNS], MAX_BLOCK_BYTES)
  const { read: sift, lineEnds } = sieve
  const counter = createCodeCounter()
  const judge = createLineJudge(catalog, detect)
  const secrets = createSecretFinder(redactor)
  const origin = createOriginFinder(atBeginning)
  /** Line ends before the current block. */
  let linesBefore = 0
  let open = false

  function read(block: Block): void {
    const { bytes, from, to } = block
    const { hits, signs } = sift(bytes, from, to)
    origin.readHead(block)
    secrets.read(block, signs)
    const find = createCueFinder(block, hits)
    let number = linesBefore + 1
    /** Line ends are counted up to here. */
    let counted = from
    const countTo = (offset: number) => {
      if (offset <= counted) return
      number += lineEnds(counted, offset)
      counted = offset
    }
    let line: Line | undefined
    /** Codes already counted for the line. */
    let known: string[] = []

    /** @returns where to continue */
    function take(hit: CueHit): number {
      const { text } = block
      if (!line || hit.at >= line.end) {
        const next = text.indexOf(NEWLINE, hit.end)
        line = { block: text, start: text.lastIndexOf(NEWLINE, hit.at) + 1, end: next < 0 ? text.length : next }
        known = []
        countTo(line.start)
      }
      // A constant next to a number names the same error.
      if (hit.number === undefined && known.length > 0) return hit.end
      if (!judge.mayBeCode(line, hit)) {
        if (hit.number && hit.number.length >= MIN_UNKNOWN_LENGTH && judge.standsAsCode(line, hit)) {
          counter.addUnknown(hit.number, number)
          return hit.end
        }
        return afterCue(hit)
      }
      const { codes, wholeLine } = judge.judge(line, hit)
      for (const code of codes) {
        if (known.includes(code)) continue
        known.push(code)
        counter.add(code, number, line, hit.start)
        origin.readLine(line)
      }
      return wholeLine ? line.end : codes.length > 0 ? hit.end : afterCue(hit)
    }

    for (let hit = find(from); hit && hit.at < to; hit = find(take(hit))) {}
    countTo(to)
    linesBefore = number - 1
    open = bytes[to - 1] !== LINE_END
    counter.settle()
  }

  return {
    /** Takes the blocks of the part in order. */
    read,
    part: (): LogPart => ({
      lines: linesBefore,
      open,
      codes: counter.codes,
      unknown: counter.unknown,
      secrets: secrets.found,
      ...origin.found(),
    }),
  }
}
