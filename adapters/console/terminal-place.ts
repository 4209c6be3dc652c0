/** The terminal as a ConversationRef with one person, and ids for what happens there. */
import type { ConversationRef, Person } from '../../src/chat/event.ts'

export const TERMINAL: ConversationRef = { platform: 'console', workspace: 'local', channel: 'terminal' }
const YOU: Person = { id: 'you', name: 'you', bot: false }

export function createOccurrences() {
  let sequence = 0
  const nextId = () => `console-${process.pid}-${++sequence}`
  return { nextId, occurred: () => ({ id: nextId(), conversation: TERMINAL, at: Date.now(), by: YOU }) }
}

export type Occurrences = ReturnType<typeof createOccurrences>
