/** `imerr scan --jsonl`. */
import { z } from 'zod'
import { THRESHOLDS } from '../../core/detect/detect.ts'
import type { Command } from '../command.ts'
import { mapJsonLines } from '../json-lines.ts'

const line = z.object({ id: z.string(), text: z.string() })
const EXAMPLE = '{"id":"1","text":"login fails, ErrorCode 70001"}'

/** `imerr scan --jsonl`: which codes the bot would explain uninvited, message by message. */
export const scanMessages: Command = async (invocation) => {
  const { detect } = await invocation.knowledge()
  return mapJsonLines(invocation, line, EXAMPLE, ({ id, text }) => {
    const sure = detect(text).filter((mention) => mention.confidence >= THRESHOLDS.uninvited)
    return { id, codes: [...new Set(sure.map((mention) => mention.code))] }
  })
}
