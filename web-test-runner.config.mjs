/** Element tests: each `*.browser.test.ts` beside its element, in a real Chromium. */
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import { fileURLToPath } from 'node:url';
import { findBrowser } from './src/cli/browser.mjs';
import { countReporter } from './src/cli/count-reporter.mjs';

const { executablePath, args } = await findBrowser();

export default {
  files: ['src/**/*.browser.test.ts'],
  nodeResolve: true,
  // A page in the background gets no animation frames, and tests wait for those.
  concurrency: 1,
  browsers: [
    chromeLauncher({
      launchOptions: { executablePath, args: [...args, '--lang=en-US'] },
      createBrowserContext: ({ browser }) => browser.createBrowserContext(),
    }),
  ],
  plugins: [
    esbuildPlugin({
      ts: true,
      target: 'es2022',
      tsconfig: fileURLToPath(new URL('./tsconfig.json', import.meta.url)),
    }),
  ],
  // Its development build is what tests should run: it warns of misuse. That it is one is no news.
  filterBrowserLogs: ({ args }) => !String(args[0]).startsWith('Lit is in dev mode'),
  testFramework: { config: { timeout: 10_000, retries: 0, forbidOnly: true } },
  testsFinishTimeout: 120_000,
  reporters: [
    defaultReporter({ reportTestResults: true, reportTestProgress: !process.env['CI'] }),
    ...(process.env['RSC_COUNTS_FILE'] ? [countReporter(process.env['RSC_COUNTS_FILE'])] : []),
  ],
};
