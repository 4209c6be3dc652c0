/** Keys by which an event is claimed and queued. */
import type { ConversationRef, InboundEvent } from '../chat/event.ts'

const place = ({ platform, workspace, channel }: ConversationRef) => `${platform}/${workspace}/${channel}`

/**
 * The keys under which an event is claimed. Platforms may redeliver a message under another event id, so a message is
 * also claimed by its own id; a message can be edited many times, so an edit is claimed by its event id alone.
 */
export function eventKeys(event: InboundEvent): string[] {
  const at = place(event.conversation)
  const keys = [`event:${event.kind}:${at}:${event.id}`]
  if (event.kind === 'message') keys.push(`message:${place(event.message.conversation)}:${event.message.id}`)
  return keys
}

/**
 * Events with the same key are handled one after the other. A thread shares its channel's key, because budgets are per
 * channel. Commands and button presses queue per person, so that they never wait behind a post that the platform delays.
 */
export function queueKey(event: InboundEvent): string {
  const at = place(event.conversation)
  return event.kind === 'command' || event.kind === 'action' ? `${at}/${event.by.id}` : at
}
