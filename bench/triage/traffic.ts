/** A simulated fortnight of a support workspace: everyday traffic, real incidents, and look-alikes. */
import type { Catalog } from '../../src/core/catalog/catalog.ts'
import type { Twins } from '../../src/core/catalog/entry.ts'
import type { Occurrence } from '../../src/storage/contract.ts'
import { createRandom, type Random } from './random.ts'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

export interface World {
  readonly seed: number
  readonly days: number
  readonly codes: number
  readonly authors: number
  /** Sightings on an ordinary weekday. */
  readonly perDay: number
  readonly incidents: number
  /** People who repeat the same message again and again. */
  readonly repeaters: number
  /** Times that three people meet the same code within ten minutes by chance; not an incident. */
  readonly clusters: number
  /** Hours with twice the usual traffic although nothing is wrong. */
  readonly busyHours: number
}

export const FORTNIGHT: World = {
  seed: 1,
  days: 14,
  codes: 200,
  authors: 20_000,
  perDay: 600,
  incidents: 30,
  repeaters: 30,
  clusters: 28,
  busyHours: 8,
}

export interface Injected {
  readonly kind: 'one code' | 'twins' | 'category'
  readonly codes: readonly string[]
  readonly start: number
  /** When the last person met it. */
  readonly end: number
  /** People above usual within the first `ONSET_MS`. */
  readonly people: number
}

export interface Fortnight {
  readonly start: number
  readonly end: number
  /** Sorted by time. */
  readonly occurrences: readonly Occurrence[]
  readonly injected: readonly Injected[]
}

export const SCOPE = { platform: 'local', workspace: 'simulation' }
/** An incident's people of "at least 8" are those of its first minutes. */
export const ONSET_MS = 9 * MINUTE
/** The first day is the quiet start; incidents come after it. */
const FIRST_INCIDENT_MS = DAY + HOUR
const CHANNELS = ['ios', 'android', 'web', 'server', 'general', 'beta']
/** A Monday, midnight UTC. */
const START = Date.UTC(2026, 5, 1)

/** Quiet at night, busiest in the afternoon, less at the weekend; 1 on average of a weekday. */
function busyness(at: number): number {
  const hour = (at / HOUR) % 24
  const weekend = [0, 6].includes(new Date(at).getUTCDay())
  return (1 + 0.85 * Math.sin(((hour - 8) / 24) * 2 * Math.PI)) * (weekend ? 0.5 : 1)
}

export function createFortnight(world: World, catalog: Catalog, twins: readonly Twins[]): Fortnight {
  const random = createRandom(world.seed)
  const end = START + world.days * DAY
  const singles = catalog.entries.filter((entry) => !entry.range)
  // Whole groups of twins and single codes, so that both kinds of incident can be injected.
  const groups = twins.filter((group) => group.codes.every((code) => catalog.get(code)))
  const grouped = new Set(groups.flatMap((group) => group.codes))
  const others = random.shuffled(singles.filter((entry) => !grouped.has(entry.code))).map((entry) => entry.code)
  const codes = random.shuffled([...grouped, ...others].slice(0, world.codes))
  const occurrences: Occurrence[] = []
  const author = () => `a${random.whole(1, world.authors)}`
  let messages = 0
  const see = (code: string, at: number, by: string) => {
    if (at >= end) return
    const conversation = { ...SCOPE, channel: random.pick(CHANNELS) }
    const kind = random.next() < 0.3 ? ('lookup' as const) : ('annotation' as const)
    const message = kind === 'annotation' ? { message: `m${++messages}` } : {}
    occurrences.push({ code, kind, conversation, author: by, at: Math.round(at), ...message })
  }
  everyday(world, codes, random, see, author)
  for (let i = 0; i < world.repeaters; i++) {
    const [code, by, at] = [random.pick(codes), author(), random.between(START, end)]
    for (let n = random.whole(20, 80); n > 0; n--) see(code, at + random.between(0, 10 * MINUTE), by)
  }
  for (let i = 0; i < world.clusters; i++) {
    const [code, at] = [random.pick(codes), random.between(START, end)]
    for (let n = 0; n < 3; n++) see(code, at + random.between(0, 10 * MINUTE), author())
  }
  const injected = incidents(world, codes, groups, catalog, random)
  for (const { codes: affected, start, end: last, people } of injected) {
    for (let n = 0; n < people; n++) see(random.pick(affected), start + random.between(0, ONSET_MS), author())
    // It goes on and fades out.
    const later = Math.round(people * ((last - start) / ONSET_MS) * 0.4)
    for (let n = 0; n < later; n++)
      see(random.pick(affected), start + ONSET_MS + random.next() ** 2 * (last - start - ONSET_MS), author())
  }
  return { start: START, end, occurrences: occurrences.sort((a, b) => a.at - b.at), injected }
}

