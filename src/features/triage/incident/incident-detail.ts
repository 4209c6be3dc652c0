/** What triage stores with an incident besides its state. All times are milliseconds since 1970. */
import { z } from 'zod'
import { CATEGORIES, SEVERITIES } from '../../../core/catalog/entry.ts'
import type { Incident } from '../../../storage/contract.ts'

const detailSchema = z.object({
  severity: z.enum(SEVERITIES).default('warning'),
  /** The category that connects its causes, if one does. */
  category: z.enum(CATEGORIES).optional(),
  /** People expected in a window, as of the opening. */
  usual: z.number().default(0),
  /** When the current outbreak began: the incident's `since`, or later after a relapse. */
  activeFrom: z.number().default(0),
  /** When it was opened, reopened or woken; the quiet time counts from here. */
  raisedAt: z.number().default(0),
  /** When the last cause joined. */
  joinedAt: z.number().optional(),
  reopened: z.number().default(0),
  /** People and channels of the current outbreak, and the most people in a window, as last counted. */
  people: z.number().default(0),
  channels: z.number().default(0),
  peak: z.number().default(0),
  /** When on-call was last mentioned, and how many people were affected then. */
  mentionedAt: z.number().optional(),
  mentionedPeople: z.number().default(0),
  /** How many live messages it has had, and when the current one was posted. */
  messages: z.number().default(0),
  postedAt: z.number().optional(),
  snoozedBy: z.string().optional(),
  resolvedBy: z.string().optional(),
  escalated: z.object({ by: z.string(), at: z.number() }).optional(),
  /** True when the annotations that named it have been edited after the resolution. */
  settled: z.boolean().default(false),
})

export type IncidentDetail = z.output<typeof detailSchema>

/** Falls back to the defaults when another version of imerr wrote a detail that cannot be read. */
export function detailOf(incident: Pick<Incident, 'detail' | 'since' | 'openedAt'>): IncidentDetail {
  const parsed = detailSchema.safeParse(incident.detail)
  const detail = parsed.success ? parsed.data : detailSchema.parse({})
  return {
    ...detail,
    activeFrom: detail.activeFrom || incident.since,
    raisedAt: detail.raisedAt || incident.openedAt,
  }
}
