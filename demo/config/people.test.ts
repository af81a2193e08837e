import { generateKeyPairSync } from 'node:crypto';
import { candidateRecord } from 'rsc-embed/linkedin';
import { describe, expect, it } from 'vitest';
import { createAts, fitOf, toCandidateRecord, type Candidate } from '../ats/index.ts';
import { candidateCount, createPeople } from './people.ts';
import { chooseShowcase } from './showcase.ts';

const todayMs = Date.UTC(2026, 10, 24);

function seeded(clock = () => todayMs): readonly Candidate[] {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ats = createAts({
    origins: {
      ats: 'http://ats.localhost',
      backend: 'http://partner.localhost:81',
      linkedIn: 'http://linkedin.localhost:82',
    },
    partner: { tenant: 'kestrel', revocationUrl: 'http://127.0.0.1:81/rsc/revoke' },
    apiKey: 'key',
    integrationContext: 'urn:li:organization:1',
    signingKey: { kid: 'k1', jwk: privateKey.export({ format: 'jwk' }) },
    people: createPeople(),
    clock,
  });
  return ats.candidates.all();
}

describe('candidates of the demo', () => {
  const candidates = seeded();

  it('are a thousand, each with an id of its own', () => {
    expect(candidates).toHaveLength(candidateCount);
    expect(new Set(candidates.map(({ id }) => id)).size).toBe(candidateCount);
  });

  it('are the same on each start of a day, and the same people on another day', () => {
    expect(seeded(() => todayMs + 3_600_000)).toEqual(candidates);
    const later = seeded(() => todayMs + 40 * 86_400_000);
    expect(later.map(({ id, firstName }) => [id, firstName])).toEqual(
      candidates.map(({ id, firstName }) => [id, firstName]),
    );
  });

  it('fit the rules of the sync to LinkedIn', () => {
    for (const candidate of candidates) {
      const record = toCandidateRecord(candidate, 'http://ats.localhost');
      expect(candidateRecord.safeParse(record).error?.issues ?? []).toEqual([]);
    }
  });

  it('have applied in the past, and have not moved into the future', () => {
    for (const { createdAtMs, applications } of candidates) {
      expect(createdAtMs).toBeLessThan(todayMs);
      expect(applications[0].movedAtMs).toBeLessThanOrEqual(todayMs + 86_400_000);
    }
  });

  it('are sent to LinkedIn unless they object, as few do', () => {
    const objecting = candidates.filter(({ sharedWithLinkedIn }) => !sharedWithLinkedIn);
    expect(objecting).toHaveLength(8);
  });

  it('give nothing away that would identify those who use another address', () => {
    const people = createPeople();
    candidates.forEach((candidate, index) => {
      if (fitOf(index) !== 'private') return;
      expect(candidate.email).toMatch(/@mailbox\.example$/);
      expect(candidate.phone).toBeNull();
      expect(candidate.linkedInUrl).toBeNull();
      const current = people[index]?.positions[0];
      expect([candidate.title, candidate.company]).not.toEqual([current?.title, current?.company]);
    });
  });

  it('include one of each kind to show', () => {
    const { matched, unmatched, notSynced, more } = chooseShowcase(candidates);
    expect(matched.sharedWithLinkedIn && unmatched.sharedWithLinkedIn).toBe(true);
    expect(notSynced.sharedWithLinkedIn).toBe(false);
    expect(more.length).toBeGreaterThan(5);
  });
});
