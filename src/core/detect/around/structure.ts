/** Reads the characters around a number: a field of JSON or of a log, a number after a cue, or a bare number. */
import * as cues from './cues.ts'
import { kindOf, readField } from './fields.ts'

export interface Structure {
  readonly points: number
  /** What was recognised, in words; empty for a bare number. */
  readonly reason: string
  /** The number is the value of a field for codes, or in an equivalent position of a call or an exception. */
  readonly field: boolean
  /** The number is the value of a field for something else. */
  readonly other: boolean
  /** The value of a key that any product may have: needs words of instant messaging to count as a code. */
  readonly foreign: boolean
  /** It is inside an object, whose commas do not separate clauses. */
  readonly object: boolean
}

const HAN_SPACE_BEFORE = /[\p{Script=Han},]\s$/u
const SPACE_HAN_AFTER = /^\s\p{Script=Han}/u
/** A message of at most this many characters that ends with a number reports it: "群满了 10014". */
const MAX_HEADLINE_LENGTH = 24

/** Characters examined before and after the number. */
const NEAR = 56

const NOTHING: Structure = { points: 0, reason: '', field: false, other: false, foreign: false, object: false }
const cue = (points: number, reason: string): Structure => ({ ...NOTHING, points, reason })
const value = (points: number, reason: string, object: boolean): Structure => ({
  ...NOTHING,
  points,
  reason,
  field: true,
  object,
})
const plainWords = (text: string) => text.replace(/[^\p{L} ]/gu, '').trim()

/** Reads the span `start`..`end` of a plain text as a value: of a field, of a call. Undefined when it is none. */
export function readValue(text: string, start: number, end: number): Structure | undefined {
  const before = text.slice(Math.max(0, start - NEAR), start)
  const after = text.slice(end, end + NEAR)
  const field = readField(before, after)
  if (field?.kind === 'tencent') return value(3.8, `value of ${field.name}`, field.strict)
  if (field?.kind === 'code')
    return cues.DESC_AFTER.test(after)
      ? value(3.8, `value of "${field.name}" beside its description`, field.strict)
      : {
          ...value(field.foreign ? 1.6 : /err/i.test(field.name) ? 2.8 : 2.6, `value of "${field.name}"`, field.strict),
          foreign: field.foreign,
        }
  if (field?.kind === 'other') return { ...NOTHING, other: true }
  if (cues.PLATFORM_EXCEPTION.test(before)) return value(2.6, 'code of a PlatformException', false)
  if (cues.CALLBACK.test(before)) return value(2.8, 'argument of an error callback', false)
  return undefined
}

/** A cell of a table's column for codes. */
export function readCell(header: string): Structure {
  const reason = `cell of the column "${header}"`
  if (kindOf(header) === 'tencent' || /^(?:im|tim)/i.test(header)) return value(3.8, reason, true)
  if (/err|错|fail|失败/i.test(header)) return value(2.8, reason, true)
  return { ...value(1.6, reason, true), foreign: true }
}

/** A number in source code in the position of a code: needs words of instant messaging to count as one of ours. */
export const readSourceCodeValue = (reason: string): Structure => ({ ...value(2.6, reason, true), foreign: true })

