/** "Do not annotate me": people's own choice, remembered by their hash. */
import type { Responder } from '../../chat/adapter.ts'
import { UserError } from '../../chat/adapter.ts'
import type { Card } from '../../chat/card.ts'
import { text } from '../../chat/card.ts'
import type { ConversationRef, Person } from '../../chat/event.ts'
import type { OptOuts } from '../../storage/contract.ts'
import { StorageUnavailable } from '../../storage/contract.ts'
import { type Language, languageOf } from '../language/phrases.ts'
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
  return {
    tone: 'success',
    title: out ? say.outTitle : say.inTitle,
    summary,
    blocks: [{ kind: 'text', text: [text(summary + say.undo(`/imerr ${out ? 'optin' : 'optout'}`))] }],
    actions: [],
  }
}

export function createOptOut({ optOuts, hashPerson, language: otherwise, now, onBlind }: OptOutDeps): OptOut {
  /** Who was seen to be out, for the time when storage does not answer. */
  const out = new Set<string>()
  const remember = (person: string, isOut: boolean) => (isOut ? out.add(person) : out.delete(person))
  return {
    async has({ by, conversation }) {
      const person = hashPerson(by, conversation)
      try {
        const isOut = await optOuts.has(conversation, person)
        remember(person, isOut)
        return isOut
      } catch (error) {
        if (!(error instanceof StorageUnavailable)) throw error
        onBlind()
        return out.has(person)
      }
    },
    async choose({ by, conversation, locale }, isOut, responder) {
      const language = languageOf(locale, otherwise)
      try {
        await optOuts.set(conversation, hashPerson(by, conversation), isOut, now())
        remember(hashPerson(by, conversation), isOut)
      } catch (error) {
        if (!(error instanceof StorageUnavailable)) throw error
        onBlind()
        throw new UserError(ANNOTATION_WORDS[language].cannotRemember)
      }
      await responder.reply(card(isOut, language))
    },
  }
}
