/** Posts, edits and removes the bot's own messages, each exactly once even when the network fails. */
import { createHash, randomUUID } from 'node:crypto'
import type { APIMessage, RawFile } from 'discord.js'
import PQueue from 'p-queue'
import { DeliveryError, type PostOptions } from '../../../src/chat/adapter.ts'
import type { Attachment, Card } from '../../../src/chat/card.ts'
import type { ConversationRef, MessageRef } from '../../../src/chat/event.ts'
import { channelIdOf, isForum, placeOfConversation } from '../api/places.ts'
import { deliveryError, isFault } from '../api/rest-api.ts'
import type { Context } from '../context.ts'
import { ERROR_CODES, LIMITS, TIMES } from '../limits.ts'
import { type Mentions, NOBODY, type RenderedMessage, renderMessage } from '../render/card.ts'
import type { Threads } from './threads.ts'

/** @throws DeliveryError when the file is larger than Discord accepts */
export function toRawFiles(attachment: Attachment | undefined): RawFile[] {
  if (!attachment) return []
  const data = Buffer.from(attachment.content)
  if (data.length > LIMITS.upload)
    throw new DeliveryError('invalid', `${attachment.name} is larger than Discord's 10 MiB`)
  return [{ name: attachment.name, data, contentType: attachment.mediaType }]
}

/** The same idempotency key gives the same nonce in every process, so that Discord drops a second message. */
export const nonceOf = (key: string, generation: number): string =>
  createHash('sha256').update(`${key}\n${generation}`).digest('base64url').slice(0, LIMITS.nonce)

