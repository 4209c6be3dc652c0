/**
 * Separates codes from other numbers of the same message: "error 70001 on pod 6012, 2004 users". Next to an announced
 * code, a number after a noun is a label, and one before a plural is a count. Nouns are an open class, so the data lists
 * the words that a code may follow, not the nouns.
 */
import type { Candidate } from '../candidates.ts'
import { COUNTED_NOUN } from './cues.ts'
import type { Structure } from './structure.ts'

/** An announcement at least this good makes the others of its message suspect. */
const SUSPECTS = 1.4
const ANNOUNCED = 1.5
/** It stands at the end of its clause, at least. */
const ENDS = 0.8
/** Called an error: no noun takes that back. */
const CALLED_ERROR = 2.2
const REACH = 48

/** The word right before the number, alone or with what joins a value to its name: "pod 6012", "the age field was 2040". */
const NOUN =
  /(?:(?<=[^\p{L}\p{N}_$./\\-])|^|(?<=\p{Script=Han}))((?=[\p{Script=Latin}\p{Script=Cyrillic}])[\p{L}-]{3,20})(\s(?:(?:field|value|number|no\.?|nr\.?)\s)?(?:is|was|set to|are|were)|\s(?:field|value|number|no\.?|nr\.?))?\s["'`“]?$/u
/** "setSelfInfo", "tencentIM": a name of source code, not a word. */
const CAMEL = /\p{Ll}\p{Lu}/u
/** Verbs, participles and adverbs: "kicks 6208", "dismissed 10010", "randomly 9508". */
const NO_SINGULAR = /(?:[^sui]s|..ed|..ing|ly)$/i
const PLURAL = /[^sui]s$/i
/** What leads a noun: after it even "listing 6001" is one. */
const LEADS_NOUN =
  /(?<![a-z])(?:the|an?|our|my|your|this|that|its|in|on|at|of|for|from|per|each|every|behind|near|under|via)\s$/i
/** "nodes 7005 and 7006": a plural before several. */
const SEVERAL = /^\s?(?:,|、|and|or|&|\/|-|to|und|y|e|et|和|与|跟|及|或|到|や|と)\s?\d/
/** "2001 of them", "10005 active group members". */
const COUNTED =
  /^\s(?:of (?:them|these|those|our|the|which|\d)|(?:[a-z]+\s)?(?:people|children|women|men|staff|data|feet|percent|pieces?|kinds?|sorts?)(?![a-z]))/i
/** Words that end like a plural and are none. */
const NO_PLURAL = /^\s(?:perhaps|besides|towards|afterwards|whereas|thus|less|nowadays|overseas|regardless)(?![a-z])/i

/** Between a noun of a script without spaces and its number: "节点：6012", "年龄填的 2040", "サーバー番号 6003". */
const JOINT =
  /(?:号|编号|ID|id|番号|번호)?(?:[填写设选输配](?:入|置)?(?:了|的是|的|成|为)?|是|为|在|有|还有|只有|达到?|は|が|は|는|은)?\s?[:：#]?\s?$/u
const MAX_JOINT_LENGTH = 8
const MAX_TELLING_LENGTH = 24

/** Scripts whose words touch their numbers: "回调机 7012", "埋点事件 6107", "内線7003". */
const TOUCHED = /[\p{Script=Han}\p{Script=Katakana}\p{Script=Hangul}ー]\s?$/u
/** After these a number may be what came of something: "被占了 10021", "login 那边 7501", "后来 10014". */
const GOES_ON =
  /(?:[者边端侧来把先再则就会也时后前和或跟与及对当被给让叫得过着不没呢吧啊嘛吗败错误常里上下中另即又才都]|(?<![填写设选输配录])了)\s?$/u
/** "住址写的 6002 弄", "群ID写成了 6003": what somebody put into a form. */
const FILLED = /(?:[填写设选输配](?:入|置)?|录入)(?:的|了|成了?|为)是?\s?$/
/** "limit we assumed was 8001": what a measure comes to. */
const MEASURE =
  /(?<![a-z])(?:limit|maximum|max|size|length|cap|total|threshold|average|sum|budget|target|quota)(?:\s(?!err|code|fail|return|exceed|answer)[a-z]+){0,4}\s(?:is|was|of|at|to|are|were|=)\s(?:about |around |only )?$/i

/** What the data says about the word that ends at an offset. */
export interface LabelWords {
  takesCode(text: string, end: number): boolean
  isOurs(text: string, end: number): boolean
  isNoun(text: string, end: number): boolean
  /** True when words say what a code means. */
  fits(words: string, code: string): boolean
}

const isCounted = (after: string) => (COUNTED_NOUN.test(after) && !NO_PLURAL.test(after)) || COUNTED.test(after)

/** "群满报10014, 一次拉太多人10019": what stands before the number in its clause is what the code means. */
const tellsCode = (text: string, start: number, end: number, words: LabelWords) =>
  words.fits(
    /[^,;.;。!?:\n\d]*$/.exec(text.slice(Math.max(0, start - MAX_TELLING_LENGTH), start))?.[0] ?? '',
    text.slice(start, end),
  )

function isNamedByNoun(text: string, start: number, end: number, words: LabelWords): boolean {
  const near = text.slice(Math.max(0, start - MAX_JOINT_LENGTH), start)
  const joint = JOINT.exec(near)?.[0].length ?? 0
  for (const edge of new Set([start, start - joint, near.endsWith(' ') ? start - 1 : start]))
    if (words.isNoun(text, edge)) return true
  if (TOUCHED.test(near)) {
    // "登录的 6206"
    const edge = start - (/的?\s?$/.exec(near)?.[0].length ?? 0)
    return !GOES_ON.test(near) && !words.takesCode(text, edge) && !tellsCode(text, start, end, words)
  }
  const from = Math.max(0, start - REACH)
  if (MEASURE.test(text.slice(from, start))) return true
  const noun = NOUN.exec(text.slice(from, start))
  const word = noun?.[1] ?? ''
  if (!noun || CAMEL.test(word)) return false
  const at = from + noun.index
  if (words.takesCode(text, at + word.length)) return false
  const led = LEADS_NOUN.test(text.slice(Math.max(0, at - 10), at))
  if (PLURAL.test(word)) return SEVERAL.test(text.slice(end, end + 8))
  return led || !NO_SINGULAR.test(word)
}

/**
 * @param alone the structure around each candidate
 * @param shared the same, after the members of a list have shared it
 */
export function dropLabels(
  text: string,
  found: readonly Candidate[],
  alone: readonly (Structure | undefined)[],
  shared: readonly (Structure | undefined)[],
  words: LabelWords,
): readonly (Structure | undefined)[] {
  if (found.length < 2) return shared
  // "群里10016，单聊20006": an event of ours, and its number.
  const afterOurs = (i: number) => {
    const start = found[i]?.start ?? 0
    return (alone[i]?.points ?? 0) >= ENDS && words.isOurs(text, text[start - 1] === ' ' ? start - 1 : start)
  }
  const announced = new Set(
    found.flatMap(({ code, symbol }, i) => {
      const own = alone[i]
      return symbol || (own && (own.field || own.points >= SUSPECTS || afterOurs(i))) ? [code] : []
    }),
  )
  if (announced.size === 0) return shared
  let labelled = -1
  return shared.map((structure, i) => {
    const own = alone[i]
    const candidate = found[i]
    if (!structure || !own || !candidate || own.field || own.points >= CALLED_ERROR) return structure
    const { code, start, end } = candidate
    if (announced.size === 1 && announced.has(code) && own.points < ANNOUNCED) return structure
    const listed = labelled >= 0 && labelled === i - 1 && SEVERAL.test(text.slice(found[i - 1]?.end ?? 0, end))
    const is =
      isCounted(text.slice(end, end + REACH)) ||
      FILLED.test(text.slice(Math.max(0, start - MAX_JOINT_LENGTH), start)) ||
      listed ||
      (own.points < ANNOUNCED && isNamedByNoun(text, start, end, words))
    if (is) labelled = i
    return is ? undefined : structure
  })
}
