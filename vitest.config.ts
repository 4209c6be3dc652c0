/** Vitest: three suites that share no file and together hold every test; docs/testing.md says what each is for. */
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Kills, outages and several processes on one storage: slow, because real leases and timeouts have to pass. */
const CRASH = [
  'test/storage/{killed-sqlite,killed-postgres,outage,processes}.test.ts',
  'test/service/{killed-on-slack,stopping,failing-discord}.test.ts',
  'test/features/triage/incident/two-processes.test.ts',
  'test/adapters/slack/outbound/{after-crash,delivery}.test.ts',
  'test/adapters/slack/connect/late-ack.test.ts',
  'test/adapters/discord/outbound/outage.test.ts',
  'test/adapters/discord/backfill/*.test.ts',
]
/** The real adapters on the local Slack and Discord, and what runs as a process of its own: the service, the command line. */
const PLATFORM = [
  'test/{adapters,platforms,service,cli}/**/*.test.ts',
  'test/{docs,docs-operations,config}.test.ts',
  'test/bot/logger.test.ts',
  'test/features/**/{on-slack,on-discord,shared-on-slack}.test.ts',
]
/** Everything else: the core, and the bot on the platform in memory. */
const QUICK = ['test/**/*.test.ts']

/** Suite -> its files. `test/suites.test.ts` checks that every test file belongs to exactly one. */
export const SUITES = {
  quick: { include: QUICK, exclude: [...PLATFORM, ...CRASH] },
  platform: { include: PLATFORM, exclude: CRASH },
  crash: { include: CRASH, exclude: [] },
}

/** What all suites have in common. Not inherited from the root, because then each suite would run the global setup. */
const COMMON = {
  // Worker processes and the services that tests start share compiled code.
  env: { NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache') },
  // Files share a worker's modules, as Slack and Discord do in the service: loading the bot anew for each costs minutes.
  isolate: false,
  testTimeout: 30_000,
  hookTimeout: 60_000,
}

/** The longest files, longest first. They start first, so that none of them runs on alone at the end. */
const LONGEST = [
  'service/killed-on-slack',
  'discord/backfill/lost-session',
  'storage/killed-postgres',
  'storage/killed-sqlite',
  'service/on-slack',
  'service/on-discord',
  'slack/outbound/after-crash',
  'slack/outbound/delivery',
  'slack/connect/late-ack',
  'service/failing-discord',
  'service/starting',
  'cli/mistakes',
  'spikes/simulation',
  'redact/redact',
  'detect/properties',
]

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.findIndex((name) => moduleId.endsWith(`${name}.test.ts`))
      return at < 0 ? LONGEST.length : at
    }
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b))
  }
}

export default defineConfig({
  test: {
    globalSetup: 'test/support/global-setup.ts',
    // Most tests wait for sockets and timeouts, not for the processor; by default two cores would run one file at a time.
    maxWorkers: 2,
    // Tests that run side by side start a service each.
    maxConcurrency: 4,
    sequence: { sequencer: LongestFirst },
    projects: Object.entries(SUITES).map(([name, files]) => ({ test: { ...COMMON, name, ...files } })),
  },
})
