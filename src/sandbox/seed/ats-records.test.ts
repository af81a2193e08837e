import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { entityResources } from '../../linkedin/forms.ts';
import { jobPostingRecord } from '../../linkedin/records/job-posting.ts';
import { syntheticPeople } from '../state/people.ts';
import { createAtsRecords, type AtsRecordMaker } from './ats-records.ts';

const make = (seed: number): AtsRecordMaker =>
  createAtsRecords({
    seed,
    organization: 'urn:li:organization:1',
    people: syntheticPeople({ count: 50 }),
    candidates: 40,
    jobs: 5,
    applications: 60,
    users: ['urn:li:person:a', 'urn:li:person:b'],
  });
const schemaOf = (name: keyof AtsRecordMaker): z.ZodType =>
  name === 'jobs' ? jobPostingRecord : entityResources[name].schema;

describe('a seeded record', () => {
  it.each(Object.keys(make(1)) as (keyof AtsRecordMaker)[])(
    'of %s is what LinkedIn takes, and the same for the same seed',
    (name) => {
      const [one, two, other] = [make(1), make(1), make(2)];
      for (let index = 0; index < 200; index += 1) {
        const record = one[name](index);
        expect(schemaOf(name).parse(record)).toEqual(record);
        expect(two[name](index)).toEqual(record);
        expect(other[name](index)).not.toEqual(record);
      }
    },
  );

  it('refers to others that are there', () => {
    const records = make(1);
    const ids = (count: number, of: (index: number) => { id: string }): Set<string> =>
      new Set(Array.from({ length: count }, (_, index) => of(index).id));
    const candidates = ids(40, (index) => records.candidates(index));
    const jobs = ids(5, (index) => records.jobs(index));
    const applications = ids(60, (index) => records.applications(index));
    for (let index = 0; index < 200; index += 1) {
      expect(candidates).toContain(records.applications(index).candidateId);
      expect(jobs).toContain(records.applications(index).jobPostingId);
      expect(jobs).toContain(records.entityAcls(index).entityId);
      expect(applications).toContain(records.stages(index).applicationId);
    }
  });
});
