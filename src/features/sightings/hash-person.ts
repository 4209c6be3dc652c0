/** Hashes people by a secret key: enough to count them, not enough to identify them. */
import { createHmac } from 'node:crypto'
import type { ConversationRef, Person } from '../../chat/event.ts'

export type HashPerson = (
  person: Pick<Person, 'id'>,
  conversation: Pick<ConversationRef, 'platform' | 'workspace'>,
) => string

/** @param key secret and stable: with another key nobody is recognized */
export const createHashPerson =
  (key: string): HashPerson =>
  (person, { platform, workspace }) =>
    createHmac('sha256', key).update(`${platform}\n${workspace}\n${person.id}`).digest('base64url').slice(0, 22)
