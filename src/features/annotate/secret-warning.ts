/** Warns people privately that their message shows a secret: what it is, why that is dangerous, what to rotate. */

import { LRUCache } from 'lru-cache'
import type { Adapter } from '../../chat/adapter.ts'
import { bold, type Card, line, text } from '../../chat/card.ts'
import type { ConversationRef, MessageEvent, MessageRef } from '../../chat/event.ts'
import type { SecretKind } from '../../core/redact/redact.ts'
import type { Language } from '../language/language.ts'
import { ANNOTATION_WORDS } from './annotation-words.ts'

export interface SecretWarningDeps {
  readonly adapterOf: (conversation: ConversationRef) => Adapter
  /** Told of a warning that did not arrive; nothing else stops because of it. */
  readonly onUndelivered: (error: unknown) => void
}

type Said = Pick<MessageEvent, 'conversation' | 'message' | 'by'>

const MAX_WARNED = 5_000

/** @returns a key for the message, unique over platforms and workspaces */
export const nameOf = ({ conversation, id }: MessageRef): string =>
  [conversation.platform, conversation.workspace, conversation.channel, id].join('/')

/** Warns the author once per message and kind of secret, so that an edit brings no second warning. */
export function createSecretWarning({ adapterOf, onUndelivered }: SecretWarningDeps) {
  const warned = new LRUCache<string, true>({ max: MAX_WARNED })
  return async ({ conversation, message, by }: Said, secrets: readonly SecretKind[], language: Language) => {
    if (secrets.length === 0 || by.bot) return
    const name = `${nameOf(message)}: ${secrets.map((secret) => secret.name).join(', ')}`
    if (warned.has(name)) return
    try {
      await adapterOf(conversation).whisper(conversation, by.id, secretCard(secrets, language))
      warned.set(name, true)
    } catch (error) {
      onUndelivered(error)
    }
  }
}

/** Names the kind of secret and never quotes it. */
function secretCard(
  secrets: readonly { readonly name: string; readonly danger: string; readonly rotate: string }[],
  language: Language,
): Card {
  const say = ANNOTATION_WORDS[language]
  const title = say.secretTitle(secrets.map((secret) => secret.name))
  return {
    tone: 'danger',
    title,
    summary: say.secretSummary(title),
    blocks: [
      line(say.secretRead),
      {
        kind: 'list',
        ordered: false,
        items: secrets.map((secret) => [bold(secret.name), text(`: ${secret.danger} ${secret.rotate}`)]),
      },
      line(say.secretKept),
    ],
    actions: [],
  }
}
