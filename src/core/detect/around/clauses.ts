/** Splits a message into clauses, where people change the subject, and recognises log lines. */

const SUBJECT_BREAK =
  /[。;!?\n]|,(?!\d{3}(?!\d))|\.\s|\sbut\s|\sand then\s|\sand (?=(?:the|our|my|we)\s)|\s(?:while|whereas|meanwhile)\s|但是|不过|先不管|\s\|\s/g
const MAX_CLAUSE_LENGTH = 240

const LINE_BREAK = /\n/g

/**
 * The clause around the span, as offsets in the text.
 * @param whole only line breaks end the clause, as for fields of an object, whose commas do not change the subject
 */
export function clauseAround(text: string, start: number, end: number, whole = false): { start: number; end: number } {
  const BREAK = whole ? LINE_BREAK : SUBJECT_BREAK
  const from = Math.max(0, start - MAX_CLAUSE_LENGTH)
  const to = Math.min(text.length, end + MAX_CLAUSE_LENGTH)
  let first = from
  for (const match of text.slice(from, start).matchAll(BREAK)) first = from + match.index + match[0].length
  BREAK.lastIndex = 0
  const next = BREAK.exec(text.slice(end, to))
  BREAK.lastIndex = 0
  return { start: first, end: next ? end + next.index : to }
}

const LOG_LINE =
  /^\s*(?:\[?\d{4}[-/]\d\d[-/]\d\d[ T]\d\d:\d\d|TIM: (?=[[\d{|<]|\w+[:=(|.])|[VDIWEF]\/[\w.-]+ *\(|\d\d-\d\d \d\d:\d\d:\d\d|[VDIWEF]\/\w+: |at [\w.$<>]+ ?\(|#\d+ |\[\d\d:\d\d)/
const MAX_LINE_LENGTH = 1000

/** Whether the line around an offset is log output. */
export function lineAround(text: string, at: number): { readonly isLog: boolean } {
  const from = Math.max(0, at - MAX_LINE_LENGTH)
  const head = text.slice(from, at)
  const newline = head.lastIndexOf('\n')
  // A longer line was not written for people; its beginning is not worth the search.
  if (newline < 0 && from > 0) return { isLog: true }
  return { isLog: LOG_LINE.test(text.slice(from + newline + 1, from + newline + 121)) }
}
