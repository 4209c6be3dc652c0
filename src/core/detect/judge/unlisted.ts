/**
 * Codes that the vendor's document does not list: of the web SDK, of newer SDKs, of single REST pages. They collide with
 * years, ports and codes of many products, so the text must name the product and call the number an error.
 */
import type { Structure } from '../around/structure.ts'
import type { Sign } from '../message/vocabulary.ts'

/** Words that call a number an error have this many points. */
const CALLED_ERROR = 2
/** Something announces the number. */
const ANNOUNCED = 1.5
/** How far a function may stand from the code it failed with. */
const NEAR = 70
/** Years, and round numbers: they need a field, or to be called an error code. */
const YEAR_OR_ROUND = /^(?:20[0-4]\d|[1-9]000)$/
const SURELY_CALLED = 2.2

export interface UnlistedCandidate {
  readonly code: string
  readonly at: number
  readonly structure: Structure
  readonly signs: readonly Sign[]
  /** The line was written by a program. */
  readonly isLog: boolean
  /** What stands before the number in its clause. */
  readonly before: string
}

const FAILED = /error|code|reject|fail|catch|throw|错误|报|异常|失败/i

/** "addMessageReaction started returning 23005": with a function before it, what a call gives back. */
const RETURNS = /(?:return(?:s|ed|ing)|reject(?:s|ed|ing)?|throw(?:s|ing)|threw|返回|报)\s?$/i

/** True when the text itself attributes the number to Tencent Chat. */
export function isMarked({ code, at, structure, signs, isLog, before }: UnlistedCandidate): boolean {
  const { points, field, object } = structure
  const named = signs.some(({ kind }) => kind === 'tencent')
  if (named && field && (object || points > 3 || isLog)) return true
  const byFunction = signs.some((sign) => sign.kind === 'api' && sign.at < at && at - sign.at <= NEAR)
  if (!named && !byFunction) return false
  if (code.length >= 5) return points >= (named || RETURNS.test(before) ? ANNOUNCED : ANNOUNCED + 0.3)
  const least = YEAR_OR_ROUND.test(code) ? SURELY_CALLED : FAILED.test(before) ? ANNOUNCED : CALLED_ERROR
  return named ? points >= least : field || points >= SURELY_CALLED
}
