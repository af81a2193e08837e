/** Rediscovery's questions to the ATS: who may see what, everybody once, and one application a position. */
import { describe, expect, it } from 'vitest';
import { accounts } from './accounts.ts';
import { nowMs, people } from './ats.test-support.ts';
import { openings } from './records/openings.ts';
import { createPositionStore } from './records/positions.ts';
import { seedCandidates } from './records/seed.ts';
import { createCandidateStore } from './records/store.ts';
import { createRediscoverySource } from './rediscovery.ts';

const tenant = 'kestrel';
const [recruiter, , manager, administrator] = accounts;
const as = ({ id }: { readonly id: string }) => ({ userId: id });
const create = () => {
  const candidates = createCandidateStore(
    seedCandidates(people, { seed: 'test', todayMs: nowMs, authors: ['Ingrid Solberg'] }),
  );
  const source = createRediscoverySource({
    ...{ tenant, candidates },
    positions: createPositionStore(openings, nowMs, () => undefined),
    clock: () => nowMs,
  });
  return { candidates, source, ids: candidates.all().map(({ id }) => id) };
};

describe('rediscovery of the ATS', () => {
  it('knows each position with what it asks for, for whoever works on it', async () => {
    const { source } = create();
    for (const { id, title } of openings) {
      const job = await source.job(tenant, id, as(recruiter));
      expect(job).toMatchObject({ id, title, isOpen: true });
      expect(job?.skills.length).toBeGreaterThan(2);
    }
    const id = openings[0].id;
    expect(await source.job(tenant, manager.positions[0], as(manager))).not.toBeNull();
    expect(await source.job(tenant, id, as(manager))).toBeNull();
    expect(await source.job(tenant, id, as(administrator))).toBeNull();
    expect(await source.job(tenant, id, as({ id: 'somebody' }))).toBeNull();
    expect(await source.job('other', id, as(recruiter))).toBeNull();
    expect(await source.job(tenant, 'p-0', as(recruiter))).toBeNull();
  });

  it('names everybody once, page by page, and those who have changed', async () => {
    const { candidates, source, ids } = create();
    const seen: string[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const page = await source.scan(tenant, { cursor, limit: 2 });
      seen.push(...page.ids);
      ({ cursor } = page);
    }
    expect(seen).toEqual([...ids].sort());
    const since = new Date(nowMs + 1);
    expect(await source.scan(tenant, { since, limit: 9 })).toEqual({ ids: [] });
    candidates.move(ids[0] ?? '', 'interview', nowMs + 2);
    expect(await source.scan(tenant, { since, limit: 9 })).toEqual({ ids: [ids[0]] });
  });

  it('shows notes to recruiters only', async () => {
    const { candidates, source, ids } = create();
    const [id = ''] = ids;
    candidates.addNote(id, { id: 'n', author: 'Ingrid Solberg', text: 'canary', atMs: nowMs });
    const textsFor = async (viewer: { userId: string } | null) =>
      JSON.stringify(await source.read(tenant, [id], viewer));
    expect(await textsFor(as(recruiter))).toContain('canary');
    expect(await textsFor(as(manager))).not.toContain('canary');
    expect(await textsFor(null)).not.toContain('canary');
    expect(await source.read(tenant, [id], as({ id: 'somebody' }))).toEqual([]);
    expect(await source.read('other', [id], as(recruiter))).toEqual([]);
  });

  it('makes one application, however often it is asked', async () => {
    const { candidates, source, ids } = create();
    const [candidateId = ''] = ids;
    const before = candidates.byId(candidateId)?.applications ?? [];
    const opening = openings.find(({ id }) => before.every((one) => one.opening.id !== id));
    const addition = { jobId: opening?.id ?? '', candidateId, userId: recruiter.id };
    const first = await source.add(tenant, addition);
    expect(await source.add(tenant, addition)).toEqual(first);
    const after = candidates.byId(candidateId)?.applications ?? [];
    expect(after).toHaveLength(before.length + 1);
    expect(after[0]).toMatchObject({ id: first.applicationId, opening, stage: 'applied' });
  });

  it.each([{ jobId: 'p-0' }, { candidateId: 'nobody' }])('refuses %j', async (change) => {
    const { source, ids } = create();
    const addition = {
      ...{ jobId: openings[0].id, candidateId: ids[0] ?? '', userId: recruiter.id },
      ...change,
    };
    await expect(source.add(tenant, addition)).rejects.toMatchObject({ code: 'addition_refused' });
  });
});
