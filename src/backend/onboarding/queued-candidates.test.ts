/** Records of a customer that is switched off wait, and go on where they stopped. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RecordResult } from '../../linkedin/index.ts';
import {
  acme,
  candidateRecord,
  organization,
  requestedBy,
  useKit,
} from '../../../test/support/onboarding-kit.ts';

const told: (readonly [string, readonly RecordResult[]])[] = [];
let onSynced: () => void = () => undefined;
const test = useKit({
  onSynced: (tenantId, results) => {
    told.push([tenantId, results]);
    onSynced();
  },
});
let clientId: string;

beforeAll(async () => {
  const { kit } = test();
  await kit.customers.create(acme);
  clientId = await test().clientIdOf('acme');
  test().request(clientId);
  await kit.integrations.requested('acme', requestedBy());
  test().switch(clientId, true);
  await kit.integrations.refresh('acme');
});
beforeEach(async () => {
  test().fault = () => null;
  onSynced = () => undefined;
  told.length = 0;
  test().clock.advance(3_600);
  await test().kit.workers.runUntilIdle();
});

const records = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => candidateRecord(`c-${String(from + index)}`));
const arrived = (): number => test().sandbox.state.candidates.of(organization).length;
/** An administrator switches off in Recruiter, and the event of it has come. */
async function switchOff(): Promise<void> {
  const id = test().switch(clientId, false);
  await test().push(clientId, { type: 'INTEGRATION_STATUS_CHANGE', id });
  await test().kit.integrations.refresh('acme');
}
async function switchOn(): Promise<void> {
  test().clock.advance(1);
  test().switch(clientId, true);
  await test().kit.integrations.refresh('acme');
}
/** Another process disables the customer while the next batch is on its way to LinkedIn. */
function disableDuring(): void {
  let isFirst = true;
  test().fault = async ({ path }) => {
    if (isFirst && path.startsWith('/v2/atsCandidates')) {
      isFirst = false;
      await test().newKit().customers.disable('acme');
    }
    return null;
  };
}

describe('candidates', () => {
  it('stop at the batch during which they are switched off, and the rest waits', async () => {
    const before = arrived();
    disableDuring();
    const results = await test().kit.candidates.sync('acme', records(0, 250));
    expect(results.filter((result) => !('queued' in result))).toHaveLength(100);
    expect(results.filter((result) => 'queued' in result)).toHaveLength(150);
    expect(arrived() - before).toBe(100);

    await test().kit.customers.enable('acme');
    await test().kit.workers.runUntilIdle();
    expect(arrived() - before).toBe(250);
    const ids = told.flatMap(([tenantId, each]) => each.map(({ id, ok }) => [tenantId, id, ok]));
    expect(ids).toEqual(records(100, 150).map(({ id }) => ['acme', id, true]));
  });

  it('that wait stop again half way, and go on where they stopped', async () => {
    const before = arrived();
    await switchOff();
    await test().kit.candidates.sync('acme', records(1_000, 230));
    await test().kit.workers.runUntilIdle();
    expect(arrived()).toBe(before);
    await switchOn();
    disableDuring();
    await test().kit.workers.runUntilIdle();
    // The batch that was under way is done; no other follows.
    expect(arrived() - before).toBe(100);
    test().fault = () => null;
    await test().kit.customers.enable('acme');
    await test().kit.workers.runUntilIdle();
    expect(arrived() - before).toBe(230);
  });

  it('are sent again if whoever is told of it fails, and lose nothing', async () => {
    await test().kit.customers.disable('acme');
    await test().kit.candidates.sync('acme', records(2_000, 2));
    await test().kit.customers.enable('acme');
    onSynced = () => {
      throw new Error('the ATS is down');
    };
    await test().kit.workers.runUntilIdle();
    expect(told).toHaveLength(1);
    onSynced = () => undefined;
    test().clock.advance(60);
    await test().kit.workers.runUntilIdle();
    expect(told).toHaveLength(2);
    expect(told[1]).toEqual(told[0]);
    const sent = await test().kit.candidates.sync('acme', records(2_000, 1));
    expect(sent).toEqual([{ id: 'c-2000', ok: true }]);
  });
});
