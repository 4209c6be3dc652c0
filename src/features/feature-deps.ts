/** What the features are given. */
import type { Adapter, Suggestion } from '../chat/adapter.ts'
import type { Card } from '../chat/card.ts'
import type { CommandSpec } from '../chat/command.ts'
import type { ConversationRef, FileRef } from '../chat/event.ts'
import type { Knowledge } from '../core/knowledge.ts'
import type { Incident, Storage } from '../storage/contract.ts'
import type { Authority } from './access/authority.ts'
import type { Budget } from './annotate/budget.ts'
import type { Gate } from './annotate/gate.ts'
import type { Language } from './language/language.ts'
import type { TeamBlocks } from './lookup/lookup.ts'
import type { Defaults } from './settings/effective-settings.ts'
import type { HashPerson } from './sightings/hash-person.ts'
import type { RecordSighting } from './sightings/record.ts'
import type { TriageCommandDeps } from './triage/controls/command.ts'
import type { TriageParameters } from './triage/parameters.ts'

/** Callbacks for metrics and the log. */
export interface FeatureEvents {
  suppressed(gate: Gate): void
  annotated(): void
  /** Storage did not answer; the bot went on from memory. */
  blind(): void
  unreadableFile(file: FileRef, error: unknown): void
  undelivered(error: unknown): void
  /** Triage failed for one team; the others go on. */
  triageFailed(error: unknown): void
}

export interface FeatureDeps {
  readonly knowledge: Knowledge
  readonly storage: Storage
  readonly commands: readonly CommandSpec[]
  readonly defaults: Defaults
  readonly budget: Budget
  readonly authority: Authority
  readonly hashPerson: HashPerson
  readonly record: RecordSighting
  readonly teamBlocks: TeamBlocks
  /** The same in a line, for annotations. */
  readonly teamLine: TeamBlocks
  readonly triage: TriageParameters
  readonly note: TriageCommandDeps['note']
  readonly ticket: {
    readonly forCode: TriageCommandDeps['ticket']
    readonly forIncident: (incident: Incident, language: Language) => Promise<Card>
  }
  readonly suggest: (typed: string, limit: number) => readonly Suggestion[]
  readonly adapterOf: (conversation: ConversationRef) => Adapter
  readonly events: FeatureEvents
  readonly now: () => number
}
