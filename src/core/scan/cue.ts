/**
 * The few places of a log where a number may be an error code: soon after a word that announces one. The whole log runs
 * through this, so it decides how fast a scan is. Bytes are read as Latin-1; the Chinese cues stand here as UTF-8 bytes.
 */

const utf8 = (text: string) => Buffer.from(text, 'utf8').toString('latin1')
/** 错(误), 报(错), 返(回), (错误)码. */
const CHINESE_CUES = ['错', '报', '返', '码'].map(utf8).join('|')

// Few alternatives and no choices inside: the regular expression engine then skips most characters unseen.
const LATIN = /(?:[cC]ode|[eE]rr|[fF]ail|[rR]et|Exception)[^\n\d]{0,20}(\d{3,6})(?!\d)|ERR_[A-Z][A-Z0-9_]{3,60}/g
const CHINESE = new RegExp(`(?:${CHINESE_CUES})[^\\n\\d]{0,30}(\\d{3,6})(?!\\d)`, 'g')
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

function hitOf(match: RegExpExecArray | null, text: string): CueHit | undefined {
  if (!match) return undefined
  const digits = match[1]
  const end = match.index + match[0].length
  if (digits === undefined) return { at: match.index, start: match.index, end, number: undefined }
  const minus = text[end - digits.length - 1] === '-'
  return {
    at: match.index,
    start: end - digits.length - (minus ? 1 : 0),
    end,
    number: minus ? `-${digits}` : digits,
  }
}

/** A search of one kind of cue, that does not look twice at what it knows. */
function createSearch(pattern: RegExp, text: string) {
  let next: CueHit | undefined
  let ended = false
  return (from: number): CueHit | undefined => {
    if (ended || (next && next.at >= from)) return next
    pattern.lastIndex = from
    next = hitOf(pattern.exec(text), text)
    ended = !next
    return next
  }
}

/**
 * Cues one after the other, from left to right. `next(from)` gives the first that begins at or after `from`. Two cues may
 * lead to the same number: "error code: 7006".
 * @param plain the text is ASCII, so there is no Chinese cue to look for.
 */
export function createCueFinder(text: string, plain: boolean): (from: number) => CueHit | undefined {
  const latin = createSearch(LATIN, text)
  if (plain) return latin
  const chinese = createSearch(CHINESE, text)
  return (from) => {
    const [a, b] = [latin(from), chinese(from)]
    return a && b ? (a.at <= b.at ? a : b) : (a ?? b)
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
