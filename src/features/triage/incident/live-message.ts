/** Keeps an incident's one message up to date: posted once, edited in place, its thread told what happens. */
import { type Adapter, DeliveryError } from '../../../chat/adapter.ts'
import { type Card, link, text } from '../../../chat/card.ts'
import type { ConversationRef } from '../../../chat/event.ts'
import type { Incident, Incidents, NewIncidentEvent } from '../../../storage/contract.ts'
import { MINUTE, type TriageParameters } from '../parameters.ts'
import { eventCard } from './event-words.ts'
import { detailOf } from './incident-detail.ts'
import type { OnCall } from './on-call.ts'

export interface LiveMessageDeps {
  readonly incidents: Pick<Incidents, 'update' | 'get'>
  readonly adapterOf: (conversation: ConversationRef) => Adapter
  readonly onCallFor: (incident: Incident) => Promise<OnCall | undefined>
  readonly parameters: TriageParameters
  /** Told of a message that could not be delivered. */
  readonly onUndelivered: (error: unknown) => void
}

/** After a refusal the platform is left alone for so long. */
const PAUSE_MS = 5 * MINUTE
const MAX_KEPT = 1_000

interface Shown {
  readonly card: string
  readonly state: string
  readonly at: number
}

export function createLiveMessage(deps: LiveMessageDeps) {
  const { incidents, adapterOf, onCallFor, parameters, onUndelivered } = deps
  /** What each message says, so that it is edited only when that changed. Another process edits once more, no harm. */
  const shown = new Map<number, Shown>()
  const pausedUntil = new Map<number, number>()

  function remember(incident: Incident, card: Card, at: number) {
    shown.delete(incident.id)
    shown.set(incident.id, { card: JSON.stringify(card), state: incident.state, at })
    const oldest = shown.size > MAX_KEPT ? shown.keys().next().value : undefined
    if (oldest !== undefined) shown.delete(oldest)
  }

  /** A platform that refuses does not stop triage. @returns undefined when it did */
  async function tried<T>(id: number, now: number, work: () => Promise<T>): Promise<T | undefined> {
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
    const message = await tried(incident.id, now, () =>
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
    // Somebody pressed a button meanwhile: their change stays, and the message is kept all the same.
    const again = async () => {
      const fresh = await incidents.get(incident.id)
      return fresh && (await save(fresh))
    }
    return (await save(incident)) ?? (await again()) ?? incident
  }

  /** Says where the new message is; what hangs in the old one's thread stays there. */
  async function leaveNote(old: NonNullable<Incident['message']>, incident: Incident, now: number) {
    const url = incident.message && (await adapterOf(old.conversation).permalink(incident.message))
    const words = 'This incident goes on in a newer message'
    const card: Card = {
      tone: 'info',
      title: `Incident ${incident.id}`,
      summary: `${words}.`,
      blocks: [{ kind: 'text', text: [url ? link(words, url) : text(words)] }],
      actions: [],
    }
    await tried(incident.id, now, () => adapterOf(old.conversation).edit(old, card))
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
     * Brings the message up to date: posts it when there is none, edits it when what it says has changed, posts it anew
     * when it was deleted or is older than a day.
     * @returns the incident as it is then.
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
      // Nobody needs a message about what is over.
      if (incident.state === 'resolved') return incident
      const target = await onCallFor(incident)
      if (!target) return incident
      const posted = await post(incident, card, target, now, message)
      if (message && posted.message && posted.message.id !== message.id) await leaveNote(message, posted, now)
      return posted
    },

    /** The message was changed by other means, such as the answer to a button. */
    remember,

    /** Posts what happened in the incident's thread. @param mention whom to notify */
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
        // The history has it all the same.
        if (!(error instanceof DeliveryError)) throw error
        onUndelivered(error)
      }
    },
  }
}

export type LiveMessage = ReturnType<typeof createLiveMessage>
