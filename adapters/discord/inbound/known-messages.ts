/** Remembers messages without their text, to notice real edits and to complete partial updates. */
import { LRUCache } from 'lru-cache'
import { type GatewayMessage, hash } from './message-event.ts'
import { saysByEmbeds } from './message-text.ts'

const max = 10_000

type Frame = Pick<GatewayMessage, 'author' | 'webhook_id' | 'guild_id' | 'type' | 'attachments' | 'application_id'>

interface Known {
  readonly frame: Frame
  readonly contentHash: string
  /** Fingerprint of the event that the bot handled last. */
  handled?: string
}

/** The parts that complete a later update, without what takes memory. */
function frameOf({ author, webhook_id, guild_id, type, attachments, application_id }: GatewayMessage): Frame {
  return {
    ...(author && {
      author: {
        id: author.id,
        username: author.username,
        discriminator: '0',
        avatar: null,
        global_name: author.global_name ?? null,
        bot: author.bot === true,
      },
    }),
    ...(webhook_id === undefined ? {} : { webhook_id }),
    ...(guild_id === undefined ? {} : { guild_id }),
    ...(type === undefined ? {} : { type }),
    ...(application_id === undefined ? {} : { application_id }),
    ...(attachments?.length ? { attachments } : {}),
  }
}

export function createKnownMessages() {
  const known = new LRUCache<string, Known>({ max })
  const deleted = new LRUCache<string, true>({ max })

  return {
    has: (id: string) => known.has(id),
    /** A message was sent or edited. */
    note(message: GatewayMessage): void {
      known.set(message.id, { frame: frameOf(message), contentHash: hash(message.content ?? '') })
    },
    /** The bot handled the message with this fingerprint. */
    noteHandled(id: string, fingerprint: string): void {
      const found = known.get(id)
      if (found) found.handled = fingerprint
    },
    /** The fingerprint that the bot handled last. */
    handledOf: (id: string) => known.get(id)?.handled,
    /** True when the content differs from the one that was seen; false for an unknown message. */
    isReworded({ id, content }: GatewayMessage): boolean {
      const found = known.get(id)
      return found !== undefined && content !== undefined && found.contentHash !== hash(content)
    },
    /** Completes an update with what is known; undefined when author or text are still missing. */
    completed(update: GatewayMessage): GatewayMessage | undefined {
      const whole = { ...known.get(update.id)?.frame, ...update }
      // A tool's text is in embeds as well as in the content, so both must be there.
      const isEnough =
        whole.author && whole.content !== undefined && (!saysByEmbeds(whole) || whole.embeds !== undefined)
      return isEnough ? whole : undefined
    },
    noteDeleted(id: string): void {
      known.delete(id)
      deleted.set(id, true)
    },
    isDeleted: (id: string) => deleted.has(id),
  }
}

export type KnownMessages = ReturnType<typeof createKnownMessages>
