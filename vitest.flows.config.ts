/** Flows: the built product in a real browser, against demos that run on free ports. */
import { defineConfig } from 'vitest/config';
import { lanes } from './test/flows/support/lanes.ts';
import { patience, testTimeoutMs } from './test/flows/support/patience.ts';

export default defineConfig({
  test: {
    include: ['test/flows/**/*.flow.test.ts'],
    globalSetup: ['test/flows/support/start-demo.ts'],
    env: { TZ: 'UTC', LC_ALL: 'en_US.UTF-8' },
    // Flows wait a lot. Two files at a time, each with a demo of its own; within one they take turns.
    fileParallelism: true,
    maxWorkers: lanes,
    // One process a lane: files share nothing that they change.
    isolate: false,
    sequence: { concurrent: false },
    expect: { poll: patience },
    testTimeout: testTimeoutMs,
    hookTimeout: testTimeoutMs,
    retry: 0,
    allowOnly: false,
  },
});
