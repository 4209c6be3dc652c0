/** Combines what the text around a number shows: how it is announced, or that it is no error code. */
import type { Candidate, Cell } from '../candidates.ts'
import type { IsDisowned } from '../message/disowned.ts'
import type { Vocabulary } from '../message/vocabulary.ts'
import { lineAround } from './clauses.ts'
import { isNamed, speaksOfIds } from './named-things.ts'
import { hasSource, readSourceCode } from './source-code.ts'
import { readCell, readCue, readSourceCodeValue, readValue, type Structure } from './structure.ts'

/** In a log line only these announce a code; "ERROR 7001 ---" is a level and a process id. */
const LOG_CUE = /code|码|errno|fail|error:|返回|报|return|result|got |answered|responded/i
/** Characters before the number that are searched for words about ids. */
const REACH = 64
const PROCESS_AFTER = /^\s+\[/

/** @returns reads the candidates of one text; undefined for a number that is no error code */
export function createReadAround(
  text: string,
  cells: readonly Cell[],
  vocabulary: Vocabulary,
  isDisowned: IsDisowned,
): (candidate: Candidate) => Structure | undefined {
  const cellAt = new Map(cells.map((cell) => [cell.start, cell] as const))
  const isSource = hasSource(text)
  return ({ start, end }) => {
    const cell = cellAt.get(start)
    if (cell) return cell.header === undefined ? undefined : readCell(cell.header)
    const source = isSource ? readSourceCode(text, start, end) : undefined
    if (source) return source.reason === undefined ? undefined : readSourceCodeValue(source.reason)
    const value = readValue(text, start, end)
    const { isLog } = lineAround(text, start)
    if (value?.other || (!isLog && isDisowned(start, end))) return undefined
    if (value) return value
    const role = isNamed(text, start, end) || vocabulary.roleOf(text, start, end)
    if (role && !speaksOfIds(text.slice(Math.max(0, start - REACH), start))) return undefined
    const structure = readCue(text, start, end)
    if (structure.other) return undefined
    if (!isLog) return structure
    const announced = LOG_CUE.test(structure.reason) && !PROCESS_AFTER.test(text.slice(end, end + 8))
    return announced && structure.points >= 1.5 ? structure : undefined
  }
}
