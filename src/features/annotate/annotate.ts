/** Annotation: one quiet reply under a message that holds error codes, tied to it for life. */
import { LRUCache } from 'lru-cache'
import type { Responder } from '../../chat/adapter.ts'
import type { DeleteEvent, EditEvent, MessageEvent } from '../../chat/event.ts'
import type { Unfinished } from '../../chat/handlers.ts'
import type { Annotation } from '../../storage/contract.ts'
import { type Reading, type ReadMessage, wholeOf } from '../reading/read-message.ts'
import type { EffectiveSettings } from '../settings/effective-settings.ts'
import type { Settings } from '../settings/settings.ts'
import { callsInText } from '../sightings/calls-in-text.ts'
import type { RecordSighting } from '../sightings/record.ts'
import { type AnnotationReplyDeps, createAnnotationReply, type Said } from './annotation-reply.ts'
import type { ForumPosts } from './forum-posts.ts'
import type { Gate } from './gate.ts'
import { certainCodes, type Decision, type GateDeps, passGates } from './gates.ts'
import { createSecretWarning, nameOf } from './secret-warning.ts'

export interface AnnotateDeps extends Omit<GateDeps, 'annotations' | 'posts'>, AnnotationReplyDeps {
  readonly posts: ForumPosts
  readonly settings: Pick<Settings, 'of'>
  readonly read: ReadMessage
  readonly record: RecordSighting
  /** Answers a message addressed to the bot. */
  readonly answer: (event: MessageEvent, responder: Responder) => Promise<void>
  readonly onSuppressed: (gate: Gate) => void
  /** Told of a whisper that could not be delivered. */
  readonly onUndelivered: (error: unknown) => void
}

const holdCodes = (files: Reading['files']) => files.some(({ digest }) => digest.codes.length > 0)

const MAX_REMEMBERED = 5_000

