/** Reads the visible text of a message from its text, blocks and attachments. */
import { asList, asObject, asText, isObject, type Payload } from '../api/payload.ts'
import { LIMITS } from '../limits.ts'
import { undo } from '../render/mrkdwn.ts'

/** Plain text objects hold no markup and no entities. */
const textObject = (value: unknown): string => {
  const { type, text } = asObject(value)
  return type === 'mrkdwn' ? undo(asText(text)) : asText(text)
}

function richText(node: Payload): string {
  const inside = () => asList(node.elements).map(richText)
  switch (node.type) {
    case 'text':
      return asText(node.text)
    case 'link':
      return asText(node.text) || asText(node.url)
    case 'user':
      return `@${asText(node.user_id)}`
    case 'channel':
      return `#${asText(node.channel_id)}`
    case 'usergroup':
      return `@${asText(node.usergroup_id)}`
    case 'broadcast':
      return `@${asText(node.range)}`
    case 'emoji':
      return `:${asText(node.name)}:`
    case 'date':
      return asText(node.fallback)
    case 'rich_text_preformatted':
      return `\`\`\`\n${inside().join('')}\n\`\`\``
    case 'rich_text':
    case 'rich_text_list':
      return inside().join('\n')
    default:
      return inside().join('')
  }
}

const cell = (value: unknown): string => {
  const node = asObject(value)
  return node.type === 'rich_text' ? richText(node) : String(node.text ?? '')
}

function blockText(block: Payload): string[] {
  switch (block.type) {
    case 'section':
      return [textObject(block.text), ...asList(block.fields).map(textObject)]
    case 'header':
      return [textObject(block.text)]
    case 'context':
      return asList(block.elements).map(textObject)
    case 'rich_text':
      return [richText(block)]
    case 'markdown':
      return [asText(block.text)]
    case 'table':
    case 'data_table':
      return (Array.isArray(block.rows) ? block.rows : []).map((row) =>
        (Array.isArray(row) ? row : []).map(cell).join(' | '),
      )
    case 'alert':
    case 'card':
      return [block.title, block.subtitle, block.text, block.body].map((part) =>
        isObject(part) ? textObject(part) : '',
      )
    case 'container':
      return [textObject(block.title), ...blocksText(block.blocks), ...blocksText(block.elements)]
    default:
      return []
  }
}

const blocksText = (blocks: unknown): string[] => asList(blocks).flatMap(blockText)

/** True for a link preview or a quoted message, which the author did not write. */
const isQuoted = (attachment: Payload): boolean =>
  attachment.is_msg_unfurl === true ||
  attachment.is_app_unfurl === true ||
  attachment.from_url !== undefined ||
  attachment.original_url !== undefined

function attachmentText(attachment: Payload): string[] {
  const shown = [
    ...[attachment.pretext, attachment.title, attachment.text].map((part) => undo(asText(part))),
    ...asList(attachment.fields).map((field) => {
      const [name, value] = [undo(asText(field.title)), undo(asText(field.value))]
      return name && value ? `${name}: ${value}` : name || value
    }),
    ...blocksText(attachment.blocks),
    undo(asText(attachment.footer)),
  ].filter((part) => part.trim() !== '')
  return shown.length > 0 ? shown : [undo(asText(attachment.fallback))]
}

/** Joins the parts without repetitions: blocks mostly repeat the text. */
function joined(parts: readonly string[]): string {
  const bare = (part: string) => part.replace(/[\s*_~`>]+/g, ' ').trim()
  const kept: string[] = []
  for (const part of parts) {
    const words = bare(part)
    if (words === '' || kept.some((earlier) => bare(earlier).includes(words))) continue
    kept.push(part.trim())
  }
  return kept.join('\n').slice(0, LIMITS.incoming)
}

/**
 * The visible text of a message, at most LIMITS.incoming characters. People's words are in `text`, and their attachments are
 * previews. Alerting tools use blocks and attachments, often with an empty `text`.
 */
export function messageText(message: Payload, bot: boolean): string {
  const text = undo(asText(message.text))
  if (!bot && text.trim() !== '') return text.slice(0, LIMITS.incoming)
  const attachments = bot ? asList(message.attachments).filter((attachment) => !isQuoted(attachment)) : []
  return joined([text, ...blocksText(message.blocks), ...attachments.flatMap(attachmentText)])
}