function everyday(
  world: World,
  codes: readonly string[],
  random: Random,
  see: (code: string, at: number, by: string) => void,
  author: () => string,
) {
  const weights = codes.map((_, rank) => (rank + 1) ** -0.8)
  const sum = weights.reduce((a, b) => a + b, 0)
  const busy = Array.from({ length: world.busyHours / 4 }, () => random.whole(0, world.days * 24 - 4) * HOUR + START)
  for (let at = START; at < START + world.days * DAY; at += HOUR) {
    const double = busy.some((from) => at >= from && at < from + 4 * HOUR) ? 2 : 1
    codes.forEach((code, rank) => {
      const mean = ((world.perDay / 24) * busyness(at) * double * (weights[rank] ?? 0)) / sum
      for (let n = random.count(mean); n > 0; n--) {
        const by = author()
        const when = at + random.between(0, HOUR)
        see(code, when, by)
        // Some people repeat it a little later.
        if (random.next() < 0.2) see(code, when + random.between(0, 10 * MINUTE), by)
      }
    })
  }
}

/** From subtle (8 people) to severe (120), at any hour, one after the other, each with its own cause. */
function incidents(
  world: World,
  codes: readonly string[],
  groups: readonly Twins[],
  catalog: Catalog,
  random: Random,
): Injected[] {
  const used = new Set<string>()
  const free = (all: readonly string[]) => all.filter((code) => codes.includes(code) && !used.has(code))
  const kinds = random.shuffled(
    Array.from({ length: world.incidents }, (_, i) =>
      i % 6 === 4 ? ('twins' as const) : i % 6 === 5 ? ('category' as const) : ('one code' as const),
    ),
  )
  const causes = {
    twins: random.shuffled(groups),
    category: random.shuffled(['network', 'server', 'quota', 'auth', 'policy']),
  }
  const grouped = new Set(groups.flatMap((group) => group.codes))
  function affected(kind: Injected['kind']): string[] {
    if (kind === 'one code') return [random.pick(free(codes).filter((code) => !grouped.has(code)))]
    if (kind === 'twins') return random.shuffled(free(causes.twins.pop()?.codes ?? [])).slice(0, random.whole(2, 4))
    const category = causes.category.pop()
    return random
      .shuffled(free(codes.filter((code) => catalog.get(code)?.category === category)))
      .slice(0, random.whole(5, 9))
  }
  const from = START + FIRST_INCIDENT_MS
  const slot = (world.days * DAY - FIRST_INCIDENT_MS) / world.incidents
  return kinds.map((kind, i) => {
    const found = affected(kind)
    const chosen = found.length > 0 ? found : affected('one code')
    for (const code of chosen) used.add(code)
    const start = from + slot * i + random.between(0, slot / 2)
    // A third is subtle; a category needs more people to stand out among its many codes.
    const least = kind === 'category' ? 20 : 8
    const people = i % 3 === 0 ? least + random.whole(0, 2) : Math.round(least * (120 / least) ** random.next())
    const end = start + ONSET_MS + (i % 3 === 0 ? 0 : random.between(10, 120) * MINUTE)
    return { kind: found.length > 0 ? kind : 'one code', codes: chosen, start, end, people }
  })
}
