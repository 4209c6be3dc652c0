/** Slack's rules for messages, and our own stricter ones. */

import { asList, asText, isTrue, type Json, SlackRefusal } from '../workspace/model.ts'
import { blockErrors } from './block-kit.ts'
import { lengthOf } from './checker.ts'
import { escapingErrors, textsIn } from './mrkdwn.ts'

const MAX_TEXT_LENGTH = 40_000
/** Slack advises at most this much for `text`. */
const BEST_TEXT = 4_000
const MAX_ATTACHMENTS = 100
/** Undocumented. Slack was seen to refuse at 11,341 characters. */
const MAX_BLOCK_TEXT = 12_000
const SAFE_BLOCK_TEXT = 11_300

/** @returns the number of visible characters in all blocks */
function blockText(blocks: readonly Json[]): number {
  return textsIn(blocks)
    .map((found) => lengthOf(found.text))
    .reduce((sum, length) => sum + length, 0)
}

/** @throws SlackRefusal for what Slack refuses */
export function refuseMessage(args: Json, where: 'api' | 'response_url' = 'api') {
  const blocks = asList(args.blocks)
  const attachments = asList(args.attachments)
  const text = asText(args.text)
  if (args.blocks !== undefined) {
    const errors = blockErrors(args.blocks, 'message')
    if (errors.length > 0) throw new SlackRefusal('invalid_blocks', { response_metadata: { messages: errors } })
  }
  attachments.forEach((item, i) => {
    const errors = item.blocks === undefined ? [] : blockErrors(item.blocks, 'message')
    const messages = errors.map((error) => error.replace('/blocks', `/attachments/${i}/blocks`))
    if (errors.length > 0) throw new SlackRefusal('invalid_attachments', { response_metadata: { messages } })
  })
  if (attachments.length > MAX_ATTACHMENTS) throw new SlackRefusal('too_many_attachments')
  if (args.markdown_text !== undefined && (text || blocks.length > 0)) throw new SlackRefusal('markdown_text_conflict')
  if (!text.trim() && blocks.length === 0 && attachments.length === 0 && !args.markdown_text)
    throw new SlackRefusal('no_text')
  if (lengthOf(text) > MAX_TEXT_LENGTH) throw new SlackRefusal('msg_too_long')
  if (where === 'api' && blockText(blocks) > MAX_BLOCK_TEXT) throw new SlackRefusal('msg_blocks_too_long')
  const metadata = args.metadata as Json | undefined
  if (metadata !== undefined && (typeof metadata.event_type !== 'string' || typeof metadata.event_payload !== 'object'))
    throw new SlackRefusal('invalid_metadata_format')
}

/** Our own rules. @returns problems of a message that Slack accepts */
export function messageProblems(args: Json, kind: 'post' | 'ephemeral' | 'update' | 'response_url'): string[] {
  const problems: string[] = []
  const blocks = asList(args.blocks)
  const attachments = asList(args.attachments)
  const text = asText(args.text)
  if (!text.trim() && (blocks.length > 0 || attachments.length > 0)) problems.push('no `text` beside the blocks')
  if (lengthOf(text) > BEST_TEXT)
    problems.push(`\`text\` of ${lengthOf(text)} characters; at most ${BEST_TEXT} advised`)
  if (blockText(blocks) > SAFE_BLOCK_TEXT)
    problems.push(`${blockText(blocks)} characters in blocks: near Slack's limit`)
  if (kind === 'post')
    for (const key of ['unfurl_links', 'unfurl_media'])
      if (args[key] === undefined || isTrue(args[key])) problems.push(`${key} is not false`)
  if (isTrue(args.link_names) || args.parse === 'full')
    problems.push('names are made into mentions (link_names, parse)')
  if (isTrue(args.reply_broadcast)) problems.push('a thread reply is broadcast to the channel')
  for (const key of ['username', 'icon_url', 'icon_emoji']) if (key in args) problems.push(`${key} is overridden`)
  if (typeof args.thread_ts === 'number') problems.push('thread_ts is a number and loses digits')
  const marked = [
    { text, kind: 'mrkdwn' },
    ...textsIn(blocks),
    ...attachments.flatMap((item) => [{ text: asText(item.text), kind: 'mrkdwn' }, ...textsIn(item.blocks)]),
  ]
  for (const found of marked) {
    if (found.kind === 'mrkdwn')
      problems.push(...escapingErrors(found.text).map((error) => `${error}; Slack reads it as markup`))
    if (found.kind === 'markdown' && /<[!@]/.test(found.text)) problems.push('a markdown block that may mention')
  }
  return problems
}
