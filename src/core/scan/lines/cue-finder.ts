/**
 * Finds the few places of a log where a number may be an error code: soon after a word (cue) that announces one. Text is
 * bytes read as Latin-1, so the Chinese cues are given as UTF-8 bytes.
 */
import type { Block } from '../bytes/blocks.ts'
import type { Hit, Word } from '../sieve/sieve.ts'

const utf8 = (text: string) => Buffer.from(text, 'utf8').toString('latin1')
/** Maximum of bytes between a cue and its number. */
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
const MIN_CUE_LENGTH = 3

export interface CueHit {
  /** Start of the cue. */
  readonly at: number
  /** Start of its number, sign included, or of its constant. */
  readonly start: number
  /** End of the number or constant, exclusive. */
  readonly end: number
  /** The number with its sign; undefined for a constant. */
  readonly number: string | undefined
}

/**
 * @returns finds the first cue at or after `from`, which must never decrease. Two cues may lead to the same number:
 * "error code: 7006".
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

/** Where to continue when this hit is no code. */
export const afterCue = (hit: CueHit): number => hit.at + MIN_CUE_LENGTH
