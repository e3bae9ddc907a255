import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'server/**/*.test.ts',
      'contract/**/*.test.ts',
      'tools/**/*.test.ts',
      'bin/**/*.test.ts',
      'scenarios/**/*.test.ts',
      'portal/**/*.test.ts',
      'member-page/**/*.test.ts',
    ],
    globalSetup: ['./server/test/cluster.ts'],
    setupFiles: ['./server/test/reset-globals.ts'],
    pool: 'forks',
    // One worker loads the program once, not once for each of 240 files: that was a fifth of the whole. Files share what modules keep.
    isolate: false,
    // Three on the two cores of the machines this is built on: a third of the time of a file is waiting, for a pause that has to pass, a
    // program that starts, a browser.
    maxWorkers: 3,
    // Two cores shared with browsers and killed processes stall for seconds now and then: in the gate a test that fails has a second
    // try, and the report says so. By hand it has none.
    retry: process.env.CI === 'true' ? 1 : 0,
    // What hangs hangs for a minute as well as for twenty seconds; what is slow on a busy machine is not wrong.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    teardownTimeout: 20_000,
    // What is waited for comes; how long that takes, the machine says. A second, as the library has it, two busy cores do not keep.
    expect: { poll: { timeout: 15_000, interval: 25 } },
  },
});
