/** Answers exactly one event, by the nearest way that works. */
import type { PostOptions, Responder } from '../../src/chat/adapter.ts'
import { DeliveryError } from '../../src/chat/adapter.ts'
import type { Attachment, Card } from '../../src/chat/card.ts'
import type { ConversationRef, MessageEvent, MessageRef, Person } from '../../src/chat/event.ts'
import { type Api, CallError } from './api.ts'
import type { Change } from './change.ts'
import { lengthOf } from './cut.ts'
import { deliveryError } from './errors.ts'
import type { Failure } from './failure.ts'
import type { Files } from './files.ts'
import type { Json } from './json.ts'
import { LIMITS } from './limits.ts'
import type { Log } from './log.ts'
import { contentOf, type Posting, type Size, shorterAfter } from './post.ts'
import type { ResponseUrl } from './response-url.ts'
import type { NameOf } from './rich-text.ts'
import { renderModal } from './view.ts'

export interface ResponderDeps {
  readonly api: Api
  readonly posting: Posting
  readonly change: Change
  readonly files: Files
  readonly namesIn: (team: string, card: Card) => Promise<NameOf>
  readonly log: Log
}

export interface Origin {
  readonly conversation: ConversationRef
  readonly by: Person
  readonly url: ResponseUrl
  /** The message whose button was pressed, when it is no ephemeral one. */
  readonly message?: MessageRef
  /** The modal to show the answer in. */
  readonly viewId?: string
  /** Pressed on a page of the app's own: opens a modal with the answer. */
  readonly triggerId?: string
}

/** What is said instead of a file that could not be handed over. */
function withText(card: Card, attachment: Attachment): Card {
  const room = LIMITS.body / 2
  const shown = lengthOf(attachment.content) > room ? `${attachment.content.slice(0, room)}\n…` : attachment.content
  return { ...card, blocks: [...card.blocks, { kind: 'code', text: shown }] }
}

