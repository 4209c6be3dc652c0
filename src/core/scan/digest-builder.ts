/** Merges the parts of a log into its digest. */
import type { Catalog } from '../catalog/catalog.ts'
import type { Twins } from '../catalog/entry.ts'
import type { Redactor } from '../redact/redact.ts'
import { type Counting, type Excerpt, MAX_CALLS, MAX_UNKNOWN, type UnknownCount } from './code-counter.ts'
import type { Cause, CodeDigest, Digest, Place } from './digest.ts'
import { isCallName } from './lines/origin.ts'
import type { LogPart } from './log-part.ts'

const MAX_SAMPLE_LENGTH = 240
const MAX_SHOWN_CALLS = 3
const MAX_SHOWN_UNKNOWN = 20

export function createDigestBuilder(catalog: Catalog, redactor: Redactor, twins: readonly Twins[]) {
  const counts = new Map<string, Counting>()
  const unknown = new Map<string, UnknownCount>()
  const secrets = new Set<string>()
  const groupOf = new Map(twins.flatMap((group) => group.codes.map((code) => [code, group] as const)))
  let lines = 0
  let open = false
  let origin: Pick<Digest, 'sdkVersion' | 'platform'> = {}

  /** Shortens a line: its beginning or, where the code comes later, the text around the code. */
  function sampleOf(code: string, { text, whole, cut }: Excerpt): string {
    const shown = redactor.redact(text)
    const letters = [...shown]
    if (letters.length <= MAX_SAMPLE_LENGTH && whole) return shown
    const place = [...shown.slice(0, Math.max(0, shown.indexOf(code)))].length
    const first = place < MAX_SAMPLE_LENGTH - code.length && whole ? 0 : Math.max(0, place - MAX_SAMPLE_LENGTH / 2)
    const last = first + MAX_SAMPLE_LENGTH
    const goesOn = last < letters.length || cut
    return `${first > 0 || !whole ? '…' : ''}${letters.slice(first, last).join('')}${goesOn ? '…' : ''}`
  }

  function causes(ordered: readonly (readonly [string, Counting])[]): Cause[] {
    const grouped = new Map<string, (readonly [string, Counting])[]>()
    for (const item of ordered) {
      const key = groupOf.get(item[0])?.name ?? item[0]
      grouped.set(key, [...(grouped.get(key) ?? []), item])
    }
    return [...grouped.entries()].map(([key, items]) => {
      const lasts = items.map(([, count]) => count.last).sort((a, b) => a.line - b.line)
      const [first] = items
      return {
        codes: items.map(([code]) => code),
        ...(items.length > 1 ? { name: key } : {}),
        count: items.reduce((sum, [, count]) => sum + count.count, 0),
        first: first?.[1].first ?? { line: 0 },
        last: lasts.at(-1) ?? { line: 0 },
      }
    })
  }

  const later = (place: Place): Place => ({ ...place, line: place.line + lines })

  function addCodes(codes: LogPart['codes']): void {
    for (const [code, { first, last, count, excerpt, calls }] of codes) {
      const known = counts.get(code)
      if (!known) {
        counts.set(code, { first: later(first), last: later(last), count, excerpt, calls: new Map(calls) })
        continue
      }
      known.last = later(last)
      known.count += count
      for (const [call, times] of calls) {
        const before = known.calls.get(call)
        if (before !== undefined || known.calls.size < MAX_CALLS) known.calls.set(call, (before ?? 0) + times)
      }
    }
  }

  return {
    /** Takes the parts of a log in order. */
    add(part: LogPart): void {
      addCodes(part.codes)
      for (const [number, { count, line }] of part.unknown) {
        const known = unknown.get(number)
        if (known) known.count += count
        else if (unknown.size < MAX_UNKNOWN) unknown.set(number, { count, line: line + lines })
      }
      for (const name of part.secrets) secrets.add(name)
      const { sdkVersion = origin.sdkVersion, platform = origin.platform } = { ...part, ...origin }
      origin = { ...(sdkVersion ? { sdkVersion } : {}), ...(platform ? { platform } : {}) }
      lines += part.lines
      open = part.open
    },
    digest(bytes: number): Digest {
      const ordered = [...counts.entries()].sort(([, a], [, b]) => a.first.line - b.first.line)
      const codes: CodeDigest[] = ordered.map(([code, { first, last, count, excerpt, calls }]) => ({
        code,
        title: catalog.entryOf(code)?.title ?? '',
        count,
        first,
        last,
        calls: [...calls.entries()]
          .filter(([name]) => isCallName(name))
          .sort(([, a], [, b]) => b - a)
          .slice(0, MAX_SHOWN_CALLS)
          .map(([name, times]) => ({ name, count: times })),
        sample: sampleOf(code, excerpt),
      }))
      return {
        bytes,
        lines: lines + (open ? 1 : 0),
        secrets: [...secrets],
        ...origin,
        codes,
        causes: causes(ordered),
        unrecognised: [...unknown.entries()]
          .map(([number, { count, line }]) => ({ number, count, line }))
          .sort((a, b) => b.count - a.count)
          .slice(0, MAX_SHOWN_UNKNOWN),
      }
    },
  }
}
