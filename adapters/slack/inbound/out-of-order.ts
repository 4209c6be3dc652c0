/** What was heard of a message: Slack promises no order, and some changes come with gaps. */
import type { EditEvent, InboundEvent } from '../../../src/chat/event.ts'
import { asObject, asText, type Payload } from '../api/payload.ts'

const MAX_MESSAGES = 2_000
/** Who wrote a message and where it stands. */
const LASTING = ['user', 'bot_id', 'username', 'bot_profile', 'app_id', 'thread_ts'] as const

interface Known {
  /** What its first telling said of author and thread; absent until then. */
  readonly origin?: Payload
  /** When the newest wording was written. */
  readonly edited?: string
  /** The newest wording, kept until the message itself arrives. */
  readonly newest?: EditEvent
  readonly deleted?: true
}

export interface EventOrder {
  /** Fills in what a change or a deletion leaves out and the message itself told. */
  completed(event: Payload): Payload
  /** @returns the event with the newest wording known; undefined when something newer made it worthless */
  current(given: Payload, event: InboundEvent): InboundEvent | undefined
}

const isAuthored = (message: Payload) => asText(message.user) !== '' || asText(message.bot_id) !== ''

export function createEventOrder(): EventOrder {
  const known = new Map<string, Known>()

  function note(name: string, more: Known): void {
    const before = known.get(name)
    known.delete(name)
    known.set(name, { ...before, ...more })
    const [oldest] = known.keys()
    if (known.size > MAX_MESSAGES && oldest !== undefined) known.delete(oldest)
  }

  function original(channel: string, message: Payload): Payload {
    const { origin } = known.get(`${channel}/${asText(message.ts)}`) ?? {}
    return origin ? { ...origin, ...message } : message
  }

  return {
    completed(event) {
      const channel = asText(event.channel)
      const before = asObject(event.previous_message)
      if (event.subtype === 'message_deleted') {
        const ts = asText(event.deleted_ts) || asText(before.ts)
        return { ...event, previous_message: original(channel, { ts, ...before }) }
      }
      if (event.subtype !== 'message_changed') return event
      const now = asObject(event.message)
      const message = original(channel, now)
      return {
        ...event,
        message: isAuthored(message) ? message : { ...message, user: before.user, bot_id: before.bot_id },
      }
    },

    current(given, event) {
      if (event.kind === 'command' || event.kind === 'action') return event
      const [ref] = event.kind === 'delete' ? event.messages : [event.message]
      if (!ref) return event
      const name = `${ref.conversation.channel}/${ref.id}`
      const { deleted, newest, edited } = known.get(name) ?? {}
      switch (event.kind) {
        case 'delete':
          note(name, { deleted: true })
          return event
        case 'edit': {
          const said = asText(asObject(asObject(given.message).edited).ts) || asText(given.event_ts) || asText(given.ts)
          if (deleted || (edited !== undefined && Number(said) < Number(edited))) return undefined
          // Once the message itself was heard, its text need not be kept.
          const heard = known.get(name)?.origin !== undefined && !newest
          note(name, heard ? { edited: said } : { edited: said, newest: event })
          return event
        }
        case 'message': {
          const origin = Object.fromEntries(LASTING.flatMap((key) => (given[key] ? [[key, given[key]]] : [])))
          note(name, { origin })
          if (deleted) return undefined
          // What is asked is answered as it was asked.
          return newest && !event.addressed ? { ...event, text: newest.text, files: newest.files } : event
        }
      }
    },
  }
}
