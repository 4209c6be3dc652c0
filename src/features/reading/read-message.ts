/** Reads a message: codes and secrets in its title, text and files. */
import type { Adapter } from '../../chat/adapter.ts'
import type { FileRef, MessageEvent } from '../../chat/event.ts'
import type { Mention } from '../../core/detect/detect.ts'
import type { Knowledge } from '../../core/knowledge.ts'
import type { SecretKind } from '../../core/redact/redact.ts'
import type { Digest } from '../../core/scan/digest.ts'
import { createReadFile, type FileLimits } from './read-file.ts'
import { callsOf } from './scan-in-turns.ts'

export interface FileDigest {
  readonly name: string
  readonly digest: Digest
}

/** Why a file was not read. */
export type Unread = 'too many' | 'too large' | 'not text' | 'not opened'

export interface UnreadFile {
  readonly name: string
  readonly why: Unread
}

export interface Reading {
  /** Those of title and text, then those of the files. */
  readonly mentions: readonly Mention[]
  readonly inText: readonly Mention[]
  /** The files that were read, in their order. */
  readonly files: readonly FileDigest[]
  readonly unread: readonly UnreadFile[]
  /** The names of files that are not read yet. */
  readonly pending: readonly string[]
  /** Kinds of secrets in text and files, each once. */
  readonly secrets: readonly SecretKind[]
  /** The call that a code was seen with in a file. */
  readonly apis: ReadonlyMap<string, string>
}

export type Readable = Pick<MessageEvent, 'conversation' | 'text' | 'title' | 'files'>

export interface ReadDeps {
  readonly knowledge: Knowledge
  readonly adapterOf: (conversation: Readable['conversation']) => Adapter
  /** Called for a file that could not be read; the message is answered without it. */
  readonly onUnreadable: (file: FileRef, error: unknown) => void
  readonly limits?: Partial<FileLimits>
  /** Milliseconds that an answer about the text waits for the files. */
  readonly patienceMs?: number
}

export interface ReadMessage {
  /** Reads everything, however long the files take. Never rejects because of a file. */
  whole(said: Readable): Promise<Reading>
  /** Resolves within `patienceMs`; when the files take longer, `whole` resolves with everything later. */
  soon(said: Readable): Promise<{ readonly reading: Reading; readonly whole?: Promise<Reading> }>
}

/** Files of one message that are read. */
export const MAX_FILES = 3
const PATIENCE_MS = 3_000

/** Title and text as one text, in which mentions have their positions. */
export const wholeOf = ({ title, text }: Pick<Readable, 'title' | 'text'>): string =>
  title ? `${title}\n${text}` : text

const isLog = ({ name, mediaType }: FileRef) =>
  /\.(log|txt|json|jsonl|ndjson|csv|out|xlog|gz)$/i.test(name) ||
  /^(text\/|application\/(json|x-ndjson|gzip|x-gzip))/i.test(mediaType)

export function createReadMessage(deps: ReadDeps): ReadMessage {
  const { knowledge, adapterOf, patienceMs = PATIENCE_MS } = deps
  const reader = createReadFile(deps)

  /** Chooses the files to open. Names are redacted, because the reply quotes them. */
  function sorted({ files, conversation }: Readable) {
    const { redact } = knowledge.redactor
    const unread: UnreadFile[] = []
    const wanted: FileRef[] = []
    for (const file of adapterOf(conversation).capabilities.files ? files : []) {
      const why = !isLog(file)
        ? 'not text'
        : file.size > reader.largest
          ? 'too large'
          : wanted.length === MAX_FILES
            ? 'too many'
            : undefined
      if (why) unread.push({ name: redact(file.name), why })
      else wanted.push(file)
    }
    return { unread, wanted: wanted.map((file) => ({ ...file, name: redact(file.name), original: file })) }
  }

  /** Reads the files one after the other, to bound the memory that one message takes. */
  function begin(said: Readable) {
    const { secretsIn, secretKinds } = knowledge.redactor
    const whole = wholeOf(said)
    const inText = knowledge.detect(whole)
    const { unread, wanted } = sorted(said)
    const digests: FileDigest[] = []
    const failed: UnreadFile[] = []
    let done = 0
    const reading = (): Reading => {
      const inFiles = digests.flatMap(({ name, digest }) =>
        digest.codes.map(
          (found): Mention => ({
            code: found.code,
            start: 0,
            end: 0,
            confidence: 1,
            evidence: [`line ${found.first.line} of ${name}`],
            rivals: [],
          }),
        ),
      )
      const names = new Set(digests.flatMap(({ digest }) => digest.secrets))
      const written = secretsIn(whole)
      return {
        mentions: [...inText, ...inFiles],
        inText,
        files: [...digests],
        unread: [...unread, ...failed],
        pending: wanted.slice(done).map(({ name }) => name),
        secrets: [...written, ...secretKinds.filter((kind) => names.has(kind.name) && !written.includes(kind))],
        apis: new Map(digests.flatMap(({ digest }) => [...callsOf(digest)])),
      }
    }
    async function readAll(): Promise<void> {
      for (const { name, original } of wanted) {
        const digest = await reader.read(original, said.conversation)
        if (digest) digests.push({ name, digest })
        else failed.push({ name, why: 'not opened' })
        done++
      }
    }
    const all = readAll().then(reading)
    // The caller may have failed meanwhile and no longer wait for it.
    all.catch(() => {})
    return { reading, all }
  }

  return {
    whole: (said) => begin(said).all,
    async soon(said) {
      const { reading, all } = begin(said)
      const { promise: late, resolve } = Promise.withResolvers<undefined>()
      const timer = setTimeout(resolve, patienceMs, undefined)
      const whole = await Promise.race([all, late])
      clearTimeout(timer)
      return whole ? { reading: whole } : { reading: reading(), whole: all }
    },
  }
}
