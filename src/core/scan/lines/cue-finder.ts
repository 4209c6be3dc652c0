/**
 * The few places of a log where a number may be an error code: soon after a word that announces one. Bytes are read as
 * Latin-1; the Chinese cues stand here as UTF-8 bytes.
 */
import type { Block } from '../bytes/blocks.ts'
import type { Hit, Word } from '../sieve/sieve.ts'

const utf8 = (text: string) => Buffer.from(text, 'utf8').toString('latin1')
/** How many bytes may stand between a cue and its number. */
const REACH = 20
const CHINESE_REACH = 30

const LATIN = ['code', 'Code', 'err', 'Err', 'fail', 'Fail', 'ret', 'Ret', 'Exception']
/** 错(误), 报(错), 返(回), (错误)码. */
const CHINESE = ['错', '报', '返', '码']

export const CUES: readonly Word[] = [
  ...LATIN.map((text) => ({ kind: 'number', text, reach: REACH }) as const),
  ...CHINESE.map((text) => ({ kind: 'number', text: utf8(text), reach: CHINESE_REACH }) as const),
  { kind: 'constant', text: 'ERR_' },
]
/** No cue is shorter. */
const SHORTEST = 3

export interface CueHit {
  /** Where the cue begins. */
  readonly at: number
  /** Where its number, sign included, or its constant begins. */
  readonly start: number
  /** After the number or constant. */
  readonly end: number
  /** The number with its sign; a constant has none. */
  readonly number: string | undefined
}

/**
 * Cues one after the other, from left to right. `next(from)` gives the first that begins at or after `from`, which never
 * goes back. Two cues may lead to the same number: "error code: 7006".
 */
export function createCueFinder(block: Block, hits: readonly Hit[]): (from: number) => CueHit | undefined {
  let next = 0
  return (from) => {
    let hit = hits[next]
    while (hit && hit.at < from) hit = hits[++next]
    if (!hit) return undefined
    const { at, start, end, isNumber } = hit
    return { at, start, end, number: isNumber ? block.text.slice(start, end) : undefined }
  }
}

/** From where to look on, when this hit is no code. */
export const afterCue = (hit: CueHit): number => hit.at + SHORTEST

/** Lines that the native SDK writes, in all three generations, also behind a logcat tag. */
export const NATIVE_LINE =
  /TIM: (?:\d{4}-|\|-)|\|\s*(?:looper_logic|main_logic)?\|?[VDIWE]\||\/imsdk *[:(]|imcore_\w+\.cpp|\bV2TIM\w*[.:]|[ /-]im\w*\.cpp[.:]\d+/

/** The number is the value of a key that ends in "code". */
export const CODE_KEY = /[cC]ode["'\\\])]{0,4} ?[:=] ?["'\\([]{0,4}$/
/** The number is the value of a key that only the REST API has. */
export const REST_KEY = /(?:ErrorCode|ResultCode|RetCode)["'\\]{0,4} ?[:=] ?$/