export function createPoster({ client, api, places, permissions, own, wait }: Context, threads: Threads) {
  /** Splits ids into users and roles. */
  function mentionsOf(ids: readonly string[], { workspace }: ConversationRef): Mentions {
    const roles = client.guilds.cache.get(workspace)?.roles.cache
    const known = ids.filter((id) => /^\d{15,21}$/.test(id) && id !== workspace)
    return { users: known.filter((id) => !roles?.has(id)), roles: known.filter((id) => roles?.has(id)) }
  }

  /** Where the message goes, and what it replies to. */
  async function target(conversation: ConversationRef, options: PostOptions) {
    const into = options.inThreadOf && (await threads.under(options.inThreadOf))
    // Where no thread can be opened, a reply to the message replaces it.
    const replyTo = options.replyTo ?? (into ? undefined : options.inThreadOf)
    return { at: into ?? conversation, replyTo }
  }

  function bodyOf(at: ConversationRef, card: Card, options: PostOptions, notifies = false): RenderedMessage {
    const allowed = permissions.of(at)
    const plain = !allowed.has('EmbedLinks')
    if (plain) permissions.warnOnce(at, ['EmbedLinks'], 'its answers are plain text there')
    return renderMessage(card, { plain, notifies, mention: options.mention ? mentionsOf(options.mention, at) : NOBODY })
  }

  function reference(at: ConversationRef, replyTo: MessageRef | undefined) {
    if (!replyTo || channelIdOf(replyTo.conversation) !== channelIdOf(at)) return {}
    if (!permissions.of(at).has('ReadMessageHistory')) {
      permissions.warnOnce(at, ['ReadMessageHistory'], 'its answers do not show what they reply to')
      return {}
    }
    // When the message is deleted meanwhile, post without a reference.
    return { message_reference: { type: 0, message_id: replyTo.id, fail_if_not_exists: false } }
  }

  async function send(at: ConversationRef, body: object, files: RawFile[], key: string): Promise<APIMessage> {
    const channel = channelIdOf(at)
    const before = Date.now()
    for (let attempt = 0; ; attempt++) {
      const nonce = nonceOf(key, own.generation(key))
      try {
        return await api.post<APIMessage>(`/channels/${channel}/messages`, {
          body: { ...body, nonce, enforce_nonce: true },
          ...(files.length > 0 ? { files } : {}),
          findDone: () => own.find(channel, nonce, body, before),
        })
      } catch (error) {
        const again = TIMES.forum[attempt]
        if (again === undefined) throw error
        if (isFault(error, ERROR_CODES.forumPostNotBegun)) await wait(again)
        else if (isFault(error, ERROR_CODES.threadArchived)) await threads.unarchive(channel)
        // A message with this nonce was deleted, but this one must be posted: use another nonce.
        else if (isFault(error, ERROR_CODES.unknownMessage) && own.generation(key) < TIMES.forum.length) own.renew(key)
        else throw error
      }
    }
  }

  /** A forum holds only posts, so the message opens one. */
  async function openPost(at: ConversationRef, card: Card, body: object, files: RawFile[]): Promise<MessageRef> {
    const thread = await api.post<{ id: string }>(`/channels/${at.channel}/threads`, {
      body: { name: threads.nameOf(card.title), message: body },
      ...(files.length > 0 ? { files } : {}),
      once: true,
    })
    return { conversation: { ...at, thread: thread.id }, id: thread.id }
  }

  /** @param notifies true for a direct message, which may ring a phone although it mentions nobody */
  async function post(
    conversation: ConversationRef,
    card: Card,
    options: PostOptions = {},
    notifies = false,
  ): Promise<MessageRef> {
    const key = options.key ?? randomUUID()
    const posted = own.postedUnder(key)
    if (posted) return posted
    const { at, replyTo } = await target(conversation, options)
    const place = await places.find(channelIdOf(at), placeOfConversation(at)).catch((error: unknown) => {
      throw deliveryError(error, 'cannot post')
    })
    permissions.requirePosting(at, place)
    const files = toRawFiles(options.attachment)
    if (files.length > 0 && !permissions.of(at).has('AttachFiles')) {
      permissions.warnOnce(at, ['AttachFiles'], 'it cannot hand over files there')
      throw new DeliveryError('forbidden', `the bot lacks Attach Files in the channel ${at.channel}`)
    }
    const body = bodyOf(at, card, options, notifies)
    try {
      if (isForum(place.type)) return await openPost(at, card, body, files)
      if (place.archived) await threads.unarchive(place.id)
      const message = await send(at, { ...body, ...reference(at, replyTo) }, files, key)
      const ref = { conversation: at, id: message.id }
      own.remember(key, ref)
      return ref
    } catch (error) {
      permissions.noteRefusal(at, error)
      throw deliveryError(error, 'cannot post')
    }
  }

  const queues = new Map<string, PQueue>()
  /** Serialises changes of a message, so that a slow one does not undo a later one. Reopens an archived thread. */
  async function change({ id, conversation }: MessageRef, work: () => Promise<unknown>): Promise<void> {
    const queue = queues.get(id) ?? new PQueue({ concurrency: 1 })
    queues.set(id, queue)
    try {
      await queue.add(async () => {
        try {
          await work()
        } catch (error) {
          if (!isFault(error, ERROR_CODES.threadArchived)) throw error
          await threads.unarchive(channelIdOf(conversation))
          await work()
        }
      })
    } finally {
      if (queue.size + queue.pending === 0 && queues.get(id) === queue) queues.delete(id)
    }
  }
  const pathOf = (message: MessageRef) => `/channels/${channelIdOf(message.conversation)}/messages/${message.id}`

  return {
    post,
    async edit(message: MessageRef, card: Card): Promise<void> {
      const { content, embeds, components, allowed_mentions } = bodyOf(message.conversation, card, {})
      try {
        await change(message, () =>
          api.patch(pathOf(message), { body: { content, embeds, components, allowed_mentions } }),
        )
      } catch (error) {
        throw deliveryError(error, 'cannot edit')
      }
    },
    async remove(message: MessageRef): Promise<void> {
      own.removing(message.id)
      try {
        await change(message, () => api.delete(pathOf(message)))
      } catch (error) {
        const failure = deliveryError(error, 'cannot remove')
        if (failure.reason !== 'gone') throw failure
      }
    },
  }
}

export type Poster = ReturnType<typeof createPoster>
