/** Everything a message says that the bot cares about: codes in its title, text and files, and secrets. */
import type { Adapter } from '../chat/adapter.ts'
import type { FileRef, MessageEvent } from '../chat/event.ts'
import type { Mention } from '../core/detect/detect.ts'
import type { Knowledge } from '../core/knowledge.ts'
import type { SecretKind } from '../core/redact/redact.ts'
import type { Digest } from '../core/scan/digest.ts'
import { createScan } from '../core/scan/scan.ts'
import { unpacked } from '../core/scan/unpacked.ts'
import { callsOf, scanInTurns } from './scan-in-turns.ts'

export interface FileDigest {
  readonly name: string
  readonly digest: Digest
}

export interface Reading {
  readonly mentions: readonly Mention[]
  /** The first file that holds codes. */
  readonly file?: FileDigest
  /** Kinds of secrets in text and files, each once. */
  readonly secrets: readonly SecretKind[]
  /** The call that a code was seen with in a file. */
  readonly apis: ReadonlyMap<string, string>
}

type Said = Pick<MessageEvent, 'conversation' | 'text' | 'title' | 'files'>

export interface ReadDeps {
  readonly knowledge: Knowledge
  readonly adapterOf: (conversation: Said['conversation']) => Adapter
  /** Told of files that could not be read; the message is answered without them. */
  readonly onUnreadable: (file: FileRef, error: unknown) => void
  readonly now: () => number
}

/** Larger files are left alone: a chat is no place to move logs. */
const LARGEST_FILE = 32 * 1024 * 1024
/** What a packed file may unpack to before reading stops. */
const MOST_UNPACKED = 256 * 1024 * 1024
const MOST_FILES = 3
/** Files of one message are read for so long; a log that is nothing but codes takes a second per megabyte. */
const LONGEST_MS = 30_000

const isLog = ({ name, mediaType }: FileRef) =>
  /\.(log|txt|json|jsonl|ndjson|csv|out|xlog|gz)$/i.test(name) ||
  /^(text\/|application\/(json|x-ndjson|gzip|x-gzip))/i.test(mediaType)

export function createReadMessage({ knowledge, adapterOf, onUnreadable, now }: ReadDeps) {
  async function readFile(file: FileRef, said: Said, until: number): Promise<FileDigest | undefined> {
    // The name is quoted in the reply.
    const name = knowledge.redactor.redact(file.name)
    const scan = createScan(knowledge)
    try {
      const adapter = adapterOf(said.conversation)
      for await (const piece of unpacked(await adapter.openFile(file, said.conversation, LARGEST_FILE))) {
        await scanInTurns(scan, piece)
        if (scan.bytes > MOST_UNPACKED || now() > until) return { name, digest: { ...scan.end(), truncated: true } }
      }
      return { name, digest: scan.end() }
    } catch (error) {
      onUnreadable(file, error)
      // A packed log that was cut on its way still says much, and may hold a secret.
      return scan.bytes > 0 ? { name, digest: { ...scan.end(), truncated: true } } : undefined
    }
  }

  return async (said: Said): Promise<Reading> => {
    const whole = said.title ? `${said.title}\n${said.text}` : said.text
    const files = adapterOf(said.conversation).capabilities.files
      ? said.files.filter((file) => isLog(file) && file.size <= LARGEST_FILE).slice(0, MOST_FILES)
      : []
    const digests: FileDigest[] = []
    // One after the other: a person who drops ten logs must not fill the memory.
    const until = now() + LONGEST_MS
    for (const file of files) {
      const read = await readFile(file, said, until)
      if (read) digests.push(read)
    }
    const file = digests.find(({ digest }) => digest.codes.length > 0)
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
    const inText = knowledge.redactor.secretsIn(whole)
    const secrets = [
      ...inText,
      ...knowledge.redactor.secretKinds.filter((kind) => names.has(kind.name) && !inText.includes(kind)),
    ]
    const apis = new Map(digests.flatMap(({ digest }) => [...callsOf(digest)]))
    return { mentions: [...knowledge.detect(whole), ...inFiles], ...(file ? { file } : {}), secrets, apis }
  }
}

export type ReadMessage = ReturnType<typeof createReadMessage>
