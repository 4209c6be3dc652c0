/** Records that a code was seen: when, where, by whom (as a hash), with which API. Never the text. */
import type { ConversationRef, MessageRef, Person } from '../../chat/event.ts'
import { type Occurrence, type OccurrenceKind, type Occurrences, whenStorageIsLost } from '../../storage/contract.ts'
import type { HashPerson } from './hash-person.ts'

export interface Sighting {
  readonly kind: OccurrenceKind
  readonly codes: readonly string[]
  readonly conversation: ConversationRef
  readonly message?: MessageRef
  readonly by: Person
  /** The API that each code was seen with, where the text tells. */
  readonly apis?: ReadonlyMap<string, string>
  readonly at: number
}

export type RecordSighting = (sighting: Sighting) => Promise<void>

/**
 * @param onBlind called when storage did not answer: the sighting is lost, but the person still gets an answer
 * @param onRecorded called after the sightings are stored
 */
export function createRecordSighting(
  occurrences: Pick<Occurrences, 'add'>,
  hashPerson: HashPerson,
  onBlind: () => void,
  onRecorded: (occurrences: readonly Occurrence[]) => void = () => {},
): RecordSighting {
  return async ({ kind, codes, conversation, message, by, apis, at }) => {
    if (codes.length === 0) return
    const author = hashPerson(by, conversation)
    const seen = codes.map((code): Occurrence => {
      const api = apis?.get(code)
      return {
        code,
        kind,
        conversation,
        author,
        at,
        ...(message ? { message: message.id } : {}),
        ...(api ? { api } : {}),
      }
    })
    await whenStorageIsLost(async () => {
      await occurrences.add(seen)
      onRecorded(seen)
    }, onBlind)
  }
}
