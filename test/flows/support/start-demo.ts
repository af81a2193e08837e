/** Starts a demo for each lane of flows; they get at theirs by `demoOfLane`. */
import type { TestProject } from 'vitest/node';
import { findBrowser } from '../../../src/cli/browser.mjs';
import { startDemo, type DemoInfo, type DemoProcess } from '../../support/demo-process.ts';
import { lanes } from './lanes.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    readonly demos: readonly DemoInfo[];
    /** For playwright-core's `chromium.launch`. */
    readonly browser: { readonly executablePath: string; readonly args: string[] };
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const demos: DemoProcess[] = [];
  // One after the other, so that they do not look for free ports, or fill caches, at once.
  for (let lane = 1; lane <= lanes; lane += 1) {
    demos.push(await startDemo(`flows-demo-${String(lane)}`));
  }
  project.provide('browser', await findBrowser());
  project.provide(
    'demos',
    demos.map(({ info }) => info),
  );
  return async () => {
    await Promise.all(demos.map((demo) => demo.stop()));
  };
}
