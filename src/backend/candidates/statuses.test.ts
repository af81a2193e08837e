import { describe, expect, it } from 'vitest';
import type { CandidateView } from '../../linkedin/index.ts';
import { candidateActivity, candidateStatus } from '../../protocol/routes.ts';
import { activitiesOf, statusOf } from './statuses.ts';

const member = 'urn:li:person:abc';
const view: CandidateView = { atsCreatedAt: 1_000, atsLastModifiedAt: 2_000, matchedMembers: [] };
const seen = (changes: Partial<CandidateView> = {}) => ({
  view: { ...view, ...changes },
  observedAtMs: 9_000,
});
const absent = { view: null, observedAtMs: 9_000 };

describe('the status of a candidate', () => {
  it('is not synced when LinkedIn has no such candidate, whatever we have sent', () => {
    const status = statusOf('42', absent, { sentAtMs: 5_000, links: [] });
    expect(status).toEqual({
      candidateId: '42',
      synced: false,
      match: 'none',
      observedAtMs: 9_000,
    });
  });

  it('tells when we sent it, or else which version LinkedIn holds', () => {
    expect(statusOf('42', seen(), { sentAtMs: 5_000, links: [] }).syncedAtMs).toBe(5_000);
    expect(statusOf('42', seen(), undefined).syncedAtMs).toBe(2_000);
  });

  it.each<[string, Partial<CandidateView>]>([
    ['none', {}],
    ['automatic', { matchedMembers: [member] }],
    ['manual', { manualMatchedMember: member }],
    ['manual', { manualMatchedMember: member, matchedMembers: [member] }],
  ])('has a match of kind %s', (match, changes) => {
    const status = statusOf('42', seen(changes), undefined);
    expect(status.match).toBe(match);
    expect(candidateStatus.safeParse(status).success).toBe(true);
  });
});

describe('the activities of a candidate', () => {
  it('are none when LinkedIn has no such candidate', () => {
    expect(activitiesOf(absent, undefined)).toEqual([]);
  });

  it('have no time where nobody knows it', () => {
    expect(activitiesOf(seen({ matchedMembers: [member] }), undefined)).toEqual([
      { kind: 'matched' },
      { kind: 'synced' },
      { kind: 'created', atMs: 1_000 },
    ]);
  });

  it('stand newest first', () => {
    const links = [
      { action: 'unlinked', atMs: 7_000 },
      { action: 'linked', atMs: 6_000 },
    ] as const;
    const activities = activitiesOf(seen(), { sentAtMs: 5_000, links });
    expect(activities).toEqual([
      { kind: 'unlinked', atMs: 7_000 },
      { kind: 'linked', atMs: 6_000 },
      { kind: 'synced', atMs: 5_000 },
      { kind: 'created', atMs: 1_000 },
    ]);
    for (const activity of activities) {
      expect(candidateActivity.safeParse(activity).success).toBe(true);
    }
  });

  it('include a link that was made elsewhere, and no link twice', () => {
    const linked = seen({ manualMatchedMember: member });
    expect(activitiesOf(linked, undefined)[0]).toEqual({ kind: 'linked' });
    const links = [{ action: 'linked', atMs: 6_000 }] as const;
    const kinds = activitiesOf(linked, { sentAtMs: 5_000, links }).map(({ kind }) => kind);
    expect(kinds).toEqual(['linked', 'synced', 'created']);
  });
});
