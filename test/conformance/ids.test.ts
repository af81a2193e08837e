/**
 * Whatever id goes in comes out of the sandbox the same: every resource that is kept by key, in both
 * generations, through requests as they go over the network.
 */
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { LinkedInClient } from '../../src/linkedin/client.ts';
import { generations, type Generation } from '../../src/linkedin/form.ts';
import { entityResources, type EntityName } from '../../src/linkedin/forms.ts';
import * as records from '../support/ats-records.ts';
import { sandboxTarget, type SandboxTarget } from './sandbox-target.ts';
import { clientOf } from './target.ts';

/** Ids as people, imports and attackers make them. */
const id = fc
  .oneof(
    fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' }),
    fc.string({
      minLength: 1,
      maxLength: 40,
      unit: fc.constantFrom(...'&=,():%\'" +/?#[]{}*~!;@$\\|a1'),
    }),
    fc.string({ minLength: 1, maxLength: 20, unit: 'binary' }),
    fc.constantFrom(
      ...['a&b=c', '50%', '%20', '%2520', "(x,y:z)'", 'a+b c', '候補者', 'مرشح', 'кандидат', '#?/'],
      ...[
        '.',
        '..',
        '../..',
        '👩‍💻',
        'é',
        'e\u0301',
        '__proto__',
        'constructor',
        'null',
        '0',
        ' ',
        '\n',
      ],
      ...[
        'List(a,b)',
        'ids[0].a=1',
        'urn:li:person:1',
        '&dataProvider=ATS',
        "'",
        '"',
        '\u0000',
        '\u202e',
      ],
    ),
  )
  .filter((text) => text.isWellFormed() && text.length <= 255);

/** A resource, with records made of one id or two. */
interface Kept {
  readonly name: EntityName;
  update(
    api: LinkedInClient,
    context: string,
    ids: readonly Pair[],
  ): Promise<readonly { id: string; ok: boolean }[]>;
  delete(
    api: LinkedInClient,
    context: string,
    ids: readonly Pair[],
  ): Promise<readonly { ok: boolean }[]>;
  /** The ids of the record the sandbox keeps under them. */
  kept(target: SandboxTarget, pair: Pair): readonly (string | undefined)[];
}
type Pair = readonly [parent: string, own: string];

const ofApplication = (
  name: 'applicationNotes' | 'stages' | 'interviewFeedback' | 'attachments',
  make: (ids: { applicationId: string; id: string }) => never,
): Kept => {
  const ref = ([applicationId, own]: Pair) => ({ applicationId, id: own });
  return {
    name,
    update: (api, context, ids) =>
      api[name].update(
        context,
        ids.map((pair) => make(ref(pair))),
      ),
    delete: (api, context, ids) => api[name].delete(context, ids.map(ref)),
    kept({ state, organization }, pair) {
      const stored = state.records.get(name, organization, ref(pair));
      return [stored?.record.applicationId, stored?.record.id];
    },
  };
};

const resources: readonly Kept[] = [
  {
    name: 'candidates',
    update: (api, context, ids) =>
      api.candidates.update(
        context,
        ids.map(([, own]) => records.candidate({ id: own })),
      ),
    delete: (api, context, ids) =>
      api.candidates.delete(
        context,
        ids.map(([, own]) => own),
      ),
    kept: ({ state, organization }, [parent, own]) => [
      parent,
      state.candidate(organization, own)?.record.id,
    ],
  },
  {
    name: 'candidateNotes',
    update: (api, context, ids) =>
      api.candidateNotes.update(
        context,
        ids.map(([candidateId, own]) => records.candidateNote({ candidateId, id: own })),
      ),
    delete: (api, context, ids) =>
      api.candidateNotes.delete(
        context,
        ids.map(([candidateId, own]) => ({ candidateId, id: own })),
      ),
    kept({ state, organization }, [candidateId, own]) {
      const stored = state.records.get('candidateNotes', organization, { candidateId, id: own });
      return [stored?.record.candidateId, stored?.record.id];
    },
  },
  {
    name: 'applications',
    update: (api, context, ids) =>
      api.applications.update(
        context,
        ids.map(([jobPostingId, own]) => records.application({ jobPostingId, id: own })),
      ),
    delete: (api, context, ids) =>
      api.applications.delete(
        context,
        ids.map(([, own]) => own),
      ),
    kept({ state, organization }, [, own]) {
      const stored = state.records.get('applications', organization, { id: own });
      return [stored?.record.jobPostingId, stored?.record.id];
    },
  },
  ofApplication('applicationNotes', (ids) => records.applicationNote(ids) as never),
  ofApplication('stages', (ids) => records.stage(ids) as never),
  ofApplication('interviewFeedback', (ids) => records.interviewFeedback(ids) as never),
  ofApplication('attachments', (ids) => records.attachment(ids) as never),
  {
    name: 'entityAcls',
    update: (api, context, ids) =>
      api.entityAcls.update(
        context,
        ids.map(([entityId, aclId]) => ({ entityId, aclId })),
      ),
    delete: (api, context, ids) =>
      api.entityAcls.delete(
        context,
        ids.map(([entityId, aclId]) => ({ entityId, aclId })),
      ),
    kept({ state, organization }, [entityId, aclId]) {
      const key = { entityType: 'JOB_POSTING', entityId, aclId };
      const stored = state.records.get('entityAcls', organization, key);
      return [stored?.record.entityId, stored?.record.aclId];
    },
  },
];
const cases = resources.flatMap((resource) =>
  generations
    .filter((generation) => entityResources[resource.name].forms[generation] !== null)
    .map((generation): [EntityName, Generation, Kept] => [resource.name, generation, resource]),
);

