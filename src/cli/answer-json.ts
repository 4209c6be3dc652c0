/** An answer as JSON, for programs. */
import type { Entry } from '../core/catalog/entry.ts'
import type { Answer } from '../core/resolve/resolve.ts'

/** The codes an answer names, best first: what `--jsonl` prints. */
export function answerCodes(answer: Answer): string[] {
  switch (answer.kind) {
    case 'entry':
      return [answer.entry, ...(answer.twin ? [answer.twin] : [])].map((entry) => entry.code)
    case 'range':
      return [answer.entry.code]
    case 'entries':
      return answer.entries.map((entry) => entry.code)
    case 'hits':
      return answer.hits.map((hit) => hit.entry.code)
    case 'unknown':
    case 'none':
    case 'help':
      return []
  }
}

/** An answer for programs: entries whole, neighbours by code only. */
export function answerJson(answer: Answer): Record<string, unknown> {
  const names = (entries: readonly Entry[]) => entries.map((entry) => entry.code)
  switch (answer.kind) {
    case 'entry':
      return {
        kind: answer.kind,
        entry: answer.entry,
        twin: answer.twin?.code ?? null,
        guessed: answer.guessed ?? null,
      }
    case 'range':
      return { kind: answer.kind, code: answer.code, entry: answer.entry }
    case 'entries':
      return { kind: answer.kind, entries: answer.entries, unknown: answer.unknown.map((unknown) => unknown.code) }
    case 'hits':
      return { kind: answer.kind, words: answer.words, hits: answer.hits }
    case 'unknown':
      return {
        kind: answer.kind,
        code: answer.code,
        place: answer.place ?? null,
        nearest: names(answer.nearest),
        twin: answer.twin?.code ?? null,
        ranges: names(answer.ranges),
      }
    case 'none':
      return { kind: answer.kind, words: answer.words }
    case 'help':
      return { kind: answer.kind }
  }
}
