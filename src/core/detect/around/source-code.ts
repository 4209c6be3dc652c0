/** Numbers in pasted source code: branches over a code, constants named after errors, tables of them. */

export interface SourceCodeNumber {
  /** What was recognised, in words; undefined when the source shows that the number is no error code. */
  readonly reason: string | undefined
}

/** Characters before the number that are searched for the head of a switch or an enum. */
const REACH = 700
const CASE = /(?:^|[\s{;])case\s+(?:-?\d+\s*,\s*)*$/
const CASE_AFTER = /^\s*(?::|,\s*-?\d+|=>|->|\))/
const BRANCH = /(?:^|[\n{,;|])\s*(?:-?\d+\s*[,|]\s*)*$/
const BRANCH_AFTER = /^\s*(?:,\s*-?\d+\s*)*(?:->|=>)\s*\S/
/** Heads of branches, and what they branch over. */
const HEAD = /(?<![\w$])(?:switch|when|match)\s*\(?\s*([\w$.?!()]+)/g
const OVER_CODE = /code|err|errno|ret|result|status$|reason/i
const OVER_OTHER = /op_?code|order|http|packet|type|state|event|zip|country|lang|key/i
const SWAPPED = /^\s*[!=]={1,2}\s*[\w$.]*(?:code|errno|err)\b/i
const UNEQUAL = /(?:^|[^\w$])[\w$.]*(?:[cC]ode|errno|err)\s*(?:!={1,2}|<>)\s*$/
/** `[6206, 70001].includes(code)`, `code in (6206, 70001)`. */
const MEMBER_BEFORE = /(?:code|errno|err)\s+(?:not\s+)?in\s*[([{]\s*(?:-?\d+\s*,\s*)*$/i
const MEMBER_AFTER =
  /^\s*(?:,\s*-?\d+\s*)*\]\)?\s*\.(?:includes|contains|has|indexOf|include\?)\s*\(\s*[\w$.]*(?:code|err)/i
/** `const SIG_EXPIRED = 70001`, `#define IM_ERR_KICKED 6208`. */
const CONSTANT =
  /(?:(?<![\w$])(?:const|final|static|let|var|val|constexpr|int|number)\s+(?:(?:int|long|Int|Integer|number|NSInteger|String|static|final|const|val)\s+)*|#define\s+)([A-Za-z_$][\w$]*)(?:\s*:\s*\w+)?(?:\s*=|\s)\s*\(?["']?$/
/** `KICKED(6208)`, `KICKED = 6208,`, `6208: 'kicked'` inside something that is named after errors. */
const MEMBER = /(?:^|[\n{,;(])\s*(?:case\s+)?[A-Za-z_$][\w$]*\s*(?:\(|=|:)\s*["']?$|[A-Z][A-Z0-9_]{2,}\(\s*$/
const KEY = /(?:^|[\n{,])\s*["'[]?$/
const KEY_AFTER = /^["'\]]?\s*(?::|=>|=)\s*["'`{\w]/
const CONTAINER =
  /(?<![\w$])(?:enum(?:\s+class|\s+struct)?|object|class|interface|const|let|var|val|struct|final|static)\s+(?:[\w$<>,. ]{0,40}\s)?([A-Za-z_$][\w$]*)\s*(?:\([^)\n]*\)\s*)?(?::\s*[\w$<>., ]+)?(?:=\s*)?(?:new\s+\w+\S*\s*)?[{([]/g
const OF_ERRORS = /err|code|fail|exception/i
/** A cheap test for source code, which most messages fail. */
const SOURCE = /switch|when|match|enum|#define|=>|->|==|!=|const|final|static|case |let |val |var | in [([]|\]\s*\./

export const hasSource = (text: string) => SOURCE.test(text)

function lastOf(pattern: RegExp, text: string): string | undefined {
  let name: string | undefined
  for (const match of text.matchAll(pattern)) name = match[1]
  return name
}

/** Reads `start`..`end` as a number in source code; undefined when it is not in source code. */
export function readSourceCode(text: string, start: number, end: number): SourceCodeNumber | undefined {
  const before = text.slice(Math.max(0, start - REACH), start)
  const near = before.slice(-120)
  const after = text.slice(end, end + 120)
  const isCase = CASE.test(near) && CASE_AFTER.test(after)
  const isBranch = !isCase && BRANCH_AFTER.test(after) && BRANCH.test(near)
  if (isCase || isBranch) {
    const over = SOURCE.test(before) ? lastOf(HEAD, before) : undefined
    if (over === undefined) return undefined
    const code = OVER_CODE.test(over) && !OVER_OTHER.test(over)
    return { reason: code ? 'a branch over a code' : undefined }
  }
  if (SWAPPED.test(after) || UNEQUAL.test(near) || MEMBER_BEFORE.test(near) || MEMBER_AFTER.test(after))
    return { reason: 'compared with a code' }
  const constant = CONSTANT.exec(near)?.[1]
  if (constant !== undefined) {
    if (OF_ERRORS.test(constant) && !OVER_OTHER.test(constant)) return { reason: `the constant ${constant}` }
    const inside = lastOf(CONTAINER, before)
    return { reason: inside && OF_ERRORS.test(inside) ? `a constant of ${inside}` : undefined }
  }
  const member = MEMBER.test(near) || (KEY.test(near) && KEY_AFTER.test(after))
  if (!member || !SOURCE.test(before)) return undefined
  const inside = lastOf(CONTAINER, before)
  return inside && OF_ERRORS.test(inside) && !OVER_OTHER.test(inside) ? { reason: `a member of ${inside}` } : undefined
}
