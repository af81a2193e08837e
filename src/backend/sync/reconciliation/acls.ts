/** Which ACLs LinkedIn has: it lists those of a job posting, and those a person is in [doc]. */
import type { RecordRef, SyncResource } from '../ports.ts';
import { refText } from '../resources.ts';
import type { CompareOptions } from './compare.ts';
import type { ComparedRow } from './rows.ts';

/** @throws LinkedInError */
export async function listedAcls(
  resource: Extract<SyncResource, 'entityAcls' | 'aclAssignees'>,
  rows: readonly ComparedRow[],
  { client, context, signal }: CompareOptions,
): Promise<{
  has: (ref: RecordRef) => boolean;
  readonly others: readonly RecordRef[];
}> {
  const listed = new Map<string, RecordRef>();
  const add = (parentId: string, id: string): void => {
    const ref = { resource, parentId, id };
    listed.set(refText(ref), ref);
  };
  if (resource === 'entityAcls') {
    const jobs = new Set(rows.flatMap(({ ref: { parentId } }) => parentId ?? []));
    for (const job of jobs) {
      for await (const { aclId } of client.entityAcls.list(context, job, { signal })) {
        add(job, aclId);
      }
    }
  } else {
    for (const person of new Set(rows.map(({ ref }) => ref.id))) {
      for await (const { aclId } of client.aclAssignees.list(context, person, { signal })) {
        add(aclId, person);
      }
    }
  }
  const known = new Set(rows.map(({ ref }) => refText(ref)));
  return {
    has: (ref) => listed.has(refText(ref)),
    others: [...listed].flatMap(([text, ref]) => (known.has(text) ? [] : [ref])),
  };
}