let target: SandboxTarget;
beforeEach(() => {
  target = sandboxTarget();
});

describe.each(cases)('%s over %s', (_name, generation, resource) => {
  it('keep their ids to the letter, whatever an id holds', { timeout: 60_000 }, async () => {
    const api = clientOf(target, generation, { limits: {} });
    const pairs = fc.uniqueArray(fc.tuple(id, id), {
      minLength: 1,
      maxLength: 6,
      selector: ([parent, own]) =>
        resource.name === 'candidates' || resource.name === 'applications'
          ? own
          : `${parent}\u0001${own}`,
    });
    await fc.assert(
      fc.asyncProperty(pairs, async (some) => {
        await target.passTime(1_000);
        const hung = some.map(([parent]) => parent);
        await api.candidates.update(
          target.organization,
          hung.map((one) => records.candidate({ id: one })),
        );
        await api.applications.update(
          target.organization,
          hung.map((one) => records.application({ id: one })),
        );
        const results = await resource.update(api, target.organization, some);
        expect(results.map(({ id, ok }) => [id, ok])).toEqual(some.map(([, own]) => [own, true]));
        for (const pair of some) expect(resource.kept(target, pair)).toEqual(pair);
        const gone = await resource.delete(api, target.organization, some);
        expect(gone.every(({ ok }) => ok)).toBe(true);
        for (const pair of some) expect(resource.kept(target, pair).at(-1)).toBeUndefined();
      }),
      { numRuns: 40 },
    );
  });
});

describe.each(generations)('other ids over %s', (generation) => {
  it('of candidates are found again among their matches', async () => {
    const { candidates } = clientOf(target, generation);
    const ids = fc.uniqueArray(id, { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(ids, async (some) => {
        await target.passTime(5_000);
        await candidates.update(
          target.organization,
          some.map((one) => records.candidate({ id: one })),
        );
        const found = await candidates.get(target.organization, [...some, 'nobody at all']);
        expect([...found.keys()].sort()).toEqual([...some].sort());
        await candidates.delete(target.organization, some);
      }),
      { numRuns: 40 },
    );
  });

  it('of job postings come to their tasks', async () => {
    const { jobPostings } = clientOf(target, generation);
    const ids = fc.uniqueArray(id, { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(ids, async (some) => {
        const integrationContext = target.organization;
        await jobPostings.submit(
          some.map((one) => records.jobPosting({ id: one, integrationContext })),
        );
        await target.passTime(60_000);
        for (const one of some) {
          expect(target.state.jobs.get(integrationContext, one, target.now())?.record.id).toBe(one);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('of ACLs and persons are listed as they were', async () => {
    const { entityAcls, aclAssignees } = clientOf(target, generation);
    const assignee = target.person;
    await fc.assert(
      fc.asyncProperty(id, id, async (entityId, aclId) => {
        await target.passTime(5_000);
        await entityAcls.update(target.organization, [{ entityId, aclId }]);
        await aclAssignees.update(target.organization, [{ aclId, assignee }]);
        const acls = [];
        for await (const acl of entityAcls.list(target.organization, entityId)) acls.push(acl);
        const assigned = [];
        for await (const one of aclAssignees.list(target.organization, assignee))
          assigned.push(one);
        expect(acls).toEqual([{ aclId, entityId, entityType: 'JOB_POSTING' }]);
        expect(assigned).toEqual([{ aclId, assignee, entityType: 'JOB_POSTING' }]);
        await entityAcls.delete(target.organization, [{ entityId, aclId }]);
        await aclAssignees.delete(target.organization, [{ aclId, assignee }]);
      }),
      { numRuns: 60 },
    );
  });

  it('of uniqueForeignId find their application', async () => {
    const { provisioning } = clientOf(target, generation, target.partner ?? {});
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(id, { minLength: 1, maxLength: 3 }), async (some) => {
        for (const uniqueForeignId of some) {
          const known = await provisioning.credentials(uniqueForeignId);
          if (known !== null) continue;
          await provisioning.create({ uniqueForeignId, name: 'Example', description: 'Example' });
          const found = await provisioning.credentials(uniqueForeignId);
          expect(found?.uniqueForeignId).toBe(uniqueForeignId);
        }
      }),
      { numRuns: 40 },
    );
  });
});
