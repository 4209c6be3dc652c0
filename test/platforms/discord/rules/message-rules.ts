/** Discord's rules for messages, and our own stricter ones. */
import type { FormError } from '../rest/api-error.ts'
import { FLAG, isFilled, isRecord, isSnowflake, type Json, list, number, record, string } from '../world/protocol.ts'
import { at, type Checker, checkUrl, createChecker } from './checker.ts'
import { checkComponents } from './component-rules.ts'

export interface MessageContext {
  readonly kind: 'create' | 'edit' | 'answer'
  /** The message's current flags; an edit cannot remove V2. */
  readonly flags?: number
}

const MOST = { content: 2000, embeds: 10, embedTotal: 6000, nonce: 25, mentions: 100 }
const SETTABLE = FLAG.SUPPRESS_EMBEDS | FLAG.SUPPRESS_NOTIFICATIONS | FLAG.COMPONENTS_V2

export function checkMessage(body: Json, context: MessageContext): readonly FormError[] {
  const check = createChecker()
  const flags = number(body.flags)
  const v2 = ((flags | (context.flags ?? 0)) & FLAG.COMPONENTS_V2) !== 0
  check.text(body.content, 'content', 0, MOST.content)
  embeds(check, body.embeds)
  checkComponents(check, body.components, v2)
  if (v2)
    for (const key of ['content', 'embeds', 'poll', 'sticker_ids'])
      if (isFilled(body[key]))
        check.error(key, 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2', `${key} cannot stand beside them.`)
  const allowed = SETTABLE | (context.kind === 'answer' ? FLAG.EPHEMERAL : 0)
  if (flags & ~allowed) check.error('flags', 'MESSAGE_FLAGS_INVALID', `Flags ${flags} cannot be set here.`)
  if (isFilled(body.nonce)) {
    if (context.kind !== 'create') check.error('nonce', 'BASE_TYPE_UNKNOWN', 'Only a new message has a nonce.')
    if (String(body.nonce).length > MOST.nonce)
      check.error('nonce', 'NONCE_TYPE_TOO_LONG', `Must be ${MOST.nonce} or fewer in length.`)
  }
  mentions(check, body.allowed_mentions)
  const reference = body.message_reference
  if (isRecord(reference) && !isSnowflake(reference.message_id))
    check.error('message_reference.message_id', 'NUMBER_TYPE_COERCE', 'Not a snowflake.')
  return check.errors
}

function embeds(check: Checker, value: unknown): void {
  let total = 0
  for (const [embed, path] of check.items(value, 'embeds', 0, MOST.embeds)) {
    const footer = record(embed.footer)
    const author = record(embed.author)
    check.text(embed.title, at(path, 'title'), 0, 256)
    check.text(embed.description, at(path, 'description'), 0, 4096)
    check.text(footer.text, at(path, 'footer.text'), isRecord(embed.footer) ? 1 : 0, 2048)
    check.text(author.name, at(path, 'author.name'), isRecord(embed.author) ? 1 : 0, 256)
    check.whole(embed.color, at(path, 'color'), 0, 0xffffff)
    if (isFilled(embed.url)) checkUrl(check, embed.url, at(path, 'url'), 2048, ['http', 'https'])
    if (isFilled(embed.timestamp) && Number.isNaN(Date.parse(string(embed.timestamp))))
      check.error(at(path, 'timestamp'), 'DATE_TIME_TYPE_PARSE', 'Not an ISO 8601 date.')
    const fields = check.items(embed.fields, at(path, 'fields'), 0, 25)
    for (const [field, where] of fields) {
      check.text(field.name, at(where, 'name'), 1, 256, true)
      check.text(field.value, at(where, 'value'), 1, 1024, true)
      total += string(field.name).length + string(field.value).length
    }
    total += [embed.title, embed.description, footer.text, author.name].reduce<number>(
      (sum, part) => sum + string(part).length,
      0,
    )
    const seen = [
      embed.title,
      embed.description,
      embed.fields,
      embed.footer,
      embed.author,
      embed.image,
      embed.thumbnail,
    ]
    if (!seen.some(isFilled)) check.error(path, 'EMBED_EMPTY', 'An embed shows something.')
  }
  if (total > MOST.embedTotal)
    check.error('embeds', 'MAX_EMBED_SIZE_EXCEEDED', `Embeds hold ${total} characters, ${MOST.embedTotal} are allowed.`)
}

function mentions(check: Checker, value: unknown): void {
  if (value === undefined || value === null) return
  const { parse, users, roles } = record(value)
  for (const kind of list(parse)) check.oneOf(kind, 'allowed_mentions.parse', ['roles', 'users', 'everyone'])
  for (const [key, ids] of [
    ['users', users],
    ['roles', roles],
  ] as const) {
    if (list(ids).length > MOST.mentions)
      check.error(`allowed_mentions.${key}`, 'BASE_TYPE_MAX_LENGTH', `Must be ${MOST.mentions} or fewer in length.`)
    if (!list(ids).every(isSnowflake))
      check.error(`allowed_mentions.${key}`, 'NUMBER_TYPE_COERCE', 'Not a list of snowflakes.')
    if (isFilled(ids) && list(parse).includes(key))
      check.error('allowed_mentions', 'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE', `parse:["${key}"] and ${key}: ids.`)
  }
}

/** Our own rules: nothing may notify anybody who was not named. */
export function checkOwnRules(body: Json): readonly string[] {
  const found: string[] = []
  const shows = ['content', 'embeds', 'components'].some((key) => isFilled(body[key]))
  const allowed = body.allowed_mentions
  if (shows && !isRecord(allowed)) found.push('a message without allowed_mentions may notify everybody')
  if (isRecord(allowed) && !Array.isArray(allowed.parse) && !isFilled(allowed.users) && !isFilled(allowed.roles))
    found.push('allowed_mentions without parse: []')
  if (isRecord(allowed) && isFilled(allowed.parse)) found.push('allowed_mentions.parse is not empty')
  if (isRecord(allowed) && allowed.replied_user === true) found.push('a reply notifies the author')
  if (isRecord(body.message_reference) && body.message_reference.fail_if_not_exists !== false)
    found.push('a reply fails when the message is gone: fail_if_not_exists is not false')
  return found
}
