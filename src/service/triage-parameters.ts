/** What the configuration says about spikes; the rest are sound defaults. */
import type { Environment } from '../config.ts'
import { SEVERITIES } from '../core/catalog/entry.ts'
import { HOUR, MINUTE } from '../features/language/time.ts'
import { DEFAULT_PARAMETERS, type TriageParameters } from '../features/triage/parameters.ts'

export function triageParameters(env: Environment): TriageParameters {
  const people = { ...DEFAULT_PARAMETERS.people }
  for (const severity of SEVERITIES)
    people[severity] = Number(env.IMERR_TRIAGE_PEOPLE.get(severity) ?? people[severity])
  return {
    ...DEFAULT_PARAMETERS,
    people,
    windowMs: env.IMERR_TRIAGE_WINDOW_MINUTES * MINUTE,
    quietMs: env.IMERR_TRIAGE_QUIET_MINUTES * MINUTE,
    mentionEveryMs: env.IMERR_TRIAGE_MENTION_MINUTES * MINUTE,
    relapseMs: env.IMERR_TRIAGE_RELAPSE_HOURS * HOUR,
  }
}
