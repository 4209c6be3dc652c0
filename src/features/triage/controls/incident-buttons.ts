/** The buttons of an incident: acknowledge, snooze, resolve, escalate. Whoever reads the on-call channel may press them. */
import { DeliveryError, type Responder, UserError } from '../../../chat/adapter.ts'
import { type Card, text } from '../../../chat/card.ts'
import type { ActionEvent, ConversationRef } from '../../../chat/event.ts'
import type { Incident, IncidentChange, Incidents, NewIncidentEvent } from '../../../storage/contract.ts'
import { StorageUnavailable } from '../../../storage/contract.ts'
import type { TeamOnly } from '../../access/team-only.ts'
import { parseDuration, sayDuration, sayTime } from '../../language/time.ts'
import { BLIND } from '../incident/blind.ts'
import { detailOf, type IncidentDetail } from '../incident/incident-detail.ts'
import { stateOf } from '../incident/incident-words.ts'
import { DAY, MINUTE } from '../parameters.ts'
import type { Triage } from '../triage.ts'

export interface IncidentButtonsDeps {
  readonly incidents: Pick<Incidents, 'get' | 'update'>
  readonly triage: Pick<Triage, 'cardOf' | 'live'>
  readonly teamOnly: TeamOnly
  /** The draft of a ticket to the vendor. */
  readonly ticketFor: (incident: Incident, at: ConversationRef) => Promise<Card>
  readonly now: () => number
}

/** Others press at the same time; more tries than these mean something is wrong. */
const TRIES = 5
const MAX_SNOOZE = 7 * DAY
/** Within this a second Escalate is somebody who did not see the first. */
const SAME_ESCALATION_MS = 10 * MINUTE

interface Press {
  readonly change: Omit<IncidentChange, 'detail'> & { readonly detail?: Partial<IncidentDetail> }
  readonly event: NewIncidentEvent
}

const noteCard = (line: string): Card => ({
  ...{ tone: 'info', title: 'Somebody was quicker', summary: line, actions: [] },
  blocks: [{ kind: 'text', text: [text(line)] }],
})

export function createIncidentButtons({ incidents, triage, teamOnly, ticketFor, now }: IncidentButtonsDeps) {
  /** @throws UserError when there is no such incident here, or the person stands elsewhere */
  async function incidentOf(event: ActionEvent): Promise<Incident> {
    const [id = ''] = event.value.split(':')
    const incident = /^\d{1,15}$/.test(id) ? await incidents.get(Number(id)) : undefined
    const { platform, workspace, channel } = event.conversation
    if (!incident || incident.scope.platform !== platform || incident.scope.workspace !== workspace)
      throw new UserError('This incident is not known any more. See what is open: /imtriage incidents')
    const home = incident.message?.conversation.channel
    if (home !== undefined && home !== channel)
      throw new UserError('Only people in the on-call channel can do this: press the button there.')
    // Told to no channel: its card was asked for, which everybody may do.
    if (home === undefined) await teamOnly(event, 'incident')
    return incident
  }

  /** Shows the incident where the button was pressed, and on its live message. */
  async function refresh(incident: Incident, event: ActionEvent, responder: Responder): Promise<void> {
    const card = await triage.cardOf(incident, now())
    const onLive = event.message !== undefined && event.message.id === incident.message?.id
    try {
      await responder.update(card)
      if (onLive) triage.live.remember(incident, card, now())
    } catch (error) {
      // Deleted in the same moment: what was decided holds, and shows below.
      if (!(error instanceof DeliveryError)) throw error
    }
    await triage.live.show(incident, card, now())
  }

  async function press(
    event: ActionEvent,
    responder: Responder,
    decide: (incident: Incident) => Press | undefined,
    after: (incident: Incident, event: NewIncidentEvent) => Promise<void> = (incident, what) =>
      triage.live.tell(incident, what),
  ): Promise<void> {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const incident = await incidentOf(event)
      if (incident.state === 'resolved') {
        // An old button: if the message does not say so yet, it does from now on.
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

  const whileSeeing =
    (handle: (event: ActionEvent, responder: Responder) => Promise<void>) =>
    async (event: ActionEvent, responder: Responder): Promise<void> => {
      try {
        await handle(event, responder)
      } catch (error) {
        throw error instanceof StorageUnavailable ? new UserError(BLIND) : error
      }
    }
  const who = ({ by: { id, name } }: ActionEvent) => ({ id, name })

  return {
    'incident.ack': whileSeeing(async (event, responder) => {
      const takesOver = event.value.endsWith(':over')
      let holder: string | undefined
      await press(event, responder, ({ state, owner }) => {
        const by = who(event)
        if (state === 'acknowledged' && owner?.id === by.id) return undefined
        // Two pressed at once: the second did not see that the first has it, and may not want to take it away.
        holder = state === 'acknowledged' && !takesOver ? owner?.name : undefined
        if (holder !== undefined) return undefined
        const note = owner && owner.id !== by.id ? { note: `taken over from ${owner.name}` } : {}
        return {
          change: { state: 'acknowledged', owner: by, snoozedUntil: undefined },
          event: { event: 'acknowledged', by, at: now(), ...note },
        }
      })
      // The message is up to date by now; this is for the eyes of the second alone.
      if (holder !== undefined)
        await responder.reply(noteCard(`${holder} has it already. If you want it, press Take over.`), 'private')
    }),

    'incident.snooze': whileSeeing((event, responder) => {
      const length = parseDuration(event.value.split(':')[1] ?? '', '2h')
      if (length > MAX_SNOOZE) throw new UserError('A week is the longest snooze. To silence a code: /imtriage mute')
      return press(event, responder, () => {
        const by = who(event)
        const until = now() + length
        return {
          change: { state: 'snoozed', snoozedUntil: until, detail: { snoozedBy: by.name } },
          event: {
            event: 'snoozed',
            by,
            note: `for ${sayDuration(length)}, until ${sayTime(until, now())}`,
            at: now(),
          },
        }
      })
    }),

    'incident.resolve': whileSeeing((event, responder) =>
      press(event, responder, () => {
        const by = who(event)
        return {
          change: { state: 'resolved', resolvedAt: now(), snoozedUntil: undefined, detail: { resolvedBy: by.name } },
          event: { event: 'resolved', by, at: now() },
        }
      }),
    ),

    /** The draft goes where everybody on call sees it, ready to be pasted. Made first: without it nothing is escalated. */
    'incident.escalate': whileSeeing(async (event, responder) => {
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
        await responder.reply(noteCard(line), 'private')
      }
    }),
  }
}
