import type { ConversationRef, InboundEvent } from '../chat/event.ts'

const place = ({ platform, workspace, channel }: ConversationRef) => `${platform}/${workspace}/${channel}`

/**
 * The names under which an event is claimed. Platforms deliver the same message again under another event id, so a
 * message also has its own name; an edit may come any number of times and is known only by its event.
 */
export function eventKeys(event: InboundEvent): string[] {
  const at = place(event.conversation)
  const keys = [`event:${event.kind}:${at}:${event.id}`]
  if (event.kind === 'message') keys.push(`message:${place(event.message.conversation)}:${event.message.id}`)
  return keys
}

/**
 * Events with the same name are handled one after the other. A thread belongs to its channel: budgets are per channel.
 * What a person asks or presses waits for that person's own orders only, never for a post that the platform holds up.
 */
export function queueKey(event: InboundEvent): string {
  const at = place(event.conversation)
  return event.kind === 'command' || event.kind === 'action' ? `${at}/${event.by.id}` : at
}
