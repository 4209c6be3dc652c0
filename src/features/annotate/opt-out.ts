/** "Do not annotate me": people's own choice, stored by their hash. */

import { type Responder, UserError } from '../../chat/adapter.ts'
import { type Card, line, notice } from '../../chat/card.ts'
import type { ConversationRef, Person } from '../../chat/event.ts'
import { type OptOuts, whenStorageIsLost } from '../../storage/contract.ts'
import { type Language, languageOf } from '../language/language.ts'
import type { HashPerson } from '../sightings/hash-person.ts'
import { ANNOTATION_WORDS } from './annotation-words.ts'

export interface OptOutDeps {
  readonly optOuts: OptOuts
  readonly hashPerson: HashPerson
  /** For people whose platform does not tell their language. */
  readonly language: Language
  readonly now: () => number
  /** Called when storage did not answer. */
  readonly onBlind: () => void
}

type Who = { readonly by: Person; readonly conversation: ConversationRef }

export interface OptOut {
  has(said: Who): Promise<boolean>
  choose(said: Who & { readonly locale?: string }, out: boolean, responder: Responder): Promise<void>
}

function card(out: boolean, language: Language): Card {
  const say = ANNOTATION_WORDS[language]
  const summary = out ? say.out : say.in
  const undo = say.undo(`/imerr ${out ? 'optin' : 'optout'}`)
  return { ...notice(out ? say.outTitle : say.inTitle, summary, 'success'), blocks: [line(summary + undo)] }
}

export function createOptOut({ optOuts, hashPerson, language: otherwise, now, onBlind }: OptOutDeps): OptOut {
  /** People known to have opted out, for the time when storage is lost. */
  const out = new Set<string>()
  const remember = (person: string, isOut: boolean) => (isOut ? out.add(person) : out.delete(person))
  return {
    async has({ by, conversation }) {
      const person = hashPerson(by, conversation)
      return whenStorageIsLost(
        async () => {
          const isOut = await optOuts.has(conversation, person)
          remember(person, isOut)
          return isOut
        },
        () => {
          onBlind()
          return out.has(person)
        },
      )
    },
    async choose({ by, conversation, locale }, isOut, responder) {
      const language = languageOf(locale, otherwise)
      await whenStorageIsLost(
        async () => {
          await optOuts.set(conversation, hashPerson(by, conversation), isOut, now())
          remember(hashPerson(by, conversation), isOut)
        },
        () => {
          onBlind()
          throw new UserError(ANNOTATION_WORDS[language].cannotRemember)
        },
      )
      await responder.reply(card(isOut, language))
    },
  }
}
