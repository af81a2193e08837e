/**
 * An ATS whose records follow from a number and a revision, so that several processes agree on what it
 * holds by agreeing on revisions.
 */
import type { AtsRecord, RecordRef, SyncResource } from '../../src/backend/sync/ports.ts';

/** Records of each kind, out of a hundred; jobs and ACLs are few. */
const shares: readonly (readonly [SyncResource, number])[] = [
  ['jobPostings', 2],
  ['candidates', 40],
  ['applications', 30],
  ['candidateNotes', 9],
  ['applicationNotes', 4],
  ['stages', 10],
  ['interviewFeedback', 3],
  ['entityAcls', 1],
  ['aclAssignees', 1],
];

export interface Counts {
  readonly byResource: ReadonlyMap<SyncResource, number>;
  readonly total: number;
}

export function countsFor(total: number): Counts {
  const byResource = new Map<SyncResource, number>(
    shares.map(([resource, share]) => [resource, Math.max(1, Math.round((total * share) / 100))]),
  );
  return { byResource, total: [...byResource.values()].reduce((sum, count) => sum + count, 0) };
}

const startMs = Date.UTC(2024, 0, 1);
const names = ['Ada', 'Émile', '名前', 'שלום', 'Björk', 'O’Neil', '👩‍🚀', 'Zoë'];

/** Name of the record with a number. */
export function refAt(resource: SyncResource, index: number, { byResource }: Counts): RecordRef {
  const of = (kind: SyncResource): number => index % (byResource.get(kind) ?? 1);
  switch (resource) {
    case 'jobPostings':
      return { resource, id: `j-${index}` };
    case 'candidates':
      return { resource, id: `c-${index}` };
    case 'applications':
      return { resource, id: `a-${index}` };
    case 'candidateNotes':
      return { resource, id: `n-${index}`, parentId: `c-${of('candidates')}` };
    case 'entityAcls':
      return { resource, id: `team-${index % 5}-${index}`, parentId: `j-${of('jobPostings')}` };
    case 'aclAssignees':
      return { resource, id: `urn:li:person:p${index}`, parentId: `team-${index % 5}` };
    default:
      return {
        resource,
        id: `${resource.slice(0, 2)}-${index}`,
        parentId: `a-${of('applications')}`,
      };
  }
}

/** The record in a revision. */
export function recordAt(ref: RecordRef, revision: number, { byResource }: Counts): AtsRecord {
  const { resource, id, parentId = '' } = ref;
  const index = Number(id.replace(/^.*?(\d+)$/, '$1'));
  const atsCreatedAt = startMs + index * 60_000;
  const times = { atsCreatedAt, atsLastModifiedAt: atsCreatedAt + revision * 1_000 };
  const author = { firstName: names[index % names.length] ?? 'Ada', lastName: 'Example' };
  const firstName = `${author.firstName} ${revision}`;
  const jobs = byResource.get('jobPostings') ?? 1;
  const candidates = byResource.get('candidates') ?? 1;
  const record = (): object => {
    switch (resource) {
      case 'jobPostings':
        return {
          id,
          title: `Engineer ${index}, revision ${revision}`,
          description: '<p>Build things that stay.</p>',
          location: 'Berlin, Germany',
          state: 'LISTED',
          companyApplyUrl: `https://ats.example.com/jobs/${index}`,
          listedAt: atsCreatedAt,
        };
      case 'candidates':
        return {
          id,
          firstName,
          lastName: `Person ${index}`,
          emailAddresses: [`person${index}@example.net`],
          phoneNumbers: [],
          addresses: [],
          currentCompanyName: `Company ${index % 97}`,
          ...times,
        };
      case 'applications':
        return {
          id,
          candidateId: `c-${index % candidates}`,
          jobPostingId: `j-${index % jobs}`,
          jobPostingName: `Engineer ${index % jobs}`,
          firstName,
          source: revision % 2 === 0 ? 'Referral' : 'Career site',
          ...times,
        };
      case 'candidateNotes':
        return { candidateId: parentId, id, atsCreatedAt, note: `Note ${revision}`, author };
      case 'applicationNotes':
        return { applicationId: parentId, id, atsCreatedAt, note: `Note ${revision}`, author };
      case 'stages':
        return { applicationId: parentId, id, atsCreatedAt, stage: `Stage ${revision}` };
      case 'interviewFeedback':
        return {
          applicationId: parentId,
          id,
          atsCreatedAt,
          feedback: `Feedback ${revision}`,
          interviewer: author,
        };
      case 'entityAcls':
        return { aclId: id, entityId: parentId };
      default:
        return { aclId: parentId, assignee: id };
    }
  };
  return { ref, record: record() } as AtsRecord;
}
