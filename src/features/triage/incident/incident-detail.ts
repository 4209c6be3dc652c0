/** What triage keeps of an incident beside its state. */
import { z } from 'zod'
import { CATEGORIES, SEVERITIES } from '../../../core/catalog/entry.ts'
import type { Incident } from '../../../storage/contract.ts'

const detailSchema = z.object({
  severity: z.enum(SEVERITIES).default('warning'),
  /** The category of its causes, where it connects them. */
  category: z.enum(CATEGORIES).optional(),
  /** People in a window when nothing is wrong, as known at the opening. */
  usual: z.number().default(0),
  /** When the present outbreak began: the incident's `since`, or later after a relapse. */
  activeFrom: z.number().default(0),
  /** When it was opened, reopened or woken: only then the quiet begins to count. */
  raisedAt: z.number().default(0),
  /** When the last cause joined. */
  joinedAt: z.number().optional(),
  reopened: z.number().default(0),
  /** People and channels of the present outbreak, and most people in a window: as last seen. */
  people: z.number().default(0),
  channels: z.number().default(0),
  peak: z.number().default(0),
  /** The last mention of on-call, and the people affected then. */
  mentionedAt: z.number().optional(),
  mentionedPeople: z.number().default(0),
  /** How many live messages it has had, and when the present one was posted. */
  messages: z.number().default(0),
  postedAt: z.number().optional(),
  snoozedBy: z.string().optional(),
  resolvedBy: z.string().optional(),
  escalated: z.object({ by: z.string(), at: z.number() }).optional(),
  /** After the resolution: the annotations that named it have been edited. */
  settled: z.boolean().default(false),
})

export type IncidentDetail = z.output<typeof detailSchema>

/** A detail of another version of imerr is read as far as it is understood. */
export function detailOf(incident: Pick<Incident, 'detail' | 'since' | 'openedAt'>): IncidentDetail {
  const parsed = detailSchema.safeParse(incident.detail)
  const detail = parsed.success ? parsed.data : detailSchema.parse({})
  return {
    ...detail,
    activeFrom: detail.activeFrom || incident.since,
    raisedAt: detail.raisedAt || incident.openedAt,
  }
}
