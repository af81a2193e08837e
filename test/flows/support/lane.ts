/** The demo of the lane that this file of flows runs in. */
import { inject } from 'vitest';
import type { DemoInfo } from '../../support/demo-process.ts';

/** @throws {Error} if the runner has more workers than there are demos */
export function demoOfLane(): DemoInfo {
  const lane = Number(process.env['VITEST_POOL_ID']);
  const demo = inject('demos')[lane - 1];
  if (demo === undefined) throw new Error(`Lane ${String(lane)} of the flows has no demo.`);
  return demo;
}
