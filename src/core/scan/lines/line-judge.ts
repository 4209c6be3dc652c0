/** Decides which codes a line of a log reports, once something in it looks like a code. */
import type { Catalog } from '../../catalog/catalog.ts'
import { type Detect, THRESHOLDS } from '../../detect/detect.ts'
import { CONTEXT } from '../bytes/blocks.ts'
import { decodeBytes } from '../bytes/bytes-to-text.ts'
import type { CueHit } from './cue-finder.ts'
import type { Line } from './line-context.ts'

export interface Verdict {
  readonly codes: readonly string[]
  /** The verdict holds for the whole line, not only for this hit. */
  readonly wholeLine: boolean
}

/** A line of the native SDK, in any of its three log formats, also after a logcat tag. */
const NATIVE_LINE =
  /TIM: (?:\d{4}-|\|-)|\|\s*(?:looper_logic|main_logic)?\|?[VDIWE]\||\/imsdk *[:(]|imcore_\w+\.cpp|\bV2TIM\w*[.:]|[ /-]im\w*\.cpp[.:]\d+/

/** Before a number that is the value of a key ending in "code". */
const CODE_KEY = /[cC]ode["'\\\])]{0,4} ?[:=] ?["'\\([]{0,4}$/
/** Before a number that is the value of a key that only the REST API uses. */
const REST_KEY = /(?:ErrorCode|ResultCode|RetCode)["'\\]{0,4} ?[:=] ?$/
/** Longer lines, such as a whole API response, are judged hit by hit. */
const MAX_LINE_LENGTH = 8 * 1024
/** Before a number that is the value of a key without codes, such as `seq:` or `cost=`. */
const OTHER_KEY = /(?<!err(?:or|no)?|fail(?:ed|ure)?|ret(?:urn)?|result|reason|msg|desc)[:=] ?$/i
/** Bytes before a number that are searched for its key. */
const KEY_REACH = 24
/** Bytes at the start of a line that show which program wrote it. */
const HEAD = 240

/** Bytes that one run reads where line after line may hold a code. */
const MAX_REGION_SIZE = 4096
const MIN_REGION = 256

interface Region {
  readonly block: string
  readonly start: number
  readonly end: number
  /** Codes by the start of their line. */
  readonly codes: ReadonlyMap<number, readonly string[]>
}

/** Runs detection on lines together with their context; neighbouring lines share one run. */
function createRegionReader(detect: Detect) {
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
    /** Codes between `start` and `end`, as detection reports them when it also sees the context. */
    stretch: (block: string, start: number, end: number): readonly string[] =>
      [...read(block, start, end).values()].flat(),
    /** The same for a whole line. Lines must be requested from top to bottom. */
    line(block: string, start: number, end: number): readonly string[] {
      if (region?.block !== block || start >= region.end) {
        // An isolated line is read alone; lines in close succession are read in growing regions.
        const close = region?.block === block && start - region.end < CONTEXT
        size = close ? Math.min(MAX_REGION_SIZE, Math.max(MIN_REGION, size * 2)) : 0
        const to = Math.max(end, block.lastIndexOf('\n', Math.max(end, start + size - 1)))
        region = { block, start, end: to, codes: read(block, start, to) }
      }
      return region.codes.get(start) ?? []
    },
  }
}

export function createLineJudge(catalog: Catalog, detect: Detect) {
  const isKnown = (number: string) => catalog.entryOf(number) !== undefined
  const keyBefore = ({ block, start }: Line, hit: CueHit) =>
    block.slice(Math.max(start, hit.start - KEY_REACH), hit.start)
  const isNative = ({ block, start, end }: Line) => NATIVE_LINE.test(block.slice(start, Math.min(end, start + HEAD)))
  const reader = createRegionReader(detect)
  return {
    /** False for numbers and constants that are not in the catalog: no further check is needed. */
    mayBeCode({ block }: Line, { number, start, end }: CueHit): boolean {
      if (number === undefined) return catalog.bySymbol(block.slice(start, end)).length > 0
      // "code-6206": the sign may be a dash.
      return isKnown(number) || (number[0] === '-' && isKnown(number.slice(1)))
    },
    judge(line: Line, hit: CueHit): Verdict {
      const { number } = hit
      if (number !== undefined) {
        const key = keyBefore(line, hit)
        const isCode = CODE_KEY.test(key)
        if ((isCode || OTHER_KEY.test(key)) && isNative(line)) {
          // The native SDK has none of the web SDK's codes, and gives codes only under a key for codes.
          const entry = catalog.entryOf(number)
          return { codes: isCode && entry && entry.part !== 'web' ? [number] : [], wholeLine: false }
        }
      }
      if (line.end - line.start > MAX_LINE_LENGTH) {
        return { codes: reader.stretch(line.block, hit.start, hit.end), wholeLine: false }
      }
      return { codes: reader.line(line.block, line.start, line.end), wholeLine: true }
    },
    /** The number is in the position of a Tencent Chat code, whether or not the catalog knows it. */
    standsAsCode(line: Line, hit: CueHit): boolean {
      const key = keyBefore(line, hit)
      return REST_KEY.test(key) || (CODE_KEY.test(key) && isNative(line))
    },
  }
}
