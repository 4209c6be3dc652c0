/** The buttons of an incident: acknowledge, snooze, resolve, escalate. Anyone in the on-call channel may press them. */
import { DeliveryError, type Responder, UserError } from '../../../chat/adapter.ts'
import { type Card, notice } from '../../../chat/card.ts'
import type { ActionEvent, ConversationRef } from '../../../chat/event.ts'
import type { Incident, IncidentChange, Incidents, NewIncidentEvent } from '../../../storage/contract.ts'
import type { TeamOnly } from '../../access/team-only.ts'
import { DAY, MINUTE, parseDuration, sayDuration, sayTime } from '../../language/time.ts'
import { detailOf, type IncidentDetail } from '../incident/incident-detail.ts'
import { stateOf, unlessBlind } from '../incident/incident-words.ts'
import type { Triage } from '../triage.ts'

export interface IncidentButtonsDeps {
  readonly incidents: Pick<Incidents, 'get' | 'update'>
  readonly triage: Pick<Triage, 'cardOf' | 'live'>
  readonly teamOnly: TeamOnly
  /** Drafts a ticket to the vendor. */
  readonly ticketFor: (incident: Incident, at: ConversationRef) => Promise<Card>
  readonly now: () => number
}

/** Retries when others change the incident at the same time. */
const MAX_ATTEMPTS = 5
const MAX_SNOOZE_MS = 7 * DAY
/** A second Escalate within this time comes from somebody who did not see the first. */
const SAME_ESCALATION_MS = 10 * MINUTE

interface Press {
  readonly change: Omit<IncidentChange, 'detail'> & { readonly detail?: Partial<IncidentDetail> }
  readonly event: NewIncidentEvent
}

const tooLate = (sentence: string): Card => notice('Somebody was quicker', sentence)

