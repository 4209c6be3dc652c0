/** The card of `/imtriage top`: the codes by people, with their trend. */
import { type Card, line, notice, text } from '../../../chat/card.ts'
import type { Catalog } from '../../../core/catalog/catalog.ts'
import type { Occurrences, Scope } from '../../../storage/contract.ts'
import { count, people, sparkline } from '../../language/numbers.ts'
import { sayDuration } from '../../language/time.ts'
import { filled } from '../incident/figures.ts'

const MAX_CODES = 10
const BARS = 12

/** Compares people with the window before: "new", "×2.5", "same". */
function trendOf(now: number, before: number): string {
  if (before === 0) return 'new'
  const factor = now / before
  if (factor > 0.8 && factor < 1.25) return 'same'
  return `×${factor < 10 ? factor.toFixed(1) : Math.round(factor)}`
}

/** One team's sightings in the last `windowMs` milliseconds. */
export interface WindowQuery {
  readonly scope: Scope
  readonly windowMs: number
  readonly now: number
}

/** @throws StorageUnavailable */
export async function topCard(
  occurrences: Pick<Occurrences, 'top' | 'total' | 'seriesByCode'>,
  catalog: Catalog,
  { scope, windowMs, now }: WindowQuery,
): Promise<Card> {
  const to = now + 1
  const from = to - windowMs
  const span = sayDuration(windowMs)
  const top = await occurrences.top({ from, to, scope }, MAX_CODES)
  const title = `Top codes of the last ${span}`
  if (top.length === 0) {
    return notice(title, `Nobody met an error code in the last ${span}, as far as I saw.`, 'success')
  }
  const codes = top.map(({ code }) => code)
  const all = await occurrences.total({ from, to, scope })
  const before = new Map(
    (await occurrences.top({ from: from - windowMs, to: from, scope, codes }, MAX_CODES)).map(
      (found) => [found.code, found.people] as const,
    ),
  )
  const bucketMs = Math.ceil(windowMs / BARS)
  const series = Map.groupBy(await occurrences.seriesByCode({ from, to, scope, codes }, bucketMs), ({ code }) => code)
  const rows = top.map((found) => {
    const entry = catalog.entryOf(found.code)
    return [
      found.code,
      entry?.title ?? 'not in the catalog',
      String(found.people),
      sparkline(filled(series.get(found.code) ?? [], from, to, bucketMs)),
      trendOf(found.people, before.get(found.code) ?? 0),
      entry?.category ?? '',
    ]
  })
  const [first] = top
  return {
    tone: 'info',
    title,
    summary: `Most met in the last ${span}: ${first?.code} (${people(first?.people ?? 0)}).`,
    blocks: [
      line(`${people(all?.people ?? 0)} in ${count(all?.channels ?? 0, 'channel')}`),
      { kind: 'table', header: ['Code', 'Title', 'People', 'Trend', 'Before', 'Category'], rows },
    ],
    actions: [],
    footer: [text(`"Before": against the ${span} before that. Details: /imtriage timeline CODE`)],
  }
}
