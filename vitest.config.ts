import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/support/compile-once.ts',
    // Several tests start whole processes, some fifty times.
    env: { NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache') },
    // Whole processes are started by several tests; a busy machine needs room.
    testTimeout: 30_000,
    // Most tests wait for sockets and clocks, not for the processor; a machine with two cores would run one at a time.
    maxWorkers: 2,
    hookTimeout: 60_000,
  },
})
