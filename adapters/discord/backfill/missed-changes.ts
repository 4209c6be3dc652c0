/** Finds messages that were edited or deleted while the connection was lost. Pure. */
import { type GatewayMessage, isOwn, type Self } from '../inbound/message-event.ts'

export interface Compared {
  readonly self: Self
  /** When the connection was lost, milliseconds since 1970. */
  readonly earliest: number
  /** All messages after this id were read. */
  readonly from: bigint
  readonly isKnown: (id: string) => boolean
}

/** An edited message says so itself; a deleted one is known by our reply to it. */
export function missedChanges(read: readonly GatewayMessage[], compared: Compared) {
  const { self, earliest, from, isKnown } = compared
  const there = new Set(read.map(({ id }) => id))
  const edited = new Map<string, GatewayMessage>()
  const deleted = new Set<string>()

  function noteIfEdited(message: GatewayMessage): void {
    const at = Date.parse(message.edited_timestamp ?? '')
    // A known message is compared with its earlier text, so the time of the edit does not matter.
    if (at >= earliest || (at > 0 && isKnown(message.id))) edited.set(message.id, message)
  }

  for (const message of read) {
    if (!isOwn(message, self)) {
      noteIfEdited(message)
      continue
    }
    const { message_reference: reference, referenced_message: source, channel_id } = message
    const id = reference?.message_id
    if (!id || (reference.channel_id ?? channel_id) !== channel_id) continue
    // Null says that it was deleted; so does its absence from the messages that were read.
    if (source === null || (BigInt(id) > from && !there.has(id))) deleted.add(id)
    else if (source) noteIfEdited({ ...source, channel_id })
  }
  return { edited: [...edited.values()], deleted: [...deleted] }
}
