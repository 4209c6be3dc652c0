/** Answers one event by the best way that works: response_url, ephemeral message, modal, message or file. */
import { DeliveryError, type PostOptions, type Responder } from '../../../src/chat/adapter.ts'
import type { Attachment, Card } from '../../../src/chat/card.ts'
import type { ConversationRef, MessageEvent, MessageRef, Person } from '../../../src/chat/event.ts'
import type { Log } from '../../../src/chat/log.ts'
import { deliveryError, warnOfFailure } from '../api/error-words.ts'
import type { Failure } from '../api/failure.ts'
import type { Files } from '../api/files.ts'
import type { Payload } from '../api/payload.ts'
import type { People } from '../api/people.ts'
import { conversationOf, isDirectMessage } from '../api/places.ts'
import { type Api, CallError } from '../api/web-api.ts'
import { LIMITS } from '../limits.ts'
import { lengthOf } from '../render/graphemes.ts'
import { renderModal } from '../render/views.ts'
import type { Edits } from './edit.ts'
import { contentOf, type Posts, type Size, shorterAfter } from './post.ts'
import type { ResponseUrl } from './response-url.ts'

/** Where a command, button or form comes from. */
export interface Origin {
  readonly conversation: ConversationRef
  readonly by: Person
  readonly url: ResponseUrl
  /** The message whose button was pressed; absent for an ephemeral one. */
  readonly message?: MessageRef
  /** The modal to show the answer in. */
  readonly viewId?: string
  /** Opens a modal for the answer to a button of the App Home. */
  readonly triggerId?: string
}

interface ResponderDeps {
  readonly api: Api
  readonly people: People
  readonly posts: Posts
  readonly edits: Edits
  readonly files: Files
  readonly log: Log
}

/** The card with a file's text, cut to what a message takes, for when the file itself cannot be uploaded. */
function withText(card: Card, { content }: Attachment): Card {
  const room = LIMITS.body / 2
  const text = lengthOf(content) > room ? `${content.slice(0, room)}\n…` : content
  return { ...card, blocks: [...card.blocks, { kind: 'code', text }] }
}

