/** Reads one log of the command line from its first byte to its last, or as far as it goes. */
import { statSync } from 'node:fs'
import type { Knowledge } from '../../core/knowledge.ts'
import { isUnpacked, PackedError, unpacked } from '../../core/scan/bytes/unpacked.ts'
import type { Digest } from '../../core/scan/digest.ts'
import { createScan } from '../../core/scan/scan.ts'
import { awaitTyped, type Invocation } from '../command.ts'
import { filePieces, openFile } from './file-pieces.ts'

const MEGABYTE = 1024 * 1024
const PROGRESS_EVERY = 64 * MEGABYTE
/** From this size on a second thread is worth its start. */
const LARGE = 16 * MEGABYTE

export interface ReadLog {
  readonly digest: Digest
  /** Why the log could not be read to its end; the digest is of what came before. */
  readonly problem?: string
}

/** A file large enough for two threads, that is read as it is. */
function isForThreads(path: string, size: number): boolean {
  if (size < LARGE) return false
  const file = openFile(path)
  try {
    const beginning = file.pieces(0, 2).next().value
    return beginning !== undefined && isUnpacked(beginning)
  } finally {
    file.close()
  }
}

/**
 * @param name a path, or `-` for standard input.
 * @throws the system's error when nothing can be read; `whyUnreadable` says it in words.
 */
export async function readLog(
  name: string,
  { input, typed, err, progress, data }: Pick<Invocation, 'input' | 'typed' | 'err' | 'progress' | 'data'>,
  knowledge: Knowledge,
): Promise<ReadLog> {
  const size = name === '-' ? 0 : statSync(name).size
  const of = size > 0 ? ` of ${Math.round(size / MEGABYTE)}` : ''
  let shown = 0
  const show = (bytes: number) => {
    if (!progress || bytes - shown < PROGRESS_EVERY) return
    shown = bytes
    err(`\r${name}: ${Math.round(shown / MEGABYTE)} MB${name.endsWith('.gz') ? ' unpacked' : of} read `)
  }
  const hide = () => {
    if (shown > 0) err('\r\u001b[K')
  }
  if (isForThreads(name, size)) {
    // Loaded only when used, like everything that a small log does not need.
    const { scanWithTwoThreads } = await import('./two-threads.ts')
    return { digest: await scanWithTwoThreads(name, size, { data: await data(), knowledge }, show).finally(hide) }
  }
  if (name === '-') awaitTyped({ typed, err }, 'the log')
  const source = name === '-' ? (input as AsyncIterable<Uint8Array>) : filePieces(name)
  const scan = createScan(knowledge)
  let problem: string | undefined
  try {
    for await (const piece of unpacked(source)) {
      scan.push(piece)
      show(scan.bytes)
    }
  } catch (error) {
    if (!(error instanceof PackedError)) throw error
    problem = error.message
  } finally {
    hide()
  }
  const digest = scan.end()
  return problem === undefined ? { digest } : { digest: { ...digest, truncated: true }, problem }
}
