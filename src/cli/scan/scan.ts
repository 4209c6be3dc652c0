/** `imerr scan`: digests logs. */
import { basename } from 'node:path'
import { renderPlain } from '../../chat/plain.ts'
import type { Digest } from '../../core/scan/digest.ts'
import { digestCard } from '../../features/lookup/digest-card.ts'
import { type Command, EXIT, UsageError, whyUnreadable } from '../command.ts'
import { readLog } from './read-log.ts'

/** `imerr scan FILE...|-`: what happened in a log. `--jsonl`: what the bot would explain, message by message. */
export const scan: Command = async (invocation) => {
  const { words, json, jsonl, language, color, width, out, err, knowledge } = invocation
  if (jsonl && words.some((word) => word !== '-'))
    throw new UsageError('scan --jsonl reads its lines from standard input: imerr scan --jsonl < messages.jsonl')
  // Loaded only when used: validation costs as long as reading 50 MB of log.
  if (jsonl) return (await import('./scan-messages.ts')).scanMessages(invocation)
  if (words.every((word) => word === ''))
    throw new UsageError('name the log: imerr scan app.log, or - for standard input')
  const known = await knowledge()
  const digests: { file: string; digest: Digest }[] = []
  let failed = false
  for (const file of words) {
    const name = file === '-' ? 'standard input' : file
    const refuse = (why: string) => {
      failed = true
      err(`imerr: ${name}: ${why}\n`)
    }
    try {
      const { digest, problem } = await readLog(file, invocation, known)
      if (problem !== undefined) refuse(`${problem}; this is the digest of what could be read`)
      digests.push({ file, digest })
      if (!json) {
        // As head and tail do; the card has the name alone, so that its line stays whole however deep the folder.
        if (words.length > 1) out(`${digests.length > 1 ? '\n' : ''}==> ${name} <==\n`)
        out(renderPlain(digestCard(digest, known.catalog, basename(name), language), { width, color }))
      }
    } catch (error) {
      refuse(whyUnreadable(error))
    }
  }
  if (json) {
    const rows = digests.map(({ file, digest }) => ({ file, ...digest }))
    out(`${JSON.stringify(rows, null, 2)}\n`)
  }
  if (failed) return EXIT.badInput
  return digests.some(({ digest }) => digest.codes.length > 0) ? EXIT.answered : EXIT.notFound
}
