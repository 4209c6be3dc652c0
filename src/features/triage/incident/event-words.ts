/** What happened to an incident, in words: for its thread, its history and the hand-over. */
import { type Card, text } from '../../../chat/card.ts'
import type { Incident, NewIncidentEvent } from '../../../storage/contract.ts'

export const EVENTS = {
  opened: 'opened',
  joined: 'another code joined',
  mentioned: 'on-call was mentioned again',
  acknowledged: 'acknowledged',
  snoozed: 'snoozed',
  woke: 'the snooze ended',
  escalated: 'escalated',
  resolved: 'resolved',
  reopened: 'came back',
  moved: 'a new message was posted',
} as const
export type EventName = keyof typeof EVENTS

const isKnown = (event: string): event is EventName => event in EVENTS

/** "acknowledged by Ada (was Bob's)" */
export function sayEvent({ event, by, note }: NewIncidentEvent): string {
  const what = isKnown(event) ? EVENTS[event] : event
  return `${what}${by ? ` by ${by.name}` : ''}${note ? `: ${note}` : ''}`
}

const TONES: Partial<Record<string, Card['tone']>> = {
  resolved: 'success',
  reopened: 'danger',
  mentioned: 'warning',
  woke: 'warning',
}

/** One line for the thread. */
export function eventCard(incident: Pick<Incident, 'id'>, event: NewIncidentEvent): Card {
  const said = sayEvent(event)
  const title = `${said[0]?.toUpperCase()}${said.slice(1)}`
  return {
    tone: TONES[event.event] ?? 'info',
    title: `Incident ${incident.id}`,
    summary: `Incident ${incident.id}: ${said}`,
    blocks: [{ kind: 'text', text: [text(title)] }],
    actions: [],
  }
}
