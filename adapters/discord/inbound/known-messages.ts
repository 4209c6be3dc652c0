/** What is kept of messages, so that a change is noticed and an update that tells only what changed is understood. No text. */
import { createHash } from 'node:crypto'
import type { MessageEvent } from '../../../src/chat/event.ts'
import { createRecent } from '../../../src/chat/recent.ts'
import type { GatewayMessage } from './message-event.ts'

const REMEMBERED = 10_000

const hash = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 16)

/** What stands for a message's text when only a change matters; short, because many are kept. */
export const fingerprint = (event: Pick<MessageEvent, 'text' | 'title' | 'files'>): string =>
  hash(JSON.stringify([event.text, event.title, event.files.map((file) => [file.name, file.size])]))

type Frame = Pick<GatewayMessage, 'author' | 'webhook_id' | 'guild_id' | 'type' | 'attachments' | 'application_id'>

interface Known {
  readonly frame: Frame
  readonly content: string
  told?: string
}

/** An alerting tool says in embeds what people say in the content; both must be there to know what it says. */
const saysByEmbeds = ({ author, webhook_id }: Frame) => author?.bot === true || webhook_id !== undefined

export function createKnownMessages() {
  const known = createRecent<string, Known>(REMEMBERED)
  const gone = createRecent<string, true>(REMEMBERED)

  return {
    has: (id: string) => known.has(id),
    /** A message was said, or changed. */
    note(message: GatewayMessage): void {
      const { author, webhook_id, guild_id, type, attachments, application_id } = message
      const slim = author && {
        ...{ id: author.id, username: author.username, discriminator: '0', avatar: null },
        ...{ global_name: author.global_name ?? null, bot: author.bot === true },
      }
      const frame: Frame = {
        ...(slim ? { author: slim } : {}),
        ...(webhook_id === undefined ? {} : { webhook_id }),
        ...(guild_id === undefined ? {} : { guild_id }),
        ...(type === undefined ? {} : { type }),
        ...(application_id === undefined ? {} : { application_id }),
        ...(attachments?.length ? { attachments } : {}),
      }
      known.set(message.id, { frame, content: hash(message.content ?? '') })
    },
    /** The bot was told of the message with this fingerprint. */
    told(id: string, print: string): void {
      const found = known.get(id)
      if (found) found.told = print
    },
    /** The fingerprint that the bot was told last. */
    toldOf: (id: string) => known.get(id)?.told,
    /** True when the content is another than the one that was seen; false for a message that never was. */
    isReworded({ id, content }: GatewayMessage): boolean {
      const found = known.get(id)
      return found !== undefined && content !== undefined && found.content !== hash(content)
    },
    /** The update with what is known besides; undefined when that is not enough to tell who says what. */
    completed(update: GatewayMessage): GatewayMessage | undefined {
      const whole = { ...known.get(update.id)?.frame, ...update }
      const enough = whole.author && whole.content !== undefined && (!saysByEmbeds(whole) || whole.embeds !== undefined)
      return enough ? whole : undefined
    },
    forget(id: string): void {
      known.delete(id)
      gone.set(id, true)
    },
    isGone: (id: string) => gone.has(id),
  }
}

export type KnownMessages = ReturnType<typeof createKnownMessages>
