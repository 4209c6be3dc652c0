/** Remembers that a code was seen: when, where, by how many. Never what was said. */
import type { ConversationRef, MessageRef, Person } from '../../chat/event.ts'
import type { Occurrence, OccurrenceKind, Occurrences } from '../../storage/contract.ts'
import { StorageUnavailable } from '../../storage/contract.ts'
import type { HashPerson } from './hash-person.ts'

export interface Sighting {
  readonly kind: OccurrenceKind
  readonly codes: readonly string[]
  readonly conversation: ConversationRef
  readonly message?: MessageRef
  readonly by: Person
  /** The call each code was seen with, where the text says so. */
  readonly apis?: ReadonlyMap<string, string>
  readonly at: number
}

export type Record = (sighting: Sighting) => Promise<void>

/**
 * @param onBlind called when storage did not answer; the sighting is lost, the answer to the person is not.
 * @param onRecorded tells triage that something new may be spiking.
 */
export function createRecord(
  occurrences: Pick<Occurrences, 'add'>,
  hashPerson: HashPerson,
  onBlind: () => void,
  onRecorded: (occurrences: readonly Occurrence[]) => void = () => {},
): Record {
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
    try {
      await occurrences.add(seen)
      onRecorded(seen)
    } catch (error) {
      if (!(error instanceof StorageUnavailable)) throw error
      onBlind()
    }
  }
}
