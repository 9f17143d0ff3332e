import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/support/seed.ts'],
    testTimeout: 60_000,
    pool: 'threads',
    // One less is the default: on a machine with two processors the tests would wait for each other.
    maxWorkers: availableParallelism(),
  },
});
