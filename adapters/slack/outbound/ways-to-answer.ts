/** The ways in which a card reaches who acted: by response_url, as a note, in a modal, as a message, as a file. */
import { DeliveryError } from '../../../src/chat/adapter.ts'
import type { Attachment, Card } from '../../../src/chat/card.ts'
import type { ConversationRef, MessageRef, Person } from '../../../src/chat/event.ts'
import type { Log } from '../../../src/chat/log.ts'
import { deliveryError, forgiving } from '../api/error-words.ts'
import type { Failure } from '../api/failure.ts'
import type { Payload } from '../api/payload.ts'
import { type Api, CallError } from '../api/web-api.ts'
import type { NameOf } from '../render/rich-text.ts'
import { renderModal } from '../render/views.ts'
import type { Change } from './edit.ts'
import { contentOf, type Posts, type Size, shorterAfter } from './post.ts'
import { type PostWithFile, withText } from './post-with-file.ts'
import type { ResponseUrl } from './response-url.ts'

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

export interface WayDeps {
  readonly api: Api
  readonly posting: Posts
  readonly change: Change
  readonly postWithFile: PostWithFile
  readonly namesIn: (team: string, card: Card) => Promise<NameOf>
  readonly log: Log
}

export function createWaysToAnswer({ api, posting, change, postWithFile, namesIn, log }: WayDeps) {
  /** By response_url, smaller when Slack finds it too large. @returns why not, when not */
  async function byUrl(origin: Origin, card: Card, more: Payload): Promise<Failure | undefined> {
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
    const shown = await api.call(team, method, { ...where, view }).catch(forgiving(log, 'a modal could not be shown'))
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

  /** A file cannot hang on an ephemeral message: the person gets it directly. */
  async function privatelyWithFile(origin: Origin, card: Card, attachment: Attachment): Promise<void> {
    const { platform, workspace } = origin.conversation
    const title = { tone: card.tone, title: attachment.name, summary: card.summary, blocks: [], actions: [] }
    const place = { platform, workspace, channel: origin.by.id }
    const sent = await postWithFile(place, title, attachment).catch(
      forgiving(log, 'a direct message could not be sent'),
    )
    await privately(origin, sent ? card : withText(card, attachment))
  }

  return { byUrl, privately, privatelyWithFile, publicly, inModal }
}

export type WaysToAnswer = ReturnType<typeof createWaysToAnswer>
