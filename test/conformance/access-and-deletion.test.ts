/** Modules 4 and 5: ACLs and their assignees; deletions, one by one and in one step. */
import { afterAll, describe, expect, it } from 'vitest';
import * as records from '../support/ats-records.ts';
import { all, clientOf, openTarget, runId } from './target.ts';

const target = openTarget();
const { organization, person } = target;
const run = runId();

describe.runIf(person !== null)(`ACLs at ${target.name}`, () => {
  describe.each(target.generations)('over %s', (generation) => {
    const { entityAcls, aclAssignees } = clientOf(target, generation);
    const entityId = `${run}-${generation}-job & co`;
    const aclId = `${run}-${generation}-team`;
    const assignee = person ?? '';
    const aclsOfJob = async () =>
      (await all(entityAcls.list(organization, entityId))).map((acl) => acl.aclId);
    const aclsOfPerson = async () =>
      (await all(aclAssignees.list(organization, assignee))).map((one) => one.aclId);

    afterAll(async () => {
      await aclAssignees.delete(organization, [{ aclId, assignee }]).catch(() => undefined);
      await entityAcls.delete(organization, [{ aclId, entityId }]).catch(() => undefined);
    });

    it('secure a job and are found by it', async () => {
      expect(await entityAcls.update(organization, [{ aclId, entityId }])).toMatchObject([
        { id: aclId, ok: true },
      ]);
      expect(await aclsOfJob()).toEqual([aclId]);
    });

    it('have people, and are found by them, removed and assigned again', async () => {
      for (let round = 0; round < 2; round += 1) {
        const [assigned] = await aclAssignees.update(organization, [{ aclId, assignee }]);
        expect(assigned).toMatchObject({ ok: true });
        expect(await aclsOfPerson()).toContain(aclId);
        const [removed] = await aclAssignees.delete(organization, [{ aclId, assignee }]);
        expect(removed).toMatchObject({ ok: true });
        expect(await aclsOfPerson()).not.toContain(aclId);
      }
    });

    it('are gone when they are deleted', async () => {
      expect(await entityAcls.delete(organization, [{ aclId, entityId }])).toMatchObject([
        { ok: true },
      ]);
      expect(await aclsOfJob()).toEqual([]);
    });
  });
});

describe.each(target.generations)(`deletions at ${target.name} over %s`, (generation) => {
  const api = clientOf(target, generation);
  const id = (name: string): string => `${run}-${generation}-${name}`;
  const candidateId = id('candidate');
  const applicationId = id('application');
  const note = { candidateId, id: id('note') };
  const parts = { applicationId, id: id('part') };
  const candidate = records.candidate({ id: candidateId });
  const isGone = { ok: false, error: { status: 404 } };

  const sendCandidate = async (): Promise<void> => {
    await api.candidates.update(organization, [candidate]);
    await api.candidateNotes.update(organization, [records.candidateNote(note)]);
  };
  const sendApplication = async (): Promise<void> => {
    const application = records.application({ id: applicationId, candidateId });
    const sent = [
      await api.applications.update(organization, [application]),
      await api.applicationNotes.update(organization, [records.applicationNote(parts)]),
      await api.stages.update(organization, [records.stage(parts)]),
      await api.interviewFeedback.update(organization, [records.interviewFeedback(parts)]),
    ];
    expect(sent.flat().every(({ ok }) => ok)).toBe(true);
  };

  it('take a note and then its candidate (RSC-501)', async () => {
    await sendCandidate();
    expect(await api.candidateNotes.delete(organization, [note])).toMatchObject([{ ok: true }]);
    expect(await api.candidateNotes.delete(organization, [note])).toMatchObject([isGone]);
    expect(await api.candidates.delete(organization, [candidateId])).toMatchObject([{ ok: true }]);
    expect(await api.candidates.get(organization, [candidateId])).toEqual(new Map());
  });

  it('take a candidate with its notes in one step (RSC-502)', async () => {
    await sendCandidate();
    await api.candidates.delete(organization, [candidateId]);
    expect(await api.candidateNotes.delete(organization, [note])).toMatchObject([isGone]);
    expect(await api.candidates.delete(organization, [candidateId])).toMatchObject([isGone]);
  });

  it('take what hangs on an application, and then the application (RSC-503)', async () => {
    await sendCandidate();
    await sendApplication();
    for (const part of [api.applicationNotes, api.stages, api.interviewFeedback]) {
      expect(await part.delete(organization, [parts])).toMatchObject([{ ok: true }]);
    }
    const [deleted] = await api.applications.delete(organization, [applicationId]);
    expect(deleted).toMatchObject({ ok: true });
  });

  it('take an application with all of it in one step (RSC-504)', async () => {
    await sendApplication();
    await api.applications.delete(organization, [applicationId]);
    for (const part of [api.applicationNotes, api.stages, api.interviewFeedback]) {
      expect(await part.delete(organization, [parts])).toMatchObject([isGone]);
    }
    await api.candidates.delete(organization, [candidateId]);
  });

  it('of something absent do not spoil their batch', async () => {
    await api.candidates.update(organization, [candidate]);
    const results = await api.candidates.delete(organization, [id('nobody'), candidateId]);
    expect(results).toMatchObject([isGone, { ok: true }]);
  });
});
