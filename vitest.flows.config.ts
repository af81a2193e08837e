/** Flows: the built product in a real browser, against a demo that runs on free ports. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/flows/**/*.flow.test.ts'],
    globalSetup: ['test/flows/support/start-demo.ts'],
    env: { TZ: 'UTC', LC_ALL: 'en_US.UTF-8' },
    // One demo, one state, two cores: flows take turns.
    fileParallelism: false,
    sequence: { concurrent: false },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    retry: 0,
    allowOnly: false,
  },
});
