/** Vitest: three suites that share no file and together hold every test; docs/testing.md says what each is for. */
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

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

export default defineConfig({
  test: {
    globalSetup: 'test/support/compile-once.ts',
    // Worker processes and the services that tests start share compiled code.
    env: { NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache') },
    // A file must not leave anything behind in the modules of a worker: loading the bot anew for each file costs a minute.
    isolate: false,
    // Many tests wait for sockets and timeouts, so one worker more than two cores keeps both busy.
    maxWorkers: 3,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: Object.entries(SUITES).map(([name, files]) => ({ extends: true, test: { name, ...files } })),
  },
})
