/** Starts one demo for all flows; they get at it by `inject('demo')`. */
import type { TestProject } from 'vitest/node';
import { findBrowser } from '../../../src/cli/browser.mjs';
import { startDemo, type DemoInfo } from '../../support/demo-process.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    readonly demo: DemoInfo;
    /** File with everything the demo has printed so far. */
    readonly demoLogFile: string;
    /** For playwright-core's `chromium.launch`. */
    readonly browser: { readonly executablePath: string; readonly args: string[] };
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const [browser, demo] = await Promise.all([findBrowser(), startDemo('flows-demo')]);
  project.provide('demo', demo.info);
  project.provide('demoLogFile', demo.logFile);
  project.provide('browser', browser);
  return () => demo.stop();
}
