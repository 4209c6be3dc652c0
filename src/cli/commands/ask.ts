/** `imerr CODE...`: explains codes, constants or words. */
import type { Card } from '../../chat/card.ts'
import { renderPlain } from '../../chat/plain.ts'
import { createCatalog } from '../../core/catalog/catalog.ts'
import { parseQuery } from '../../core/resolve/parse-query.ts'
import { type Answer, createExactLookup } from '../../core/resolve/resolve.ts'
import type { Language } from '../../features/language/language.ts'
import { answerCard } from '../../features/lookup/answer-card.ts'
import { answerJson } from '../answer-json.ts'
import { EXIT, type Invocation, UsageError } from '../command.ts'

/** True when every code asked for has an entry, or the words found something. */
function isAnswered(answer: Answer): boolean {
  switch (answer.kind) {
    case 'entry':
    case 'range':
    case 'hits':
      return true
    case 'entries':
      return answer.unknown.length === 0
    case 'unknown':
    case 'none':
    case 'help':
      return false
  }
}

/** What an overlay adds: the same that the bot puts on the card. */
async function withTeam(card: Card, answer: Answer, language: Language): Promise<Card> {
  const entries =
    answer.kind === 'entries'
      ? answer.entries
      : answer.kind === 'entry' || answer.kind === 'range'
        ? [answer.entry]
        : []
  if (!entries.some(({ owner, runbook }) => owner || runbook)) return card
  // Loaded only when used: a plain lookup must not wait for it.
  const { teamBlocks } = await import('../../features/runbook/runbook-card.ts')
  const team = entries.flatMap((entry) =>
    teamBlocks(entry.code, entry, undefined, { language, named: entries.length > 1 }),
  )
  return { ...card, blocks: [...team, ...card.blocks] }
}

/** As many as an answer names; who has more has a log. */
const MAX_CODES = 20
const isCode = (word: string) => /^-?\d+$/.test(word)

const SAY_WHAT = 'say which code: imerr 10010, words: imerr kicked offline, or a log: imerr scan app.log'

/**
 * `imerr 10010 6206`: what the bot would answer.
 * @param commands suggested when the words look like a misspelling of one
 */
export async function askCodes(invocation: Invocation, commands: readonly string[]): Promise<number> {
  const { words, json, language, color, width, out, err, data, knowledge } = invocation
  const question = words.join(' ')
  if (question.trim() === '') throw new UsageError(SAY_WHAT)
  if (question === '-') throw new UsageError('- is standard input; a log from there: imerr scan -')
  const asked = words.filter(isCode).length
  if (asked > MAX_CODES) throw new UsageError(`${asked} codes are too many at once; ask for ${MAX_CODES} at most`)
  const catalog = createCatalog(await data())
  // The search index is loaded only when words must be searched: a lookup by code takes half the time without it.
  const answer = createExactLookup(catalog)(parseQuery(question)) ?? (await knowledge()).resolve(question)
  if (answer.kind === 'help') throw new UsageError(SAY_WHAT)
  if (json) out(`${JSON.stringify(answerJson(answer), null, 2)}\n`)
  else out(renderPlain(await withTeam(answerCard(answer, catalog, language), answer, language), { width, color }))
  if (answer.kind === 'none') {
    const meant = (await import('../did-you-mean.ts')).didYouMean(words, commands)
    if (meant) err(`imerr: ${meant}\n`)
  }
  return isAnswered(answer) ? EXIT.answered : EXIT.notFound
}
