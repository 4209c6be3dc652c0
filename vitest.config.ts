import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Whole processes are started by several tests; a busy machine needs room.
    testTimeout: 30_000,
    // Most tests wait for sockets and clocks, not for the processor; a machine with two cores would run one at a time.
    maxWorkers: 2,
    hookTimeout: 60_000,
  },
})
