/** Finds the REST or SDK call that each code of a message was seen with, for tickets. Nothing else of the text is kept. */
import type { Mention } from '../../core/detect/detect.ts'
import { callOfLine, isCallName, restCallsIn } from '../../core/scan/lines/origin.ts'

/** Longer lines are data, where a name proves little. */
const MAX_LINE_LENGTH = 2_000

/** @param whole the text that the mentions' positions count in; mentions of files have none */
export function callsInText(whole: string, mentions: readonly Mention[]): ReadonlyMap<string, string> {
  const calls = new Map<string, string>()
  // The only REST path in the text is the API of every code in it.
  const [only, ...others] = new Set(restCallsIn(whole))
  for (const { code, start, end } of mentions) {
    if (end === 0 || calls.has(code)) continue
    const from = whole.lastIndexOf('\n', Math.max(0, start - 1)) + 1
    const next = whole.indexOf('\n', end)
    const line = whole.slice(from, next < 0 ? undefined : next)
    const named = line.length > MAX_LINE_LENGTH ? undefined : callOfLine(line)
    const call = named && isCallName(named) ? named : others.length > 0 ? undefined : only
    if (call) calls.set(code, call)
  }
  return calls
}
