import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Whole processes are started by several tests; a busy machine needs room.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