export function createAnnotate(deps: AnnotateDeps) {
  const { annotations, settings, read, record, now } = deps
  const reply = createAnnotationReply(deps)
  const warn = createSecretWarning(deps)
  /** Messages answered as questions: an edit brings no second answer. */
  const answered = new LRUCache<string, true>({ max: MAX_REMEMBERED })
  /** Deleted messages: a redelivery after that is not annotated. */
  const deleted = new LRUCache<string, true>({ max: MAX_REMEMBERED })
  /** The newest reading of each message whose files are still being read: an edit or deletion replaces it. */
  const unfinished = new Map<string, Promise<Reading>>()

  async function remember(event: Said, reading: Reading, codes: readonly string[], decision: Decision): Promise<void> {
    // Where the bot was told not to read, it does not count either.
    const { gate } = decision.refusal ?? {}
    if (gate === 'channel mode' || gate === 'author opted out' || gate === 'ignored bot') return
    await record({
      kind: event.by.bot ? 'alert' : holdCodes(reading.files) ? 'scan' : 'annotation',
      codes,
      apis: new Map([...callsInText(wholeOf(event), reading.mentions), ...reading.apis]),
      conversation: event.conversation,
      message: event.message,
      by: event.by,
      at: now(),
    })
  }

  async function consider(event: Said, reading: Reading, holds: EffectiveSettings): Promise<void> {
    const decision = await passGates(reading.mentions, holds, event, deps)
    const certain = certainCodes(reading.mentions)
    await remember(event, reading, certain, decision)
    if (decision.refusal) deps.onSuppressed(decision.refusal.gate)
    if (decision.codes.length === 0 && !decision.storm) return
    // A late redelivery: answered or dismissed before.
    if (event.kind === 'message' && (await annotations.bySource(event.message))) return
    if (decision.codes.length > 0) await reply.post(event, reading, decision.codes, holds)
    else await reply.postStorm(event, certain, holds)
  }

  /** The codes that an edited message should show: those it had, and new ones that pass the gates. */
  async function codesAfterEdit(event: Said, reading: Reading, holds: EffectiveSettings, had: readonly string[]) {
    const certain = certainCodes(reading.mentions).filter((code) => !holds.ignoredCodes.includes(code))
    const added = certain.filter((code) => !had.includes(code))
    if (added.length === 0) return certain
    const mentions = reading.mentions.filter((mention) => added.includes(mention.code))
    // An edit adds no message to the channel, so the budget does not apply.
    const unlimited = { ...deps, budget: { ...deps.budget, annotations: Number.POSITIVE_INFINITY } }
    const decision = await passGates(mentions, holds, event, unlimited)
    await remember(event, reading, added, decision)
    return certain.filter((code) => had.includes(code) || decision.codes.includes(code))
  }

  /** @param anyway true to edit even when the codes are the same, because notes about files may have changed */
  async function revise(
    annotation: Annotation,
    event: Said,
    reading: Reading,
    holds: EffectiveSettings,
    anyway = false,
  ): Promise<void> {
    if (annotation.codes.length === 0) {
      // The summary of a storm stands for other messages too: it goes only with this message's last code.
      if (certainCodes(reading.mentions).length === 0) await reply.takeAway(annotation)
      return
    }
    const codes = await codesAfterEdit(event, reading, holds, annotation.codes)
    if (codes.length === 0) return reply.takeAway(annotation)
    const same = codes.length === annotation.codes.length && codes.every((code, i) => annotation.codes[i] === code)
    if (same && !anyway) return
    await reply.change(annotation, event, reading, codes, holds)
  }

  /** Handles the whole message once its files are read: the same gates, the same annotation. */
  async function complete(event: Said, reading: Reading): Promise<void> {
    const annotation = await annotations.bySource(event.message)
    const holds = await settings.of(event.conversation, event.external)
    if (holds.mode === 'off' && annotation?.state !== 'posted') return
    if (holds.mode !== 'off') await warn(event, reading.secrets, holds.language)
    if (annotation?.state === 'dismissed') return
    if (annotation?.state === 'posted') await revise(annotation, event, reading, holds, true)
    // The text alone has been considered before.
    else if (holdCodes(reading.files) || certainCodes(reading.inText).length === 0)
      await consider(event, reading, holds)
  }

  /** @returns the work to do in the conversation's turn once the files are read */
  function finishing(event: Said, whole: Promise<Reading> | undefined): Unfinished | undefined {
    const name = nameOf(event.message)
    if (!whole) {
      unfinished.delete(name)
      return undefined
    }
    unfinished.set(name, whole)
    const finish = (reading: Reading) => async () => {
      if (unfinished.get(name) !== whole) return
      unfinished.delete(name)
      await complete(event, reading)
    }
    return { later: whole.then(finish) }
  }

  return {
    async message(event: MessageEvent, responder?: Responder): Promise<Unfinished | undefined> {
      if (event.addressed && responder) {
        answered.set(nameOf(event.message), true)
        await deps.answer(event, responder)
        return undefined
      }
      if (deleted.has(nameOf(event.message))) return undefined
      deps.posts.note(event)
      const holds = await settings.of(event.conversation, event.external)
      if (holds.mode === 'off') {
        deps.onSuppressed('channel mode')
        return undefined
      }
      const { reading, whole } = await read.soon(event)
      await warn(event, reading.secrets, holds.language)
      // Nothing to say before the files are read, unless the text holds a code.
      if (!whole || certainCodes(reading.mentions).length > 0) await consider(event, reading, holds)
      return finishing(event, whole)
    },

    async edit(event: EditEvent): Promise<Unfinished | undefined> {
      deps.posts.note(event)
      const annotation = await annotations.bySource(event.message)
      const holds = await settings.of(event.conversation, event.external)
      if (holds.mode === 'off' && annotation?.state !== 'posted') {
        deps.onSuppressed('channel mode')
        return undefined
      }
      const { reading, whole } = await read.soon(event)
      if (holds.mode !== 'off') await warn(event, reading.secrets, holds.language)
      // A dismissed annotation stays away after an edit.
      if (annotation?.state === 'dismissed' || answered.has(nameOf(event.message))) return undefined
      // Wait for the files: the annotation must not disappear and come back.
      if (whole && annotation?.state === 'posted') return finishing(event, whole)
      if (annotation?.state === 'posted') await revise(annotation, event, reading, holds)
      else if (!whole || certainCodes(reading.mentions).length > 0) await consider(event, reading, holds)
      return finishing(event, whole)
    },

    async remove(event: DeleteEvent): Promise<void> {
      for (const message of event.messages) {
        deleted.set(nameOf(message), true)
        unfinished.delete(nameOf(message))
        const annotation = await annotations.bySource(message)
        if (annotation?.state === 'posted') await reply.takeAway(annotation)
        const own = await annotations.byReply(message)
        // Somebody deleted our reply by the platform's own means, which counts as a dismissal.
        if (own?.state === 'posted') await annotations.update(own.id, { state: 'dismissed' }, now())
      }
    },
  }
}
