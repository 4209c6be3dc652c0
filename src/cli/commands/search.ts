/** `imerr search`. */
import { z } from 'zod'
import { renderPlain } from '../../chat/plain.ts'
import { answerCard } from '../../features/lookup/answer-card.ts'
import { answerCodes, answerJson } from '../answer-json.ts'
import { type Command, EXIT, UsageError } from '../command.ts'
import { mapJsonLines } from '../json-lines.ts'

const line = z.object({ id: z.string(), query: z.string() })
const EXAMPLE = '{"id":"1","query":"kicked offline"}'

/** `imerr search WORDS`, or `--jsonl` for many questions from standard input. */
export const search: Command = async (invocation) => {
  const { words, json, jsonl, language, color, width, out, knowledge } = invocation
  if (jsonl && words.some((word) => word !== '-'))
    throw new UsageError('search --jsonl reads its questions from standard input: imerr search --jsonl < queries.jsonl')
  if (jsonl) {
    const { resolve } = await knowledge()
    return mapJsonLines(invocation, line, EXAMPLE, ({ id, query }) => ({ id, codes: answerCodes(resolve(query)) }))
  }
  const { catalog, resolve } = await knowledge()
  const answer = resolve(words.join(' '))
  if (answer.kind === 'help') throw new UsageError('say what to search for: imerr search kicked offline')
  if (json) out(`${JSON.stringify(answerJson(answer), null, 2)}\n`)
  else out(renderPlain(answerCard(answer, catalog, language), { width, color }))
  return answerCodes(answer).length > 0 ? EXIT.answered : EXIT.notFound
}
