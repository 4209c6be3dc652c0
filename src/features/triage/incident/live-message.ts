/** Keeps an incident's live message up to date: posts it once, edits it in place, posts events to its thread. */
import { LRUCache } from 'lru-cache'
import { type Adapter, DeliveryError } from '../../../chat/adapter.ts'
import { type Card, link, notice } from '../../../chat/card.ts'
import type { ConversationRef } from '../../../chat/event.ts'
import type { Incident, Incidents, NewIncidentEvent } from '../../../storage/contract.ts'
import { MINUTE } from '../../language/time.ts'
import type { TriageParameters } from '../parameters.ts'
import { detailOf } from './incident-detail.ts'
import { eventCard } from './incident-words.ts'
import type { OnCall } from './on-call.ts'

export interface LiveMessageDeps {
  readonly incidents: Pick<Incidents, 'update' | 'get'>
  readonly adapterOf: (conversation: ConversationRef) => Adapter
  readonly onCallFor: (incident: Incident) => Promise<OnCall | undefined>
  readonly parameters: TriageParameters
  /** Called when a message could not be delivered. */
  readonly onUndelivered: (error: unknown) => void
}

/** After a failed delivery the incident's message is left alone for this long. */
const PAUSE_MS = 5 * MINUTE
/** Upper bound of incidents whose message is remembered. */
const MAX_REMEMBERED = 1_000

interface Shown {
  readonly card: string
  readonly state: string
  readonly at: number
}

export function createLiveMessage(deps: LiveMessageDeps) {
  const { incidents, adapterOf, onCallFor, parameters, onUndelivered } = deps
  /** What each message shows, to edit only on change. Another process does not know and edits once more, which is harmless. */
  const shown = new LRUCache<number, Shown>({ max: MAX_REMEMBERED })
  const pausedUntil = new LRUCache<number, number>({ max: MAX_REMEMBERED })

  function remember(incident: Incident, card: Card, at: number) {
    shown.set(incident.id, { card: JSON.stringify(card), state: incident.state, at })
  }

  /** Keeps a failed delivery from stopping triage. @returns undefined when it failed */
  async function attempt<T>(id: number, now: number, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error
      pausedUntil.set(id, now + PAUSE_MS)
      onUndelivered(error)
      return undefined
    }
  }

  async function post(incident: Incident, card: Card, target: OnCall, now: number, old?: Incident['message']) {
    const detail = detailOf(incident)
    const messages = detail.messages + 1
    const mention = incident.state === 'open' ? target.mention : []
    const options = { key: `incident ${incident.id} message ${messages}`, ...(mention.length > 0 ? { mention } : {}) }
    const message = await attempt(incident.id, now, () =>
      adapterOf(target.conversation).post(target.conversation, card, options),
    )
    if (!message) return incident
    remember(incident, card, now)
    const events: NewIncidentEvent[] = old ? [{ event: 'moved', at: now }] : []
    const mentioned = incident.state === 'open' ? { mentionedAt: now, mentionedPeople: detail.people } : {}
    const save = (seen: Incident) =>
      incidents.update(
        seen,
        { message, detail: { ...detailOf(seen), messages, postedAt: now, ...mentioned } },
        now,
        events,
      )
    // Somebody pressed a button meanwhile: keep their change and store the message on top of it.
    const again = async () => {
      const fresh = await incidents.get(incident.id)
      return fresh && (await save(fresh))
    }
    return (await save(incident)) ?? (await again()) ?? incident
  }

  /** Points the old message to the new one; the old thread stays where it is. */
  async function leaveNote(old: NonNullable<Incident['message']>, incident: Incident, now: number) {
    const url = incident.message && (await adapterOf(old.conversation).permalink(incident.message))
    const words = 'This incident continues in a newer message'
    const card = notice(`Incident ${incident.id}`, `${words}.`)
    const pointer: Card = url ? { ...card, blocks: [{ kind: 'text', text: [link(words, url)] }] } : card
    await attempt(incident.id, now, () => adapterOf(old.conversation).edit(old, pointer))
  }

  async function edit(incident: Incident, message: NonNullable<Incident['message']>, card: Card, now: number) {
    try {
      await adapterOf(message.conversation).edit(message, card)
      remember(incident, card, now)
      return true
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error
      if (error.reason === 'gone') return false
      pausedUntil.set(incident.id, now + PAUSE_MS)
      onUndelivered(error)
      return true
    }
  }

  return {
    /**
     * Posts the message when there is none, edits it when its content changed, and posts a new one when it was deleted or
     * is older than `repostMs`.
     * @returns the incident as stored afterwards
     */
    async show(incident: Incident, card: Card, now: number): Promise<Incident> {
      if ((pausedUntil.get(incident.id) ?? 0) > now) return incident
      const { message } = incident
      const had = shown.get(incident.id)
      if (message) {
        if (had?.card === JSON.stringify(card)) return incident
        if (had?.state === incident.state && now - had.at < parameters.editEveryMs) return incident
        const old = now - (detailOf(incident).postedAt ?? now) >= parameters.repostMs
        if (!(old && incident.state !== 'resolved') && (await edit(incident, message, card, now))) return incident
      }
      // A resolved incident needs no new message.
      if (incident.state === 'resolved') return incident
      const target = await onCallFor(incident)
      if (!target) return incident
      const posted = await post(incident, card, target, now, message)
      if (message && posted.message && posted.message.id !== message.id) await leaveNote(message, posted, now)
      return posted
    },

    /** To be called when the message was edited elsewhere, such as in the answer to a button. */
    remember,

    /** Posts an event to the incident's thread. @param mention whom to notify @param card shown instead of the event's line */
    async tell(
      incident: Incident,
      event: NewIncidentEvent,
      mention: readonly string[] = [],
      card?: Card,
    ): Promise<void> {
      const { message } = incident
      if (!message) return
      const options = {
        inThreadOf: message,
        key: `incident ${incident.id} ${event.event} ${event.at}`,
        ...(mention.length > 0 ? { mention } : {}),
      }
      try {
        await adapterOf(message.conversation).post(message.conversation, card ?? eventCard(incident, event), options)
      } catch (error) {
        // The event is in the incident's history anyway.
        if (!(error instanceof DeliveryError)) throw error
        onUndelivered(error)
      }
    },
  }
}

export type LiveMessage = ReturnType<typeof createLiveMessage>
