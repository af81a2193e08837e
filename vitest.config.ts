/** Tests that need no browser: beside their sources, and under test/ for what needs several rooms. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'demo/**/*.test.ts'],
    exclude: ['**/*.browser.test.ts', '**/*.flow.test.ts', 'node_modules', 'dist'],
    // Times and words in snapshots and messages must not depend on the machine.
    env: { TZ: 'UTC', LC_ALL: 'en_US.UTF-8' },
    globalSetup: ['test/support/one-postgres.ts'],
    // All cores: left out, one of them is kept for nobody.
    maxWorkers: '100%',
    // Modules are loaded once a worker, not once a file, which took a third of the time: files may
    // share what modules keep, so none may leave anything behind in them.
    isolate: false,
    restoreMocks: true,
    retry: 0,
    allowOnly: false,
  },
});
