/** Copes with message events that arrive out of order or with gaps: Slack promises neither order nor completeness. */
import { LRUCache } from 'lru-cache'
import type { EditEvent, InboundEvent } from '../../../src/chat/event.ts'
import { asObject, asText, type Payload } from '../api/payload.ts'
import { messageName } from '../api/places.ts'

const MAX_MESSAGES = 2_000
/** The fields of a message that an edit does not change: its author and its thread. */
const ORIGIN_FIELDS = ['user', 'bot_id', 'username', 'bot_profile', 'app_id', 'thread_ts'] as const

interface Known {
  /** Author and thread; absent until the message itself arrived. */
  readonly origin?: Payload
  /** The timestamp of the newest edit. */
  readonly edited?: string
  /** The newest edit, kept until the message itself arrives. */
  readonly newest?: EditEvent
  readonly deleted?: true
}

const isAuthored = (message: Payload) => asText(message.user) !== '' || asText(message.bot_id) !== ''

export function createEventOrder() {
  /** By `channel/ts`. */
  const known = new LRUCache<string, Known>({ max: MAX_MESSAGES })

  const note = (name: string, more: Known) => void known.set(name, { ...known.get(name), ...more })

  const original = (channel: string, message: Payload): Payload => ({
    ...known.get(`${channel}/${asText(message.ts)}`)?.origin,
    ...message,
  })

  return {
    /** Adds author and thread to an edit or a deletion that leaves them out, when the message itself told them. */
    withOrigin(event: Payload): Payload {
      const channel = asText(event.channel)
      const before = asObject(event.previous_message)
      if (event.subtype === 'message_deleted') {
        const ts = asText(event.deleted_ts) || asText(before.ts)
        return { ...event, previous_message: original(channel, { ts, ...before }) }
      }
      if (event.subtype !== 'message_changed') return event
      const message = original(channel, asObject(event.message))
      const author = isAuthored(message) ? {} : { user: before.user, bot_id: before.bot_id }
      return { ...event, message: { ...message, ...author } }
    },

    /** @returns the event with the newest text known; undefined when a newer edit or a deletion came before it */
    latest(given: Payload, event: InboundEvent): InboundEvent | undefined {
      if (event.kind === 'command' || event.kind === 'action') return event
      const [ref] = event.kind === 'delete' ? event.messages : [event.message]
      if (!ref) return event
      const name = messageName(ref)
      const { origin, deleted, newest, edited } = known.get(name) ?? {}
      switch (event.kind) {
        case 'delete':
          note(name, { deleted: true })
          return event
        case 'edit': {
          const at = asText(asObject(asObject(given.message).edited).ts) || asText(given.event_ts) || asText(given.ts)
          if (deleted || (edited !== undefined && Number(at) < Number(edited))) return undefined
          // After the message itself has arrived, its newest text is not needed any more.
          note(name, origin && !newest ? { edited: at } : { edited: at, newest: event })
          return event
        }
        case 'message': {
          note(name, {
            origin: Object.fromEntries(ORIGIN_FIELDS.flatMap((key) => (given[key] ? [[key, given[key]]] : []))),
          })
          if (deleted) return undefined
          // A question is answered as it was asked.
          return newest && !event.addressed ? { ...event, text: newest.text, files: newest.files } : event
        }
      }
    },
  }
}
