import { beforeEach, describe, expect, it } from 'vitest';
import { createJournal, type Journal, type JournalEntry } from './journal.ts';
import { queryNames } from './query-names.ts';
import { redacted } from './redact.ts';

const entry = (changes: Partial<JournalEntry> = {}): Omit<JournalEntry, 'seq'> => ({
  atMs: 1_000,
  method: 'PUT',
  path: '/v2/atsCandidates',
  query: ['ids[].atsCandidateId'],
  application: 'app',
  status: 200,
  records: 1,
  durationMs: 1,
  requestId: null,
  ...changes,
});

let journal: Journal;
beforeEach(() => {
  journal = createJournal();
});
const sequence = (filter = {}): number[] => journal.view(filter).entries.map(({ seq }) => seq);

describe('the journal', () => {
  it('holds what was added, in order and numbered', () => {
    journal.add(entry());
    journal.add(entry({ status: 404 }));
    expect(journal.view()).toEqual({
      entries: [
        { seq: 1, ...entry() },
        { seq: 2, ...entry({ status: 404 }) },
      ],
      next: 2,
      more: 0,
      dropped: 0,
    });
  });

  it('pushes out the oldest beyond 10,000', () => {
    for (let count = 0; count < 25_000; count += 1) journal.add(entry());
    const { entries, dropped } = journal.view();
    expect([entries.length, entries[0]?.seq, dropped]).toEqual([10_000, 15_001, 15_000]);
  });

  it('pushes out the oldest beyond its bytes', () => {
    journal.configure({ maxBytes: 100_000 });
    for (let count = 0; count < 100; count += 1) journal.add(entry({ path: 'x'.repeat(5_000) }));
    expect(journal.view().entries).toHaveLength(18);
    journal.add(entry({ requestBody: 'x'.repeat(200_000) }));
    expect(journal.view().entries).toEqual([]);
    journal.add(entry());
    expect(sequence()).toEqual([102]);
  });

  it('filters by time, number, route, method, application and status', () => {
    journal.add(entry({ atMs: 1 }));
    journal.add(entry({ atMs: 2, method: 'GET' }));
    journal.add(entry({ atMs: 3, path: '/rest/candidates', application: null }));
    journal.add(entry({ atMs: 4, status: 429 }));
    journal.add(entry({ atMs: 5, status: 0 }));
    expect(sequence({ sinceMs: 3 })).toEqual([3, 4, 5]);
    expect(sequence({ after: 3 })).toEqual([4, 5]);
    expect(sequence({ route: '/rest/*' })).toEqual([3]);
    expect(sequence({ method: 'get' })).toEqual([2]);
    expect(sequence({ application: 'app' })).toEqual([1, 2, 4, 5]);
    expect(sequence({ status: '4xx' })).toEqual([4]);
    expect(sequence({ status: '429' })).toEqual([4]);
    expect(sequence({ status: '0' })).toEqual([5]);
    expect(sequence({ sinceMs: 2, status: '200', route: '/v2/*' })).toEqual([2]);
  });

  it('is read piece by piece', () => {
    for (let count = 0; count < 5; count += 1) journal.add(entry());
    const first = journal.view({ limit: 2 });
    expect([first.entries.length, first.more, first.next]).toEqual([2, 3, 2]);
    const last = journal.view({ after: first.next, limit: 3 });
    expect([last.entries.length, last.more, last.next]).toEqual([3, 0, 5]);
  });

  it('forgets when told to, and counts on', () => {
    journal.add(entry());
    journal.clear();
    journal.add(entry());
    expect(sequence()).toEqual([2]);
  });
});

describe('the names of a query', () => {
  it.each([
    ['', []],
    ['?start=0&count=10', ['start', 'count']],
    ['?ids[0].a=1&ids[0].b=2&ids[1].a=3&ids[10].a=3&fields=x', ['ids[].a', 'ids[].b', 'fields']],
    ['?ids%5B0%5D.a=1&ids%5B1%5D.a=2', ['ids[].a']],
    ['?ids=1&ids=2', ['ids']],
    ['?timeRange.start=1&owners[1]=x', ['timeRange.start', 'owners[]']],
    ['?justAValue&=x&&q=criteria&', ['q']],
  ])('%s are %o', (query, names) => {
    expect(queryNames(`http://localhost/v2/x${query}`)).toEqual(names);
  });
});

describe('a body in the journal', () => {
  it('has no value under the name of a secret', () => {
    const body = {
      name: 'A',
      clientSecret: 's3cret',
      inner: [{ access_token: 't', secretKey: 7 }],
    };
    expect(redacted('/v2/provisionedApplications', JSON.stringify(body), null)).toBe(
      '{"name":"A","clientSecret":"[hidden]","inner":[{"access_token":"[hidden]","secretKey":"[hidden]"}]}',
    );
  });

  it('has no token of its request', () => {
    expect(redacted('/v2/atsCandidates', '{"note":"my tok-1"}', 'tok-1')).toBe(
      '{"note":"my [hidden]"}',
    );
  });

  it.each([
    ['/oauth/v2/accessToken', '{}'],
    ['/uas/handover', '{"code":"x"}'],
    ['/v2/atsCandidates', 'client_secret=x'],
    ['/v2/atsCandidates', '{"client_secret":"x"'],
  ])('is left out where it cannot be cleaned: %s %s', (path, text) => {
    expect(redacted(path, text, null)).toBeNull();
  });
});