export function createResponders({ api, people, posts, edits, files, log }: ResponderDeps) {
  /** Posts a card and uploads the file beside it, or appends the file's text where Slack refuses the file. */
  async function postWithFile(place: ConversationRef, card: Card, file: Attachment, options: PostOptions = {}) {
    const ref = await posts.post(place, card, options)
    const { workspace, channel, thread } = ref.conversation
    try {
      await files.upload(workspace, channel, thread, file)
    } catch (error) {
      warnOfFailure(log, 'a file could not be uploaded; sent as text')(error)
      await edits.edit(ref, withText(card, file))
    }
    return ref
  }

  /** Sends to the response_url, smaller when the card is too large. @returns the failure, if any */
  async function byUrl({ conversation, url }: Origin, card: Card, more: Payload): Promise<Failure | undefined> {
    if (!url.open()) return { kind: 'refused', code: 'used_url', needed: '' }
    const nameOf = await people.namesIn(conversation.workspace, card)
    for (let size: Size = 'full'; ; ) {
      const failure = await url.send({ ...contentOf(card, size, nameOf), ...more })
      const shorter: Size | undefined = failure && shorterAfter(failure, size)
      if (!shorter) return failure
      size = shorter
    }
  }

  async function privately(origin: Origin, card: Card): Promise<void> {
    const { conversation, by } = origin
    // A response_url answers in the channel, where a reader of the thread does not see it.
    if (conversation.thread && origin.message) {
      const shown = await edits.note(conversation, by.id, card).then(
        () => true,
        (error: unknown) => {
          if (!(error instanceof CallError)) throw error
          return false
        },
      )
      if (shown) return
    }
    const failure = await byUrl(origin, card, { response_type: 'ephemeral', replace_original: false })
    if (failure) await edits.whisper(conversation, by.id, card)
  }

  /** An ephemeral message takes no file, so the person gets the file in a direct message. */
  async function privatelyWithFile(origin: Origin, card: Card, attachment: Attachment): Promise<void> {
    const title: Card = { tone: card.tone, title: attachment.name, summary: card.summary, blocks: [], actions: [] }
    const sent = await postWithFile(
      conversationOf(origin.conversation.workspace, origin.by.id),
      title,
      attachment,
    ).catch(warnOfFailure(log, 'a direct message could not be sent'))
    await privately(origin, sent ? card : withText(card, attachment))
  }

  /** Posts a message, which can be edited later, or else sends to the response_url. */
  async function publicly(origin: Origin, card: Card): Promise<MessageRef | undefined> {
    try {
      return await posts.post(origin.conversation, card)
    } catch (error) {
      if (!(error instanceof DeliveryError) || error.reason === 'unavailable' || !origin.url.open()) throw error
      const { thread } = origin.conversation
      const place = thread ? { thread_ts: thread } : {}
      const failure = await byUrl(origin, card, { response_type: 'in_channel', replace_original: false, ...place })
      if (failure) throw deliveryError(failure, error)
      return undefined
    }
  }

  /** @returns false when the modal could not be shown, such as one that was closed meanwhile */
  async function inModal({ conversation, viewId, triggerId }: Origin, card: Card): Promise<boolean> {
    const { workspace: team } = conversation
    const view = renderModal(card, await people.namesIn(team, card))
    const shown = viewId
      ? api.call(team, 'views.update', { view_id: viewId, view })
      : api.call(team, 'views.open', { trigger_id: triggerId, view })
    return (await shown.catch(warnOfFailure(log, 'a modal could not be shown'))) !== undefined
  }

  /** For a command, a button or a form. */
  function toInteraction(origin: Origin): Responder {
    const isInView = origin.viewId !== undefined || origin.triggerId !== undefined
    let modalIsFree = isInView

    const reply: Responder['reply'] = async (card, visibility = 'private', attachment) => {
      const isPublic = visibility === 'public' && !isInView
      if (attachment && isPublic) return postWithFile(origin.conversation, card, attachment)
      if (attachment) return void (await privatelyWithFile(origin, card, attachment))
      if (isPublic) return publicly(origin, card)
      // Only the first answer goes into the modal: a second must not replace what somebody is reading.
      if (modalIsFree) {
        modalIsFree = false
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
            return await edits.edit(origin.message, card)
          } catch (error) {
            if (!(error instanceof DeliveryError)) throw error
            if (await byUrl(origin, card, { replace_original: true })) throw error
            return
          }
        }
        if (isInView || !origin.url.open()) return void (await reply(card))
        const failure = await byUrl(origin, card, { replace_original: true })
        if (failure) await privately(origin, card)
      },
      async dismiss() {
        if (origin.message) {
          const onFailure = warnOfFailure(log, 'a message could not be removed')
          if (await edits.remove(origin.message).then(() => true, onFailure)) return
        }
        // Slack takes delete_original only on its own.
        if (origin.url.open()) await origin.url.send({ delete_original: true })
      },
    }
  }

  /** For a message addressed to the bot: a mention or a direct message. */
  function toMessage(event: MessageEvent): Responder {
    const place = event.replyIn ?? event.conversation
    let replies = 0
    const reply: Responder['reply'] = async (card, visibility = 'private', attachment) => {
      if (visibility === 'private' && !isDirectMessage(place.channel)) {
        await edits.whisper(event.conversation, event.by.id, attachment ? withText(card, attachment) : card)
        return undefined
      }
      // The key makes a redelivered question find its earlier replies; each reply has its own.
      const options = { replyTo: event.message, key: `answer ${event.message.id} ${replies++}` }
      return attachment ? postWithFile(place, card, attachment, options) : posts.post(place, card, options)
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
