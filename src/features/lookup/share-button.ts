/** "Share here": the button that shows an answer about codes to the whole conversation. */
import type { Action } from '../../chat/card.ts'
import type { Answer } from '../../core/resolve/resolve.ts'
import type { Language } from '../language/language.ts'
import { ANSWER_WORDS } from './answer-words.ts'

/** Characters that a button's value may have. */
const MAX_VALUE_LENGTH = 60
/** Codes that an answer shows in full. */
const MAX_SHARED = 5

/** @returns the codes that an answer explains; the hits of a search are only offers */
export function codesOf(answer: Answer): readonly string[] {
  if (answer.kind === 'entry') return [answer.entry.code]
  if (answer.kind === 'range') return [answer.code]
  return answer.kind === 'entries' ? answer.entries.map((entry) => entry.code) : []
}

/** Takes as many codes as fit into the button's value. */
function valueFor(codes: readonly string[]): string {
  let fitting = codes.length
  while (fitting > 1 && codes.slice(0, fitting).join(',').length > MAX_VALUE_LENGTH) fitting--
  return codes.slice(0, Math.min(fitting, MAX_SHARED)).join(',')
}

export const shareButton = (codes: readonly string[], language: Language): Action => ({
  kind: 'button',
  id: 'lookup.share',
  value: valueFor(codes),
  label: ANSWER_WORDS[language].share,
})