/** "8507：建群的时候…", "30011: can't have more": a number, and then what it says. */
const EXPLAINS_ITSELF = /^["'`”’)\]）】]?\s*(?::|——|=|-\s|—)\s*["'“]?\p{L}/u
/** "sent but no ack: 9519": words of a sentence before the colon. */
const SENTENCE_COLON = /(?:[a-z]+\s){2,}[a-z]+\s?:\s?$|\p{Script=Han}{4,}\s?:\s?$/u
/** "我撤的那条早被清了，10030": words, a comma, and the number alone. */
const CONCLUDES = /(?:\p{Script=Han}|[a-z]{2,}[)"']?)\s?,\s?$/u
/** Digits that touch a verb: "一直9512", "登录就70020". */
const TOUCHES_HAN = /\p{Script=Han}$/u

/** Reads the words that touch the span `start`..`end` of a plain text. */
export function readCue(text: string, start: number, end: number): Structure {
  const before = text.slice(Math.max(0, start - NEAR), start)
  const after = text.slice(end, end + NEAR)
  if (cues.NOT_A_CODE.test(after)) return { ...NOTHING, other: true }
  if (cues.QUESTION_AFTER.test(after) || cues.QUESTION.test(before)) return cue(2.6, 'asked for by its number')
  const error = cues.ERROR_CUE.exec(before)
  if (error) {
    const alone = start - error[0].length <= text.slice(0, start).search(/\S|$/)
    return cue(
      cues.DESC_AFTER.test(after)
        ? 3.4
        : alone
          ? 2.7
          : /error ?code|err ?code|错误码|错误代码/i.test(error[0])
            ? 2.4
            : 2.2,
      `named after "${plainWords(error[0])}"`,
    )
  }
  if (cues.EXPLAINED.test(after)) return cue(2, 'told what it stands for')
  if (cues.CONSTANT.test(before)) return cue(2.2, 'named after a constant')
  if (
    (cues.MET_BEFORE.test(before) && cues.GONE_NOW.test(after)) ||
    (/(?:^|\s)(?:the|that|those)\s$/i.test(before) && cues.HAD_BEFORE.test(after))
  )
    return cue(2, 'spoken of as met before')
  if (cues.HAPPENS.test(after)) return cue(2, 'spoken of as an event')
  if (cues.ERROR_AFTER.test(after)) return cue(2, 'called an error')
  if (cues.TAKES_TURNS.test(after)) return cue(2, 'takes turns with another')
  if (cues.ARROW.test(before)) return cue(1.8, 'result after an arrow')
  const begins = /(?:^|[\n。！？!?；;，,]|\.\s)\s*["'`“‘(（]?$/.test(before)
  if (begins && cues.CIRCUMSTANCE.test(after)) return cue(2.1, 'spoken of as an event')
  if (begins && EXPLAINS_ITSELF.test(after)) return cue(1.8, 'told what it stands for')
  if (cues.ASKED_LATER.test(after)) return cue(2, 'asked about')
  const result = cues.RESULT_CUE.exec(before)
  if (result) {
    const touched = TOUCHES_HAN.test(before) ? 0.3 : 0
    return cue(
      (cues.CLOSED.test(after) ? 1.8 : cues.CIRCUMSTANCE.test(after) ? 2 : 1.5) + touched,
      `named after "${plainWords(result[0])}"`,
    )
  }
  if (cues.COUNTED_NOUN.test(after)) return { ...NOTHING, points: -3 }
  if (cues.EQUALS.test(before)) return cue(1.5, 'result after an equals sign')
  if (begins && cues.CLOSED.test(after)) return cue(CONCLUDES.test(before) ? 2.4 : 1.6, 'stands alone')
  const weak = cues.WEAK_CUE.exec(before)
  if (weak) return cue(1, `named after "${plainWords(weak[0])}"`)
  if (cues.DASH.test(before)) return cue(/^\s?(?:\p{Ll}|$|[.?!;,])/u.test(after) ? 1.7 : 1, 'after a dash')
  if (cues.COLON.test(before))
    return cue(cues.CLOSED.test(after) && SENTENCE_COLON.test(before) ? 1.8 : 1.4, 'after a colon')
  if (cues.BRACKET.test(before) && /^\s*[)）\]】]/.test(after)) return cue(1.2, 'in brackets')
  if (cues.CLOSED.test(after)) return cue(text.length <= MAX_HEADLINE_LENGTH ? 1.2 : 0.8, 'ends its sentence')
  if (begins && cues.EVENT_AFTER.test(after)) return cue(1.2, 'spoken of as an event')
  if (start < NEAR && before.trim() === '' && /^\s?\p{L}/u.test(after)) return cue(1, 'opens the message')
  if (begins && /^\s?\p{Script=Han}/u.test(after)) return cue(0.8, 'opens its clause')
  if (cues.EVENT_AFTER.test(after)) return cue(0.6, 'spoken of as an event')
  if (HAN_SPACE_BEFORE.test(before) && SPACE_HAN_AFTER.test(after)) return cue(0.5, 'set apart')
  return NOTHING
}
