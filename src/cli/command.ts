/** What every command gets and returns, and what commands share. */
import type { Knowledge, KnowledgeData } from '../core/knowledge.ts'
import type { Language } from '../features/language/language.ts'

export const EXIT = { answered: 0, notFound: 1, badInput: 2 } as const

/** The command line cannot be run as written; the message says what to write. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** One command line, read; everything a command may touch. */
export interface Invocation {
  /** The arguments after the command's name. */
  readonly words: readonly string[]
  readonly json: boolean
  readonly jsonl: boolean
  readonly language: Language
  readonly color: boolean
  /** Columns to wrap at. */
  readonly width: number
  /** Show how far a long job is, on standard error. */
  readonly progress: boolean
  /** File with the secret key that a UserSig is verified with. */
  readonly keyFile?: string
  /** The same key from the environment. */
  readonly userSigKey?: string
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly input: NodeJS.ReadableStream
  /** The input is a terminal, so that the person has to be told to type. */
  readonly typed: boolean
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  readonly data: () => Promise<KnowledgeData>
  /** Also able to search and detect; slower to load, so a plain lookup uses `data`. */
  readonly knowledge: () => Promise<Knowledge>
}

/** Tells somebody at a terminal that we wait for their input. @param what is awaited, such as "the log" */
export function awaitTyped({ typed, err }: Pick<Invocation, 'typed' | 'err'>, what: string): void {
  if (typed) err(`imerr: type or paste ${what}, then press Enter and Ctrl-D\n`)
}

/** @returns the exit code. @throws UsageError */
export type Command = (invocation: Invocation) => Promise<number>

const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'that is a folder; name the file inside it',
  EACCES: 'no permission to read it',
  EPERM: 'no permission to read it',
  ELOOP: 'it is a link that leads back to itself',
  ENAMETOOLONG: 'that is too long for the name of a file',
}

/** Says in words why a file cannot be read. @param error what node:fs threw */
export function whyUnreadable(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return UNREADABLE[code] ?? (error instanceof Error ? error.message : String(error))
}
