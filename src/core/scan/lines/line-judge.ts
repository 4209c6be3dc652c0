/** Decides which codes a line of a log reports, once something in it looks like one. */
import type { Catalog } from '../../catalog/catalog.ts'
import type { Detect } from '../../detect/detect.ts'
import { CODE_KEY, type CueHit, NATIVE_LINE, REST_KEY } from './cue-finder.ts'
import type { Line } from './line-context.ts'
import { createRegionReader } from './region-reader.ts'

export interface Verdict {
  readonly codes: readonly string[]
  /** The whole line was read, not only this place. */
  readonly wholeLine: boolean
}

export interface LineJudge {
  /** False for numbers and constants that the catalog does not know: nothing else needs to be asked. */
  mayBeCode(line: Line, hit: CueHit): boolean
  judge(line: Line, hit: CueHit): Verdict
  /** The number stands where a Tencent Chat code stands, whether the catalog knows it or not. */
  standsAsCode(line: Line, hit: CueHit): boolean
}

/** Longer lines, such as a whole answer of an API, are judged place by place. */
const MAX_WHOLE_LENGTH = 8 * 1024
/** The number is the value of a key that holds no code, such as `seq:` or `cost=`. */
const OTHER_KEY = /(?<!err(?:or|no)?|fail(?:ed|ure)?|ret(?:urn)?|result|reason|msg|desc)[:=] ?$/i
/** How far before a number its key reaches. */
const KEY = 24
/** How much of a line shows who wrote it. */
const HEAD = 240

export function createLineJudge(catalog: Catalog, detect: Detect): LineJudge {
  const isKnown = (number: string) => catalog.entryOf(number) !== undefined
  const keyBefore = ({ block, start }: Line, hit: CueHit) => block.slice(Math.max(start, hit.start - KEY), hit.start)
  const isNative = ({ block, start, end }: Line) => NATIVE_LINE.test(block.slice(start, Math.min(end, start + HEAD)))

  const reader = createRegionReader(detect)

  return {
    mayBeCode({ block }, { number, start, end }) {
      if (number === undefined) return catalog.bySymbol(block.slice(start, end)).length > 0
      // "code-6206": the sign may be a dash.
      return isKnown(number) || (number[0] === '-' && isKnown(number.slice(1)))
    },
    judge(line, hit) {
      const { number } = hit
      if (number !== undefined) {
        const key = keyBefore(line, hit)
        const isCode = CODE_KEY.test(key)
        if ((isCode || OTHER_KEY.test(key)) && isNative(line)) {
          // The native SDK knows nothing of the web SDK's small numbers, nor of a number under another name.
          const entry = catalog.entryOf(number)
          return { codes: isCode && entry && entry.part !== 'web' ? [number] : [], wholeLine: false }
        }
      }
      if (line.end - line.start > MAX_WHOLE_LENGTH) {
        return { codes: reader.stretch(line.block, hit.start, hit.end), wholeLine: false }
      }
      return { codes: reader.line(line.block, line.start, line.end), wholeLine: true }
    },
    standsAsCode(line, hit) {
      const key = keyBefore(line, hit)
      return REST_KEY.test(key) || (CODE_KEY.test(key) && isNative(line))
    },
  }
}
