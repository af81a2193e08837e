/** Module 2: jobs by tasks, candidates with their matches, applications and what hangs on them. */
import { afterAll, describe, expect, it } from 'vitest';
import type { JobPostingRecord, JobTask } from '../../src/linkedin/index.ts';
import * as records from '../support/ats-records.ts';
import { clientOf, openTarget, runId } from './target.ts';

const target = openTarget();
const { organization, person } = target;
const run = runId();
const minuteMs = 60_000;

describe.each(target.generations)(
  `an ATS at ${target.name} over %s`,
  { timeout: 6 * minuteMs },
  (generation) => {
    const api = clientOf(target, generation);
    const id = (name: string): string => `${run}-${generation}-${name}`;
    const applicationId = id('application');
    const candidateId = id('candidate & (1)');
    const times = { atsCreatedAt: target.now() - minuteMs, atsLastModifiedAt: target.now() };
    const candidate = (changes: Parameters<typeof records.candidate>[0] = {}) =>
      records.candidate({ id: candidateId, ...times, ...changes });
    const posting = (changes: Partial<JobPostingRecord> = {}): JobPostingRecord =>
      records.jobPosting({ id: id('job'), integrationContext: organization, ...changes });

    afterAll(async () => {
      await api.applications.delete(organization, [applicationId]).catch(() => undefined);
      await api.candidates.delete(organization, [candidateId]).catch(() => undefined);
      await api.jobPostings.submit([posting({ state: 'CLOSED' })]).catch(() => undefined);
    });

    /** Usually within five minutes [doc]. */
    async function ended(taskId: string): Promise<JobTask | undefined> {
      for (let waitedMs = 0; waitedMs < 5 * minuteMs; waitedMs += 5_000) {
        const task = (await api.jobPostings.tasks([taskId])).get(taskId);
        if (task !== undefined && task.status !== 'IN_PROGRESS') return task;
        await target.passTime(5_000);
      }
      return undefined;
    }

    it('has its jobs taken in by tasks, public and private ones', async () => {
      const results = await api.jobPostings.submit([
        posting({ availability: 'PUBLIC' }),
        posting({ id: id('private'), availability: 'PRIVATE_TO_ATS_INTEGRATION', state: 'CLOSED' }),
      ]);
      expect(results).toMatchObject([{ ok: true }, { ok: true }]);
      const task = await ended(results[0]?.taskId ?? '');
      expect(task).toMatchObject({ status: 'SUCCEEDED' });
    });

    it('asks for tasks nobody knows in vain', async () => {
      expect(await api.jobPostings.tasks(['1'])).toEqual(new Map());
    });

    it('sends candidates, replaces them, and reads them back', async () => {
      const created = await api.candidates.update(organization, [candidate()]);
      expect(created).toEqual([{ id: candidateId, ok: true }]);
      const [replaced] = await api.candidates.update(organization, [
        candidate({ firstName: 'Eda' }),
      ]);
      expect(replaced).toMatchObject({ ok: true });
      const found = await api.candidates.get(organization, [candidateId, id('nobody')]);
      expect([...found.keys()]).toEqual([candidateId]);
      expect(found.get(candidateId)).toMatchObject({ ...times, matchedMembers: [] });
    });

    it.runIf(person !== null)(
      'says who a candidate is, and that this is no longer known',
      async () => {
        const manual = async () =>
          (await api.candidates.get(organization, [candidateId])).get(candidateId)
            ?.manualMatchedMember;
        expect(
          await api.candidates.setManualMatch(organization, candidateId, person),
        ).toMatchObject({
          ok: true,
        });
        expect(await manual()).toBe(person);
        await api.candidates.setManualMatch(organization, candidateId, null);
        expect(await manual()).toBeUndefined();
        const nobody = await api.candidates.setManualMatch(organization, id('nobody'), person);
        expect(nobody).toMatchObject({ ok: false, error: { status: 404 } });
      },
    );

    it('sends notes of a candidate', async () => {
      const notes = ['1', '2'].map((note) =>
        records.candidateNote({ candidateId, id: id(note), atsCreatedAt: times.atsCreatedAt }),
      );
      const results = await api.candidateNotes.update(organization, notes);
      expect(results.every(({ ok }) => ok)).toBe(true);
    });

    it('sends an application with its stages, feedback and notes', async () => {
      const jobPostingId = id('job');
      const application = { id: applicationId, candidateId, jobPostingId, ...times };
      const results = [
        await api.applications.update(organization, [records.application(application)]),
        await api.stages.update(
          organization,
          ['Phone Screen', 'Onsite Interview', 'Hired'].map((stage, index) =>
            records.stage({ applicationId, id: id(`stage-${index}`), stage }),
          ),
        ),
        await api.interviewFeedback.update(organization, [
          records.interviewFeedback({ applicationId, id: id('feedback') }),
        ]),
        await api.applicationNotes.update(organization, [
          records.applicationNote({ applicationId, id: id('note') }),
        ]),
      ];
      expect(results.flat().every(({ ok }) => ok)).toBe(true);
      expect(results.flat()).toHaveLength(6);
    });

    it('sends more records than one request takes', async () => {
      const stages = Array.from({ length: 120 }, (_, index) =>
        records.stage({ applicationId, id: id(`many-${index}`) }),
      );
      const results = await api.stages.update(organization, stages);
      expect(results.filter(({ ok }) => ok)).toHaveLength(120);
    });
  },
);

describe.runIf(target.generations.includes('rest'))(
  `an ATS at ${target.name} over the versioned API`,
  () => {
    it('sends the files of an application', async () => {
      const api = clientOf(target, 'rest');
      const applicationId = `${run}-with-file`;
      const attachment = records.attachment({ applicationId });
      await api.applications.update(organization, [records.application({ id: applicationId })]);
      expect(await api.attachments.update(organization, [attachment])).toMatchObject([
        { ok: true },
      ]);
      expect(await api.attachments.delete(organization, [attachment])).toMatchObject([
        { ok: true },
      ]);
      await api.applications.delete(organization, [applicationId]);
    });
  },
);
