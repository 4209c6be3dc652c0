/** The buttons under an annotation: not helpful, dismiss, and opting out. */

import { type Adapter, type Responder, UserError } from '../../chat/adapter.ts'
import { type Card, notice } from '../../chat/card.ts'
import type { ActionEvent, ConversationRef } from '../../chat/event.ts'
import { type Annotation, type Feedback, type FeedbackKind, whenStorageIsLost } from '../../storage/contract.ts'
import type { Authority } from '../access/authority.ts'
import { type Language, languageOf } from '../language/language.ts'
import type { HashPerson } from '../sightings/hash-person.ts'
import type { AnnotationBook } from './annotation-book.ts'
import { ANNOTATION_WORDS } from './annotation-words.ts'

export interface AnnotationButtonsDeps {
  readonly annotations: AnnotationBook
  readonly feedback: Feedback
  readonly authority: Authority
  readonly hashPerson: HashPerson
  readonly adapterOf: (conversation: ConversationRef) => Adapter
  /** For people whose platform does not tell their language. */
  readonly language: Language
  readonly now: () => number
}

const thanks = (title: string, sentence: string, optOut: string | undefined): Card => ({
  ...notice(title, sentence, 'success'),
  actions: optOut ? [{ kind: 'button', id: 'annotate.optout', value: 'out', label: optOut }] : [],
})

export function createAnnotationButtons(deps: AnnotationButtonsDeps) {
  const { annotations, feedback, authority, hashPerson, adapterOf, now } = deps

  const wordsFor = ({ locale }: ActionEvent) => ANNOTATION_WORDS[languageOf(locale, deps.language)]

  async function pressedOn(event: ActionEvent): Promise<Annotation | undefined> {
    return event.message && (await annotations.byReply(event.message))
  }
  /** Counts feedback; a lost storage must not fail the button. @returns false when the person has said so before */
  async function count(annotation: Annotation, kind: FeedbackKind, person: string): Promise<boolean> {
    if (annotation.id < 0) return true
    return whenStorageIsLost(
      () => feedback.add(annotation.id, kind, person, now()),
      () => true,
    )
  }

  return {
    async unhelpful(event: ActionEvent, responder: Responder): Promise<void> {
      const annotation = await pressedOn(event)
      const person = hashPerson(event.by, event.conversation)
      const first = annotation ? await count(annotation, 'not-helpful', person) : true
      const say = wordsFor(event)
      const optOut = annotation?.author === person ? say.optOut : undefined
      await responder.reply(thanks(say.unhelpfulTitle, first ? say.noted : say.notedAlready, optOut))
    },

    /** For the author of the message and for moderators. */
    async dismiss(event: ActionEvent, responder: Responder): Promise<void> {
      const annotation = await pressedOn(event)
      const person = hashPerson(event.by, event.conversation)
      const isAuthor = annotation?.author === person
      const say = wordsFor(event)
      if (!isAuthor && !(await authority.isModerator(event.by, event.conversation))) throw new UserError(say.notYours)
      if (annotation) {
        await count(annotation, 'dismissed', person)
        await annotations.update(annotation.id, { state: 'dismissed' }, now())
      }
      const reply = annotation?.reply ?? event.message
      if (reply) await adapterOf(reply.conversation).remove(reply)
      else await responder.dismiss()
      await responder.reply(thanks(say.removedTitle, say.removed, isAuthor ? say.optOut : undefined))
    },
  }
}
