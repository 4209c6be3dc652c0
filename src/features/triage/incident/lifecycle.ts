/** The automatic state changes of an incident: open, join, reopen, mention again, wake, resolve. */
import type { Incident, IncidentChange, Incidents, NewIncidentEvent, Scope } from '../../../storage/contract.ts'
import { people, sayUsual } from '../../language/numbers.ts'
import { MINUTE, sayDuration } from '../../language/time.ts'
import type { TriageParameters } from '../parameters.ts'
import type { Spike } from '../spikes/judge-spikes.ts'
import type { Figures } from './figures.ts'
import { detailOf, type IncidentDetail } from './incident-detail.ts'
import type { LiveMessage } from './live-message.ts'
import type { OnCall } from './on-call.ts'

export interface LifecycleDeps {
  readonly incidents: Pick<Incidents, 'open' | 'update'>
  readonly live: Pick<LiveMessage, 'tell'>
  readonly onCallFor: (incident: Incident) => Promise<OnCall | undefined>
  readonly parameters: TriageParameters
}

const union = (a: readonly string[], b: readonly string[]) => [...new Set([...a, ...b])]
const overlaps = (a: readonly string[], b: readonly string[]) => a.some((code) => b.includes(code))

export function createLifecycle({ incidents, live, onCallFor, parameters }: LifecycleDeps) {
  const { joinMs, relapseMs, mentionEveryMs, windowMs } = parameters
  const inWindow = ({ people: n, usual }: Pick<Spike, 'people' | 'usual'>) =>
    `${people(n)} in ${Math.round(windowMs / MINUTE)} min, ${sayUsual(usual)}`

  /**
   * Stores the change, then posts it to the thread: a crash in between loses a line but never posts one twice.
   * @returns undefined when somebody changed the incident meanwhile; the next tick sees their change.
   */
  async function change(
    incident: Incident,
    what: Omit<IncidentChange, 'detail'> & { readonly detail?: Partial<IncidentDetail> },
    event: NewIncidentEvent,
    mention?: 'on-call',
  ): Promise<Incident | undefined> {
    const detail = { ...detailOf(incident), ...what.detail }
    const changed = await incidents.update(incident, { ...what, detail }, event.at, [event])
    if (!changed) return undefined
    await live.tell(changed, event, mention ? await whomToMention(changed) : [])
    return changed
  }

  /** The owner of an acknowledged incident, otherwise on-call. */
  async function whomToMention(incident: Incident): Promise<readonly string[]> {
    if (incident.state === 'acknowledged' && incident.owner) return [incident.owner.id]
    return (await onCallFor(incident))?.mention ?? []
  }

  const join = (incident: Incident, spike: Spike, now: number) =>
    change(
      incident,
      { codes: union(incident.codes, spike.codes), detail: { joinedAt: now } },
      { event: 'joined', note: `${spike.codes.join(', ')}, ${inWindow(spike)}`, at: now },
    )

  const reopen = (incident: Incident, spike: Spike, now: number) => {
    const detail = detailOf(incident)
    return change(
      incident,
      {
        state: 'open',
        codes: union(incident.codes, spike.codes),
        owner: undefined,
        resolvedAt: undefined,
        snoozedUntil: undefined,
        detail: {
          activeFrom: spike.since,
          raisedAt: now,
          reopened: detail.reopened + 1,
          usual: spike.usual,
          people: spike.people,
          peak: spike.people,
          channels: 0,
          settled: false,
          mentionedAt: now,
          mentionedPeople: spike.people,
        },
      },
      { event: 'reopened', note: inWindow(spike), at: now },
      'on-call',
    )
  }

  async function open(scope: Scope, spike: Spike, now: number): Promise<Incident> {
    const { key, codes, since, category, severity, usual, people: n } = spike
    const detail: Partial<IncidentDetail> = {
      severity,
      usual,
      activeFrom: since,
      raisedAt: now,
      people: n,
      peak: n,
      ...(category ? { category } : {}),
    }
    const event = { event: 'opened', note: inWindow(spike), at: now }
    const { incident, created } = await incidents.open({ scope, key, codes, since, detail, at: now }, event)
    // Another process was first, or the category already has an older incident: it is the same cause.
    if (created || codes.every((code) => incident.codes.includes(code))) return incident
    return (await join(incident, spike, now)) ?? incident
  }

  const isSameCause = (incident: Incident, spike: Spike) => {
    const { category, activeFrom, joinedAt } = detailOf(incident)
    const latest = Math.max(activeFrom, joinedAt ?? 0)
    return category !== undefined && category === spike.category && Math.abs(spike.since - latest) <= joinMs
  }

  return {
    /**
     * One incident per cause: a spike joins the incident of its category that began about the same time, otherwise
     * reopens the one it is a relapse of, otherwise opens a new one.
     */
    async raise(
      scope: Scope,
      spike: Spike,
      unresolved: readonly Incident[],
      resolved: readonly Incident[],
      now: number,
    ) {
      const past = resolved.find(
        (incident) => now - (incident.resolvedAt ?? 0) <= relapseMs && overlaps(incident.codes, spike.codes),
      )
      const running = unresolved.find((incident) => isSameCause(incident, spike))
      if (running) return (await join(running, spike, now)) ?? running
      if (past) return (await reopen(past, spike, now)) ?? past
      return open(scope, spike, now)
    },

    /** Makes the change that is due for an unresolved incident, if any. @returns its new state */
    async step(incident: Incident, figures: Figures, now: number): Promise<Incident> {
      const detail = detailOf(incident)
      const seen = { people: figures.people, channels: figures.channels, peak: Math.max(detail.peak, figures.now) }
      const quiet = `quiet for ${sayDuration(parameters.quietMs)}`
      const resolve = (note: string) =>
        change(
          incident,
          { state: 'resolved', resolvedAt: now, snoozedUntil: undefined, detail: seen },
          { event: 'resolved', note, at: now },
        )
      if (incident.state === 'snoozed') {
        if (now < (incident.snoozedUntil ?? 0)) return saveFigures(incident, seen, now)
        if (figures.quiet) return (await resolve(`${quiet} when the snooze ended`)) ?? incident
        const woken = await change(
          incident,
          {
            state: incident.owner ? 'acknowledged' : 'open',
            snoozedUntil: undefined,
            detail: { ...seen, raisedAt: now, mentionedAt: now, mentionedPeople: figures.people },
          },
          { event: 'woke', note: inWindow({ people: figures.now, usual: detail.usual }), at: now },
          'on-call',
        )
        return woken ?? incident
      }
      if (figures.quiet) return (await resolve(quiet)) ?? incident
      const grown = figures.people >= 2 * Math.max(1, detail.mentionedPeople)
      const due = detail.mentionedAt !== undefined && now - detail.mentionedAt >= mentionEveryMs
      if (incident.state === 'open' && grown && due && incident.message) {
        const note = `nobody has it yet; ${people(figures.people)} by now, ${detail.mentionedPeople} at the last mention`
        const mentioned = await change(
          incident,
          { detail: { ...seen, mentionedAt: now, mentionedPeople: figures.people } },
          { event: 'mentioned', note, at: now },
          'on-call',
        )
        return mentioned ?? incident
      }
      return saveFigures(incident, seen, now)
    },
  }

  /** Stores the figures, only when they changed. */
  async function saveFigures(incident: Incident, seen: Partial<IncidentDetail>, now: number): Promise<Incident> {
    const detail = detailOf(incident)
    const { people: n, channels, peak } = seen
    if (detail.people === n && detail.channels === channels && detail.peak === peak) return incident
    return (await incidents.update(incident, { detail: { ...detail, ...seen } }, now)) ?? incident
  }
}
