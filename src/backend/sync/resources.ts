/** The kinds of records the engine sends: their order, what they hang on, how they are written. */
import * as z from 'zod';
import {
  aclAssigneeRecord,
  applicationNoteRecord,
  applicationRecord,
  attachmentRecord,
  candidateNoteRecord,
  candidateRecord,
  entityAclRecord,
  interviewFeedbackRecord,
  jobPostingRecord,
  stageRecord,
} from '../../linkedin/index.ts';
import { atsId } from '../../protocol/ids.ts';
import type { RecordRef, SyncResource } from './ports.ts';

export interface ResourceKind {
  readonly resource: SyncResource;
  /** Place in the order of sending, from 1. Kept in the store: never changed. */
  readonly rank: number;
  /** Field of a record that says what it hangs on; null if its id alone names it. */
  readonly parentField: string | null;
  /** What it hangs on. */
  readonly parent: SyncResource | null;
  /** Field of a record that is its id. */
  readonly idField: string;
  readonly schema: z.ZodType;
}

/** Order of sending [doc, spec sync §2]: what others refer to comes first. */
export const syncResources = [
  'jobPostings',
  'candidates',
  'applications',
  'candidateNotes',
  'applicationNotes',
  'stages',
  'interviewFeedback',
  'attachments',
  'entityAcls',
  'aclAssignees',
] as const satisfies readonly SyncResource[];

const kind = (
  resource: SyncResource,
  schema: z.ZodType,
  parent: SyncResource | null = null,
  parentField: string | null = null,
  idField = 'id',
): ResourceKind => ({
  resource,
  rank: syncResources.indexOf(resource) + 1,
  parent,
  parentField,
  idField,
  schema,
});

export const resourceKinds: Readonly<Record<SyncResource, ResourceKind>> = {
  jobPostings: kind('jobPostings', jobPostingRecord),
  candidates: kind('candidates', candidateRecord),
  applications: kind('applications', applicationRecord),
  candidateNotes: kind('candidateNotes', candidateNoteRecord, 'candidates', 'candidateId'),
  applicationNotes: kind(
    'applicationNotes',
    applicationNoteRecord,
    'applications',
    'applicationId',
  ),
  stages: kind('stages', stageRecord, 'applications', 'applicationId'),
  interviewFeedback: kind(
    'interviewFeedback',
    interviewFeedbackRecord,
    'applications',
    'applicationId',
  ),
  attachments: kind('attachments', attachmentRecord, 'applications', 'applicationId'),
  entityAcls: kind('entityAcls', entityAclRecord, 'jobPostings', 'entityId', 'aclId'),
  // An ACL is one of many jobs: the order of sending alone puts it before its assignees.
  aclAssignees: kind('aclAssignees', aclAssigneeRecord, null, 'aclId', 'assignee'),
};

/** The resource at a place of the order. @throws TypeError for a place that is none */
export function resourceAt(rank: number): SyncResource {
  const resource = syncResources[rank - 1];
  if (resource === undefined) throw new TypeError(`no resource has rank ${String(rank)}`);
  return resource;
}

/** Names a record, checked: what comes from outside is parsed with it. */
export const recordRef = z
  .strictObject({
    resource: z.enum(syncResources),
    id: z.string(),
    parentId: z.string().optional(),
  })
  .superRefine(({ resource, id, parentId }, context) => {
    const rule = 'must be 1 to 255 printable characters';
    if (!atsId.safeParse(id).success || !id.isWellFormed()) {
      context.addIssue({ code: 'custom', path: ['id'], message: rule });
    }
    const { parentField } = resourceKinds[resource];
    if (parentField === null) {
      if (parentId !== undefined) {
        const message = `must be left out: ${resource} are named by their id alone`;
        context.addIssue({ code: 'custom', path: ['parentId'], message });
      }
    } else if (parentId === undefined) {
      const message = `is required: the ${parentField} of the record`;
      context.addIssue({ code: 'custom', path: ['parentId'], message });
    } else if (!atsId.safeParse(parentId).success || !parentId.isWellFormed()) {
      context.addIssue({ code: 'custom', path: ['parentId'], message: rule });
    }
  });

/** Tells records apart; also how a record is written on a command line. */
export const refText = ({ resource, id, parentId }: RecordRef): string =>
  [resource, ...(parentId === undefined ? [] : [parentId]), id].map(encodeURIComponent).join('/');

/**
 * Reads what `refText` writes: `candidates/17`, `stages/900/3`.
 * @throws TypeError that names what is wrong
 */
export function parseRefText(text: string): RecordRef {
  let parts: string[];
  try {
    parts = text.split('/').map(decodeURIComponent);
  } catch {
    throw new TypeError('a record is written as resource/id or resource/parent/id');
  }
  const [resource, first, second] = parts;
  const parsed = recordRef.safeParse(
    parts.length === 3
      ? { resource, parentId: first, id: second }
      : parts.length === 2
        ? { resource, id: first }
        : {},
  );
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.join('.') ?? '';
  throw new TypeError(
    `a record is written as resource/id or resource/parent/id; ${field}: ${issue?.message ?? ''}`,
  );
}

/** The fields that name a record to the client. */
export function keyFieldsOf(ref: RecordRef): Record<string, string> {
  const { idField, parentField } = resourceKinds[ref.resource];
  return {
    [idField]: ref.id,
    ...(parentField === null ? {} : { [parentField]: ref.parentId ?? '' }),
  };
}
