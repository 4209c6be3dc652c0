/** What was edited or deleted while the connection was lost: an edited message says so, and our reply outlives a deleted one. Pure. */
import { type GatewayMessage, isOwn, type Self } from '../inbound/message-event.ts'

export interface Compared {
  readonly self: Self
  /** When the connection was lost, milliseconds since 1970. */
  readonly earliest: number
  /** Everything after this message was read. */
  readonly from: bigint
  readonly isKnown: (id: string) => boolean
}

export interface MissedChanges {
  readonly edited: readonly GatewayMessage[]
  readonly deleted: readonly string[]
}

export function missedChanges(read: readonly GatewayMessage[], compared: Compared): MissedChanges {
  const { self, earliest, from, isKnown } = compared
  const there = new Set(read.map(({ id }) => id))
  const edited = new Map<string, GatewayMessage>()
  const deleted = new Set<string>()

  function look(message: GatewayMessage): void {
    const at = Date.parse(message.edited_timestamp ?? '')
    // One that we know is compared with what it said, so that clocks do not matter.
    if (at >= earliest || (at > 0 && isKnown(message.id))) edited.set(message.id, message)
  }

  for (const message of read) {
    if (!isOwn(message, self)) {
      look(message)
      continue
    }
    const { message_reference: reference, referenced_message: source, channel_id } = message
    const id = reference?.message_id
    if (!id || (reference.channel_id ?? channel_id) !== channel_id) continue
    // Null says that it was deleted; whatever is said, it is if it is missing among those that were read.
    if (source === null || (BigInt(id) > from && !there.has(id))) deleted.add(id)
    else if (source) look({ ...source, channel_id })
  }
  return { edited: [...edited.values()], deleted: [...deleted] }
}
