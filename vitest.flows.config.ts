/** Flows: the built product in a real browser, against demos that run on free ports. */
import { defineConfig } from 'vitest/config';
import { lanes } from './test/flows/support/lanes.ts';

export default defineConfig({
  test: {
    include: ['test/flows/**/*.flow.test.ts'],
    globalSetup: ['test/flows/support/start-demo.ts'],
    env: { TZ: 'UTC', LC_ALL: 'en_US.UTF-8' },
    // Flows mostly wait. Two files at a time, each with a demo of its own; within one they take turns.
    fileParallelism: true,
    maxWorkers: lanes,
    sequence: { concurrent: false },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    retry: 0,
    allowOnly: false,
  },
});
