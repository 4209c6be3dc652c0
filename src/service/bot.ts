/** Puts the bot together: storage, features and the sink, for whatever adapters there are. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { CLAIM_TIMES, type ClaimTimes, createClaiming } from '../bot/claiming.ts'
import { createConversationQueue, type QueueLimits } from '../bot/conversation-queue.ts'
import { failFast } from '../bot/fail-fast.ts'
import { createMetrics, type Metrics } from '../bot/metrics.ts'
import { type BotSink, createSink } from '../bot/sink.ts'
import { createStorageWatch } from '../bot/storage-watch.ts'
import type { Adapter } from '../chat/adapter.ts'
import type { ConversationRef } from '../chat/event.ts'
import type { Log } from '../chat/log.ts'
import type { Environment } from '../config.ts'
import { SEVERITIES } from '../core/catalog/entry.ts'
import type { Knowledge } from '../core/knowledge.ts'
import { createAuthority } from '../features/access/authority.ts'
import { DEFAULT_BUDGET } from '../features/annotate/budget.ts'
import { COMMANDS } from '../features/commands.ts'
import { HOUR, MINUTE } from '../features/language/time.ts'
import { createSuggest } from '../features/lookup/suggest.ts'
import { createRoutes } from '../features/routes.ts'
import { createRunbook } from '../features/runbook/runbook.ts'
import { createHashPerson } from '../features/sightings/hash-person.ts'
import { createRecordSighting } from '../features/sightings/record.ts'
import { createTicket } from '../features/ticket/ticket.ts'
import { DEFAULT_PARAMETERS, type TriageParameters } from '../features/triage/parameters.ts'
import type { Storage } from '../storage/contract.ts'
import { hashKeyOf } from './hash-key.ts'
import { startHousekeeping } from './housekeeping.ts'
import { startTriageLoop } from './triage-loop.ts'

const QUEUE_LIMITS: QueueLimits = { perConversation: 500, total: 5_000 }

export interface BotDeps {
  readonly env: Environment
  readonly knowledge: Knowledge
  readonly storage: Storage
  readonly adapters: readonly Adapter[]
  readonly log: Log
  readonly now: () => number
  readonly claimTimes?: ClaimTimes
}

export interface Bot {
  readonly sink: BotSink
  readonly metrics: Metrics
  /** Each part by name, for /readyz. */
  parts(): Readonly<Record<string, boolean>>
  /** Looks for incidents now, unless another process does. @returns whether it looked */
  triage(): Promise<boolean>
  stop(): Promise<void>
}

export async function createBot({
  env,
  knowledge,
  storage: opened,
  adapters,
  log,
  now,
  claimTimes = CLAIM_TIMES,
}: BotDeps): Promise<Bot> {
  const owner = randomUUID()
  const hashPerson = createHashPerson(await hashKeyOf(opened, env.IMERR_HASH_KEY, owner, now))
  const watch = createStorageWatch(opened, log)
  const storage = failFast(opened, { isLost: () => !watch.ready(), onLost: watch.blind })
  const housekeeping = startHousekeeping({ storage, retentionDays: env.IMERR_RETENTION_DAYS, owner, log, now })
  const queue = createConversationQueue(QUEUE_LIMITS)
  const metrics = createMetrics(queue.depth)
  const adapterOf = ({ platform }: ConversationRef): Adapter => {
    const adapter = adapters.find((candidate) => candidate.platform === platform)
    if (!adapter) throw new Error(`no adapter for ${platform}`)
    return adapter
  }
  const runbook = createRunbook({ storage, knowledge, language: env.IMERR_LANG, now })
  const routes = createRoutes({
    knowledge,
    storage,
    commands: COMMANDS,
    // Who lists support channels wants quiet elsewhere; who lists nothing chose the channels by inviting the bot.
    defaults: {
      mode: env.IMERR_DEFAULT_MODE ?? (env.IMERR_SUPPORT_CHANNELS.length > 0 ? 'off' : 'auto'),
      supportChannels: env.IMERR_SUPPORT_CHANNELS,
      language: env.IMERR_LANG,
      cooldownMinutes: env.IMERR_COOLDOWN_MINUTES,
    },
    budget: { ...DEFAULT_BUDGET, annotations: env.IMERR_BUDGET },
    authority: createAuthority({
      admins: env.IMERR_ADMINS,
      adapterOf,
      onFailure: (error) => log.warn({ err: error }, 'cannot tell what somebody may do here; denied'),
    }),
    hashPerson,
    record: createRecordSighting(storage.occurrences, hashPerson, () => watch.blind()),
    teamBlocks: runbook.blocks,
    teamLine: runbook.line,
    triage: triageParameters(env),
    note: runbook.note,
    ticket: createTicket({
      storage,
      knowledge,
      now,
      ...(env.IMERR_TICKET_URL ? { template: env.IMERR_TICKET_URL } : {}),
    }),
    suggest: createSuggest(knowledge, housekeeping.popular),
    adapterOf,
    events: {
      annotated: metrics.annotated,
      suppressed: metrics.suppressed,
      blind: () => watch.blind(),
      unreadableFile: (file, error) => log.warn({ size: file.size, err: error }, 'a file could not be read'),
      undelivered: (error) => log.warn({ err: error }, 'a message could not be delivered'),
      triageFailed: (error) => log.error({ err: error }, 'triage failed for a team'),
    },
    now,
  })
  const loop = startTriageLoop({ tick: routes.triage.tick, leases: storage.leases, owner, log, now })
  const claiming = createClaiming({
    claims: storage.claims,
    now,
    wait: async (ms) => void (await sleep(ms)),
    times: claimTimes,
    onBlind: () => watch.blind(),
  })
  return {
    sink: createSink({ routes, claiming, queue, log, metrics, now, locale: env.IMERR_LANG }),
    metrics,
    parts: () => ({
      storage: watch.ready(),
      ...Object.fromEntries(adapters.map((adapter) => [adapter.platform, adapter.ready()])),
    }),
    triage: loop.tick,
    async stop() {
      watch.stop()
      housekeeping.stop()
      await loop.stop()
    },
  }
}

/** The configured thresholds and times of triage; everything else keeps its default. */
function triageParameters(env: Environment): TriageParameters {
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
