/** The tables as the queries see them: camelCase here, snake_case in the database. Columns are explained in `migrations`. */
import type { Generated, Kysely, Transaction } from 'kysely'
import type { AnnotationState, FeedbackKind } from './contract/annotations.ts'
import type { IncidentState } from './contract/incidents.ts'
import type { Scope } from './contract/keys.ts'
import type { OccurrenceKind } from './contract/occurrences.ts'

interface ClaimsTable {
  key: string
  token: string | null
  expiresAt: number
}

interface LeasesTable {
  name: string
  owner: string
  expiresAt: number
}

interface ChannelSettingsTable extends Scope {
  channel: string
  version: number
  value: string
  byId: string
  byName: string
  at: number
}

interface AnnotationsTable extends Scope {
  id: Generated<number>
  channel: string
  sourceThread: string | null
  source: string
  thread: string | null
  author: string
  codes: string
  replyChannel: string | null
  replyThread: string | null
  reply: string | null
  state: AnnotationState
  at: number
  changedAt: number
}

interface AnnotationCodesTable {
  annotation: number
  code: string
}

interface FeedbackTable {
  annotation: number
  kind: FeedbackKind
  person: string
  at: number
}

interface OccurrencesTable extends Scope {
  id: Generated<number>
  code: string
  kind: OccurrenceKind
  channel: string
  thread: string | null
  message: string | null
  api: string | null
  author: string
  at: number
}

interface IncidentsTable extends Scope {
  id: Generated<number>
  key: string
  codes: string
  state: IncidentState
  since: number
  detail: string
  openedAt: number
  changedAt: number
  snoozedUntil: number | null
  resolvedAt: number | null
  ownerId: string | null
  ownerName: string | null
  message: string | null
  version: number
}

interface IncidentEventsTable {
  id: Generated<number>
  incident: number
  event: string
  byId: string | null
  byName: string | null
  note: string | null
  at: number
}

interface RunbookTable extends Scope {
  id: Generated<number>
  code: string
  text: string
  link: string | null
  owner: string | null
  byId: string
  byName: string
  at: number
}

interface MutesTable extends Scope {
  code: string
  until: number
  byId: string
  byName: string
  at: number
}

interface OptOutsTable extends Scope {
  person: string
  at: number
}

interface InstallationsTable {
  platform: string
  key: string
  secret: string
  at: number
}

export interface Tables {
  claims: ClaimsTable
  leases: LeasesTable
  channelSettings: ChannelSettingsTable
  annotations: AnnotationsTable
  annotationCodes: AnnotationCodesTable
  feedback: FeedbackTable
  occurrences: OccurrencesTable
  incidents: IncidentsTable
  incidentEvents: IncidentEventsTable
  runbook: RunbookTable
  mutes: MutesTable
  optOuts: OptOutsTable
  installations: InstallationsTable
}

export type Database = Kysely<Tables>
export type Tx = Transaction<Tables>
export type Engine = 'sqlite' | 'postgres'