export function createResponders({ api, posting, change, files, namesIn, log }: ResponderDeps) {
  const forgiven = (what: string) => (error: unknown) => {
    if (!(error instanceof DeliveryError)) throw error
    log.warn({ reason: error.message }, what)
    return undefined
  }

  /** By response_url, smaller when Slack finds it too large. @returns why not, when not */
  async function byUrl(origin: Origin, card: Card, more: Json): Promise<Failure | undefined> {
    if (!origin.url.open()) return { kind: 'refused', code: 'used_url', needed: '' }
    const nameOf = await namesIn(origin.conversation.workspace, card)
    for (let size: Size = 'full'; ; ) {
      const failure = await origin.url.send({ ...contentOf(card, size, nameOf), ...more })
      const shorter: Size | undefined = failure && shorterAfter(failure, size)
      if (!shorter) return failure
      size = shorter
    }
  }

  /** For the asker's eyes only. */
  async function privately(origin: Origin, card: Card): Promise<void> {
    // An answer by response_url stands below the channel, where somebody who reads a thread does not see it.
    if (origin.conversation.thread && origin.message) {
      const shown = await change.note(origin.conversation, origin.by.id, card).then(
        () => true,
        (error: unknown) => {
          if (!(error instanceof CallError)) throw error
          return false
        },
      )
      if (shown) return
    }
    const failure = await byUrl(origin, card, { response_type: 'ephemeral', replace_original: false })
    if (failure) await change.whisper(origin.conversation, origin.by.id, card)
  }

  async function inModal(origin: Origin, card: Card): Promise<boolean> {
    const { workspace: team } = origin.conversation
    const view = renderModal(card, await namesIn(team, card))
    const [method, where] = origin.viewId
      ? (['views.update', { view_id: origin.viewId }] as const)
      : (['views.open', { trigger_id: origin.triggerId }] as const)
    const shown = await api.call(team, method, { ...where, view }).catch(forgiven('a modal could not be shown'))
    return shown !== undefined
  }

  /** For everybody in the channel: a message that can be changed later, or else by response_url. */
  async function publicly(origin: Origin, card: Card): Promise<MessageRef | undefined> {
    try {
      return await posting.post(origin.conversation, card)
    } catch (error) {
      if (!(error instanceof DeliveryError) || error.reason === 'unavailable' || !origin.url.open()) throw error
      const { thread } = origin.conversation
      const place = thread ? { thread_ts: thread } : {}
      const failure = await byUrl(origin, card, { response_type: 'in_channel', replace_original: false, ...place })
      if (failure) throw deliveryError(failure, error)
      return undefined
    }
  }

  /** A message with a file below it; the file as text when Slack does not take it. */
  async function postWithFile(place: ConversationRef, card: Card, attachment: Attachment, options: PostOptions = {}) {
    const ref = await posting.post(place, card, options)
    const { workspace, channel } = ref.conversation
    try {
      await files.upload(workspace, channel, ref.conversation.thread, attachment)
    } catch (error) {
      forgiven('a file could not be handed over; sent as text')(error)
      await change.edit(ref, withText(card, attachment))
    }
    return ref
  }

  /** A file cannot hang on an ephemeral message: the person gets it directly. */
  async function privatelyWithFile(origin: Origin, card: Card, attachment: Attachment): Promise<void> {
    const { platform, workspace } = origin.conversation
    const title = { tone: card.tone, title: attachment.name, summary: card.summary, blocks: [], actions: [] }
    const place = { platform, workspace, channel: origin.by.id }
    const sent = await postWithFile(place, title, attachment).catch(forgiven('a direct message could not be sent'))
    await privately(origin, sent ? card : withText(card, attachment))
  }

  /** For a command, a button or a form. */
  function toInteraction(origin: Origin): Responder {
    const alone = origin.viewId !== undefined || origin.triggerId !== undefined
    let modal = alone

    async function reply(
      card: Card,
      visibility: 'private' | 'public' = 'private',
      attachment?: Attachment,
    ): Promise<MessageRef | undefined> {
      const isPublic = visibility === 'public' && !alone
      if (attachment && isPublic) return postWithFile(origin.conversation, card, attachment)
      if (attachment) return void (await privatelyWithFile(origin, card, attachment))
      if (isPublic) return publicly(origin, card)
      // The first answer takes the modal; it must not wipe out one that somebody reads.
      if (modal) {
        modal = false
        if (await inModal(origin, card)) return undefined
      }
      await privately(origin, card)
      return undefined
    }

    return {
      reply,
      async update(card) {
        if (origin.message) {
          try {
            return await change.edit(origin.message, card)
          } catch (error) {
            if (!(error instanceof DeliveryError)) throw error
            if (await byUrl(origin, card, { replace_original: true })) throw error
            return
          }
        }
        if (alone || !origin.url.open()) return void (await reply(card))
        const failure = await byUrl(origin, card, { replace_original: true })
        if (failure) await privately(origin, card)
      },
      async dismiss() {
        if (origin.message) {
          const done = await change.remove(origin.message).then(() => true, forgiven('a message could not be removed'))
          if (done) return
        }
        // Slack takes this word only alone.
        if (origin.url.open()) await origin.url.send({ delete_original: true })
      },
    }
  }

  /** For a message that was meant for the bot: a mention or a direct message. */
  function toMessage(event: MessageEvent): Responder {
    const place = event.replyIn ?? event.conversation
    let answers = 0
    async function reply(
      card: Card,
      visibility: 'private' | 'public' = 'private',
      attachment?: Attachment,
    ): Promise<MessageRef | undefined> {
      if (visibility === 'private' && !place.channel.startsWith('D')) {
        await change.whisper(event.conversation, event.by.id, attachment ? withText(card, attachment) : card)
        return undefined
      }
      // A redelivered question finds its answers; a second answer is another message.
      const options = { replyTo: event.message, key: `answer ${event.message.id} ${answers++}` }
      return attachment ? postWithFile(place, card, attachment, options) : posting.post(place, card, options)
    }
    return {
      reply,
      update: async (card) => void (await reply(card, 'public')),
      dismiss: async () => {},
    }
  }

  return { toInteraction, toMessage, postWithFile }
}

export type Responders = ReturnType<typeof createResponders>
