/** A shorter run of `npm run triage:simulate`: the same traffic, the same bounds. */
import { expect, it } from 'vitest'
import { broken, simulate } from '../../../../bench/triage/simulate.ts'
import { FORTNIGHT } from '../../../../bench/triage/traffic.ts'
import { DEFAULT_PARAMETERS } from '../../../../src/features/triage/parameters.ts'
import { knowledge } from '../../../support/knowledge.ts'

const SHORT = { ...FORTNIGHT, days: 3, incidents: 6, repeaters: 6, clusters: 6, busyHours: 4 }

it('finds every incident of three days in time, once, and nothing else', async () => {
  const outcome = await simulate(SHORT, knowledge)
  expect(outcome.findings).toHaveLength(6)
  expect(outcome.falseAlarms).toEqual([])
  expect(broken(outcome)).toEqual([])
  // One live message each, edited in place.
  expect(outcome.messages.posts).toBe(6)
}, 120_000)

/** One day with two incidents is enough to show that the bounds can fail. */
const SHORTER = { ...SHORT, days: 1, incidents: 2, repeaters: 2, clusters: 2 }

it('would notice a triage that finds nothing, and one that raises false alarms', async () => {
  const deaf = { ...DEFAULT_PARAMETERS, people: { critical: 500, warning: 500, info: 500 } }
  expect(broken(await simulate(SHORTER, knowledge, deaf))).toEqual([expect.stringContaining('not found')])
  const jumpy = { ...DEFAULT_PARAMETERS, people: { critical: 3, warning: 3, info: 3 }, chance: 1e-3, quietStartMs: 0 }
  expect(broken(await simulate(SHORTER, knowledge, jumpy)).join()).toContain('false incidents')
}, 120_000)
