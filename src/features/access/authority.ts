/** Decides who may administer and moderate. */
import type { Adapter, Rights } from '../../chat/adapter.ts'
import type { ConversationRef, Person } from '../../chat/event.ts'

export interface Authority {
  /** May change settings here. A check that fails denies. */
  isAdmin(person: Person, conversation: ConversationRef): Promise<boolean>
  /** May remove other people's messages here. A check that fails denies. */
  isModerator(person: Person, conversation: ConversationRef): Promise<boolean>
  /** Belongs to the team: an admin, a moderator or a colleague. A check that fails denies. */
  isTeam(person: Person, conversation: ConversationRef): Promise<boolean>
}

export interface AuthorityDeps {
  /** Platform user ids that are admins everywhere, also written `slack:U123`. */
  readonly admins: readonly string[]
  readonly adapterOf: (conversation: ConversationRef) => Adapter
  readonly onFailure: (error: unknown) => void
}

const NOTHING: Rights = { admin: false, moderator: false }

export function createAuthority({ admins, adapterOf, onFailure }: AuthorityDeps): Authority {
  async function rights(person: Person, conversation: ConversationRef): Promise<Rights> {
    if (person.bot) return NOTHING
    if (admins.includes(person.id) || admins.includes(`${conversation.platform}:${person.id}`))
      return { admin: true, moderator: true }
    try {
      return await adapterOf(conversation).rights(person, conversation)
    } catch (error) {
      onFailure(error)
      return NOTHING
    }
  }
  return {
    isAdmin: async (person, conversation) => (await rights(person, conversation)).admin,
    async isModerator(person, conversation) {
      const { admin, moderator } = await rights(person, conversation)
      return admin || moderator
    },
    async isTeam(person, conversation) {
      const { admin, moderator, colleague } = await rights(person, conversation)
      return admin || moderator || colleague === true
    },
  }
}
