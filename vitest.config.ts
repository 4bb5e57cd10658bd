import { defineConfig } from 'vitest/config';

export default defineConfig({
  // React's development build isn't there in production, where the tests run like the program does.
  oxc: { jsx: { runtime: 'automatic', development: false } },
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    globalSetup: ['test/helpers/build-if-old.ts'],
    // Steps that tests run must not leave their files in the developer's own folders.
    setupFiles: ['test/helpers/state-home.ts'],
    // Most tests wait for a process, not for the processor.
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 120_000,
    // What comes in its time comes later on a busy machine.
    expect: { poll: { timeout: 10_000 } },
    env: { NODE_ENV: 'production', TZ: 'UTC' },
  },
});
