/** The card of `/imtriage timeline`: when and where a code was seen, and its incidents. */
import { type Block, type Card, code, line, type Text, text } from '../../../chat/card.ts'
import type { Catalog } from '../../../core/catalog/catalog.ts'
import type { Storage } from '../../../storage/contract.ts'
import { count, people, sparkline } from '../../language/numbers.ts'
import { DAY, HOUR, MINUTE, sayDuration, sayTime } from '../../language/time.ts'
import { filled } from '../incident/figures.ts'
import { headedList, stateOf } from '../incident/incident-words.ts'
import type { WindowQuery } from './top-card.ts'

/** Lengths of a bar, round enough to read. */
const STEPS = [MINUTE, 5 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, DAY, 7 * DAY]
const MAX_BARS = 30
const MAX_CHANNELS = 5
const MAX_INCIDENTS = 5

/** @param asked a code @throws StorageUnavailable */
export async function timelineCard(
  storage: Pick<Storage, 'occurrences' | 'incidents'>,
  catalog: Catalog,
  asked: string,
  { scope, windowMs, now }: WindowQuery,
): Promise<Card> {
  const { occurrences, incidents } = storage
  const to = now + 1
  const query = { from: to - windowMs, to, scope, codes: [asked] }
  const name = `${asked}${catalog.entryOf(asked) ? ` · ${catalog.entryOf(asked)?.title}` : ''}`
  const span = sayDuration(windowMs)
  const total = await occurrences.total(query)
  const past = (await incidents.list({ scope, changedSince: query.from, limit: 500 })).filter(({ codes }) =>
    codes.includes(asked),
  )
  const blocks: Block[] = []
  if (total) {
    const step = STEPS.find((each) => windowMs / each <= MAX_BARS) ?? 7 * DAY
    // Bars begin at full hours and days, so that a moment stays in the same bar between calls.
    const from = Math.floor(query.from / step) * step
    const bars = filled(await occurrences.series({ ...query, from }, step), from, to, step)
    const peak = Math.max(...bars)
    const peakAt = from + bars.indexOf(peak) * step
    blocks.push(
      { kind: 'text', text: [code(sparkline(bars)), text(` people per ${sayDuration(step)}`)] },
      {
        kind: 'fields',
        fields: [
          { name: 'Affected', value: [text(`${people(total.people)} in ${count(total.channels, 'channel')}`)] },
          { name: 'Peak', value: [text(`${people(peak)} from ${sayTime(peakAt, now)}`)] },
          { name: 'First', value: [text(sayTime(total.first, now))] },
          { name: 'Last', value: [text(sayTime(total.last, now))] },
        ],
      },
    )
    const channels = await occurrences.channels(query, MAX_CHANNELS)
    const items = channels.map(({ channel, people: n }): Text => [code(channel.channel), text(` ${people(n)}`)])
    blocks.push(...headedList('Where', items))
  } else blocks.push(line(`Nobody met it in the last ${span}, as far as I saw.`))
  const incidentLines = past
    .slice(0, MAX_INCIDENTS)
    .map((incident): Text => [text(`${incident.id}: since ${sayTime(incident.since, now)}, ${stateOf(incident, now)}`)])
  blocks.push(...headedList('Incidents', incidentLines))
  return {
    tone: 'info',
    title: name,
    summary: `${name}: ${people(total?.people ?? 0)} in the last ${span}.`,
    blocks,
    actions: [],
  }
}