export function createIncidentButtons({ incidents, triage, teamOnly, ticketFor, now }: IncidentButtonsDeps) {
  /** @throws UserError when there is no such incident here, or the button is not in the on-call channel */
  async function incidentOf(event: ActionEvent): Promise<Incident> {
    const [id = ''] = event.value.split(':')
    const incident = /^\d{1,15}$/.test(id) ? await incidents.get(Number(id)) : undefined
    const { platform, workspace, channel } = event.conversation
    if (!incident || incident.scope.platform !== platform || incident.scope.workspace !== workspace)
      throw new UserError('This incident is not known any more. See what is open: /imtriage incidents')
    const home = incident.message?.conversation.channel
    if (home !== undefined && home !== channel)
      throw new UserError('Only people in the on-call channel can do this: press the button there.')
    // The incident was posted nowhere, so this card came from a command, which everybody may use.
    if (home === undefined) await teamOnly(event, 'incident')
    return incident
  }

  /** Updates the card with the pressed button, and the live message. */
  async function refresh(incident: Incident, event: ActionEvent, responder: Responder): Promise<void> {
    const card = await triage.cardOf(incident, now())
    const onLive = event.message !== undefined && event.message.id === incident.message?.id
    try {
      await responder.update(card)
      if (onLive) triage.live.remember(incident, card, now())
    } catch (error) {
      // The card was deleted meanwhile: the decision stands, and the live message below shows it.
      if (!(error instanceof DeliveryError)) throw error
    }
    await triage.live.show(incident, card, now())
  }

  /**
   * Stores what a button decides, retrying when others change the incident meanwhile.
   * @param decide returns undefined when nothing is to change
   * @param after posts the event to the thread by default
   * @throws UserError when the incident is resolved, or others keep changing it
   */
  async function press(
    event: ActionEvent,
    responder: Responder,
    decide: (incident: Incident) => Press | undefined,
    after: (incident: Incident, event: NewIncidentEvent) => Promise<void> = (incident, what) =>
      triage.live.tell(incident, what),
  ): Promise<void> {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const incident = await incidentOf(event)
      if (incident.state === 'resolved') {
        // The button was outdated, so the live message may be too.
        await triage.live.show(incident, await triage.cardOf(incident, now()), now())
        throw new UserError(
          `Incident ${incident.id} was ${stateOf(incident, now())}. If the code comes back, I reopen it by myself.`,
        )
      }
      const decided = decide(incident)
      if (!decided) return refresh(incident, event, responder)
      const detail = { ...detailOf(incident), ...decided.change.detail }
      const changed = await incidents.update(incident, { ...decided.change, detail }, now(), [decided.event])
      if (!changed) continue
      await refresh(changed, event, responder)
      await after(changed, decided.event)
      return
    }
    throw new UserError('Others are changing this incident at the same time. Please try again.')
  }

  const guarded =
    (handle: (event: ActionEvent, responder: Responder) => Promise<void>) =>
    (event: ActionEvent, responder: Responder): Promise<void> =>
      unlessBlind(() => handle(event, responder))
  const who = ({ by: { id, name } }: ActionEvent) => ({ id, name })

  return {
    'incident.ack': guarded(async (event, responder) => {
      const takesOver = event.value.endsWith(':over')
      let holder: string | undefined
      await press(event, responder, ({ state, owner }) => {
        const by = who(event)
        if (state === 'acknowledged' && owner?.id === by.id) return undefined
        // Two people pressed at once: the second did not see the first, and may not want to take over.
        holder = state === 'acknowledged' && !takesOver ? owner?.name : undefined
        if (holder !== undefined) return undefined
        const note = owner && owner.id !== by.id ? { note: `taken over from ${owner.name}` } : {}
        return {
          change: { state: 'acknowledged', owner: by, snoozedUntil: undefined },
          event: { event: 'acknowledged', by, at: now(), ...note },
        }
      })
      // The message is up to date by now; only the second person needs to know.
      if (holder !== undefined)
        await responder.reply(tooLate(`${holder} has it already. If you want it, press Take over.`), 'private')
    }),

    'incident.snooze': guarded((event, responder) => {
      const length = parseDuration(event.value.split(':')[1] ?? '', '2h')
      if (length > MAX_SNOOZE_MS) throw new UserError('A week is the longest snooze. To silence a code: /imtriage mute')
      return press(event, responder, () => {
        const by = who(event)
        const until = now() + length
        const note = `for ${sayDuration(length)}, until ${sayTime(until, now())}`
        return {
          change: { state: 'snoozed', snoozedUntil: until, detail: { snoozedBy: by.name } },
          event: { event: 'snoozed', by, note, at: now() },
        }
      })
    }),

    'incident.resolve': guarded((event, responder) =>
      press(event, responder, () => {
        const by = who(event)
        return {
          change: { state: 'resolved', resolvedAt: now(), snoozedUntil: undefined, detail: { resolvedBy: by.name } },
          event: { event: 'resolved', by, at: now() },
        }
      }),
    ),

    /** Posts the ticket draft to the thread. The draft is made first, so that a failure escalates nothing. */
    'incident.escalate': guarded(async (event, responder) => {
      const draft = await ticketFor(await incidentOf(event), event.conversation)
      const by = who(event)
      let first: IncidentDetail['escalated']
      await press(
        event,
        responder,
        (incident) => {
          const { escalated } = detailOf(incident)
          first = escalated && now() - escalated.at < SAME_ESCALATION_MS ? escalated : undefined
          if (first) return undefined
          return {
            change: { detail: { escalated: { by: by.name, at: now() } } },
            event: { event: 'escalated', by, at: now() },
          }
        },
        async (incident, what) => {
          await triage.live.tell(incident, what)
          if (incident.message) await triage.live.tell(incident, { ...what, event: 'ticket' }, [], draft)
          else await responder.reply(draft)
        },
      )
      if (first) {
        const line = `${first.by} escalated it at ${sayTime(first.at, now())}; the draft is in the thread. Another one: /imtriage ticket CODE`
        await responder.reply(tooLate(line), 'private')
      }
    }),
  }
}
