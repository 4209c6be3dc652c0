/** Replays a simulated fortnight through the real triage and compares what it raised with what was injected. */
import { notice } from '../../src/chat/card.ts'
import type { Knowledge } from '../../src/core/knowledge.ts'
import { DEFAULT_PARAMETERS, type TriageParameters } from '../../src/features/triage/parameters.ts'
import { createTriage } from '../../src/features/triage/triage.ts'
import type { Incident } from '../../src/storage/contract.ts'
import { openStorage } from '../../src/storage/open.ts'
import { createQuietPlatform } from './quiet-platform.ts'
import { createFortnight, type Injected, MINUTE, SCOPE, type World } from './traffic.ts'

export interface Finding extends Injected {
  /** From the first person to the incident, in milliseconds; undefined when it was missed. */
  readonly foundAfter: number | undefined
  /** Incidents that were raised for it; should be exactly one. */
  readonly raised: readonly number[]
}

export interface Outcome {
  readonly findings: readonly Finding[]
  /** Incidents raised, or raised again, where nothing was wrong. */
  readonly falseAlarms: readonly { readonly id: number; readonly codes: readonly string[]; readonly at: number }[]
  readonly weeks: number
  readonly sightings: number
  readonly messages: { posts: number; threadPosts: number; edits: number; mentions: number }
  readonly reopened: number
}

const TICK_MS = 30_000
/** Time after the last person in which a resolution and the rest of the window still belong to the incident. */
const AFTERMATH_MS = 20 * MINUTE

interface Raised {
  readonly incident: Incident
  readonly at: number
  readonly codes: readonly string[]
  readonly event: string
}

const touches = (raised: Pick<Raised, 'codes' | 'at'>, { codes, start, end }: Injected) =>
  raised.at >= start && raised.at <= end + AFTERMATH_MS && raised.codes.some((code) => codes.includes(code))

export async function simulate(
  world: World,
  knowledge: Knowledge,
  parameters: TriageParameters = DEFAULT_PARAMETERS,
): Promise<Outcome> {
  const { catalog, twins } = knowledge
  const { start, end, occurrences, injected } = createFortnight(world, catalog, twins)
  const storage = await openStorage({ file: ':memory:' })
  const { adapter, counts } = createQuietPlatform(SCOPE.platform)
  const clock = { now: start }
  const onCall = { onCall: { channel: 'oncall', mention: ['ada'] } }
  await storage.settings.set({ ...SCOPE, channel: 'general' }, onCall, { by: { id: 'ada', name: 'Ada' }, at: start }, 0)
  const triage = createTriage({
    storage,
    knowledge,
    parameters,
    adapterOf: () => adapter,
    runbookBlocks: async () => [],
    annotationCard: async () => notice('', ''),
    settingsOf: async () => ({ language: 'en', mode: 'auto' }),
    onUndelivered: fail,
    onFailure: fail,
    now: () => clock.now,
  })
  try {
    let next = 0
    for (; clock.now < end; clock.now += TICK_MS) {
      const first = next
      while ((occurrences[next]?.at ?? end) <= clock.now) next++
      await storage.occurrences.add(occurrences.slice(first, next))
      await triage.tick(clock.now)
    }
    const raised: Raised[] = []
    for (const incident of await storage.incidents.list({ scope: SCOPE, limit: 10_000 }))
      for (const { event, at, note } of await storage.incidents.history(incident.id))
        if (['opened', 'reopened', 'joined'].includes(event))
          // The note of a join names the codes that joined; other events concern all codes.
          raised.push({
            incident,
            at,
            event,
            codes: event === 'joined' ? incident.codes.filter((code) => note?.includes(code)) : incident.codes,
          })
    return {
      findings: injected.map((cause) => {
        const own = raised.filter((each) => touches(each, cause)).sort((a, b) => a.at - b.at)
        const ids = [...new Set(own.map(({ incident }) => incident.id))]
        return { ...cause, raised: ids, foundAfter: own[0] && own[0].at - cause.start }
      }),
      falseAlarms: raised
        .filter((each) => !injected.some((cause) => touches(each, cause)))
        .map(({ incident, codes, at }) => ({ id: incident.id, codes, at })),
      weeks: world.days / 7,
      sightings: occurrences.length,
      messages: counts,
      reopened: raised.filter(({ event }) => event === 'reopened').length,
    }
  } finally {
    await storage.close()
  }
}

function fail(error: unknown): never {
  throw error
}

/** The bounds that do not hold; empty when all do. */
export function broken({ findings, falseAlarms, weeks }: Outcome): string[] {
  const late = findings.filter(
    ({ people, foundAfter }) => people >= 8 && !(foundAfter !== undefined && foundAfter <= 10 * MINUTE),
  )
  const double = findings.filter(({ raised }) => raised.length > 1)
  const problems: string[] = []
  if (late.length > 0) problems.push(`${late.length} incidents of at least 8 people not found within 10 minutes`)
  if (falseAlarms.length > weeks)
    problems.push(`${falseAlarms.length} false incidents in ${weeks} weeks, more than one a week`)
  if (double.length > 0) problems.push(`${double.length} causes raised more than once`)
  return problems
}

export const dayOf = (at: number) => new Date(at).toISOString().slice(5, 16).replace('T', ' ')
