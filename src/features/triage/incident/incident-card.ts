/** The card of an incident's live message, for on-call. */
import { type Action, type Block, bold, type Card, code, link, prose, text } from '../../../chat/card.ts'
import type { Catalog } from '../../../core/catalog/catalog.ts'
import type { Knowledge } from '../../../core/knowledge.ts'
import type { Incident } from '../../../storage/contract.ts'
import { count, people, sayUsual, sparkline } from '../../language/numbers.ts'
import { PHRASES } from '../../language/phrases.ts'
import { sayTime } from '../../language/time.ts'
import type { Figures } from './figures.ts'
import { detailOf } from './incident-detail.ts'
import { capitalised, nameOf, stateOf } from './incident-words.ts'

export interface IncidentView {
  readonly incident: Incident
  readonly figures: Figures
  /** Links to messages with one of the codes, newest first. */
  readonly samples: readonly string[]
  /** The team's notes on the codes. */
  readonly runbook: readonly Block[]
  readonly windowMinutes: number
  readonly now: number
}

const MAX_CODES = 8
const MAX_STEPS = 3
const SNOOZES = [
  ['30m', 'Snooze 30 min'],
  ['2h', '2 h'],
  ['8h', '8 h'],
] as const

function buttonsOf({ id, state }: Pick<Incident, 'id' | 'state'>): Action[] {
  if (state === 'resolved') return []
  const button = (name: string, value: string, label: string, style?: 'primary' | 'danger'): Action => ({
    kind: 'button',
    id: `incident.${name}`,
    value,
    label,
    ...(style ? { style } : {}),
  })
  const taken = state === 'acknowledged'
  return [
    button('ack', taken ? `${id}:over` : `${id}`, taken ? 'Take over' : 'Acknowledge', taken ? undefined : 'primary'),
    ...SNOOZES.map(([length, label]) => button('snooze', `${id}:${length}`, label)),
    button('resolve', `${id}`, 'Resolve'),
    button('escalate', `${id}`, 'Escalate', 'danger'),
  ]
}

function figuresBlock({ incident, figures, windowMinutes, now }: IncidentView, catalog: Catalog): Block {
  const detail = detailOf(incident)
  const entry = catalog.entryOf(incident.codes[0] ?? '')
  const say = PHRASES.en
  const since = sayTime(incident.since, now)
  const back = detail.reopened > 0 ? `, back since ${sayTime(detail.activeFrom, now)}` : ''
  const fields = [
    { name: 'Since', value: [text(`${since}${back}`)] },
    { name: 'Affected', value: [text(`${people(figures.people)} in ${count(figures.channels, 'channel')}`)] },
  ]
  if (incident.state !== 'resolved')
    fields.push({
      name: 'Now',
      value: [text(`${people(figures.now)} in ${windowMinutes} min, ${sayUsual(detail.usual)}`)],
    })
  else fields.push({ name: 'At its peak', value: [text(`${people(detail.peak)} in ${windowMinutes} min`)] })
  if (entry && incident.state !== 'resolved') {
    fields.push({ name: say.actsLabel, value: [text(say.acts[entry.acts])] })
    fields.push({ name: say.retryLabel, value: [text(say.retry[entry.retry])] })
  }
  if (detail.escalated)
    fields.push({ name: 'Escalated', value: [text(`${sayTime(detail.escalated.at, now)} by ${detail.escalated.by}`)] })
  return { kind: 'fields', fields }
}

/** One line per code, when there are several. */
function codeLines({ codes }: Incident, catalog: Catalog): Block[] {
  if (codes.length < 2) return []
  const items = codes.slice(0, MAX_CODES).map((each) => {
    const title = catalog.entryOf(each)?.title
    return [code(each), text(title ? ` ${title}` : '')]
  })
  const more = codes.length - MAX_CODES
  return [{ kind: 'list', ordered: false, items: more > 0 ? [...items, [text(`and ${more} more`)]] : items }]
}

export function incidentCard(view: IncidentView, knowledge: Pick<Knowledge, 'catalog' | 'twins'>): Card {
  const { catalog } = knowledge
  const { incident, figures, samples, runbook, now } = view
  const detail = detailOf(incident)
  const name = nameOf(incident.codes, knowledge)
  const state = stateOf(incident, now)
  const entry = catalog.entryOf(incident.codes[0] ?? '')
  const resolved = incident.state === 'resolved'
  const blocks: Block[] = [{ kind: 'text', text: [bold(`${capitalised(state)}.`)] }, figuresBlock(view, catalog)]
  if (!resolved)
    blocks.push({ kind: 'text', text: [code(sparkline(figures.trend)), text(' people per 5 min, last 2 h')] })
  blocks.push(...codeLines(incident, catalog))
  // The team's own notes go before the catalog's general advice.
  blocks.push(...runbook)
  if (entry && !resolved) {
    blocks.push({ kind: 'text', text: [bold(PHRASES.en.fix)] })
    blocks.push({ kind: 'list', ordered: true, items: entry.fix.slice(0, MAX_STEPS).map(prose) })
  }
  if (samples.length > 0)
    blocks.push({
      kind: 'text',
      text: [
        text('Seen in: '),
        ...samples.flatMap((url, i) => [...(i > 0 ? [text(', ')] : []), link(`message ${i + 1}`, url)]),
      ],
    })
  const danger = detail.severity === 'critical' ? 'danger' : 'warning'
  return {
    tone: resolved ? 'success' : incident.state === 'open' ? danger : 'info',
    title: `Incident ${incident.id}: ${name}`,
    summary: `${name}: ${people(figures.people)} since ${sayTime(incident.since, now)}, ${state}.`,
    blocks,
    actions: buttonsOf(incident),
    footer: [text('More: '), code(`/imtriage incident ${incident.id}`)],
  }
}
