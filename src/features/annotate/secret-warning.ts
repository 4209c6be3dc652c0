/** Tells somebody in private that their message shows a secret: what it is, why that is dangerous, what to rotate. */
import type { Adapter } from '../../chat/adapter.ts'
import type { ConversationRef, MessageEvent, MessageRef } from '../../chat/event.ts'
import type { SecretKind } from '../../core/redact/redact.ts'
import type { Language } from '../language/phrases.ts'
import { createRecent } from '../recent.ts'
import { secretCard } from './annotation-card.ts'

export interface SecretWarningDeps {
  readonly adapterOf: (conversation: ConversationRef) => Adapter
  /** Told of a warning that did not arrive; nothing else stops because of it. */
  readonly onUndelivered: (error: unknown) => void
}

type Said = Pick<MessageEvent, 'conversation' | 'message' | 'by'>

const MAX_WARNED = 5_000

/** One message, whatever platform and team it is of. */
export const nameOf = ({ conversation, id }: MessageRef): string =>
  [conversation.platform, conversation.workspace, conversation.channel, id].join('/')

/** @returns warns the author once per message and kinds of secrets, so that an edit that leaves them is no second warning. */
export function createSecretWarning({ adapterOf, onUndelivered }: SecretWarningDeps) {
  const warned = createRecent(MAX_WARNED)
  return async ({ conversation, message, by }: Said, secrets: readonly SecretKind[], language: Language) => {
    if (secrets.length === 0 || by.bot) return
    const name = `${nameOf(message)}: ${secrets.map((secret) => secret.name).join(', ')}`
    if (warned.has(name)) return
    try {
      await adapterOf(conversation).whisper(conversation, by.id, secretCard(secrets, language))
      warned.add(name)
    } catch (error) {
      onUndelivered(error)
    }
  }
}
