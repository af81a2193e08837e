/** Who may see what hangs on a job posting: groups or roles of the ATS, and their members [doc]. */
import * as z from 'zod';
import { externalId, personUrn } from './common.ts';

/** Only job postings can be secured [doc]; their applications follow them. */
const entityType = z.literal('JOB_POSTING').default('JOB_POSTING');

export const entityAclRecord = z.strictObject({
  /** A group or role of the ATS. */
  aclId: externalId,
  entityType,
  /** Id of the job posting. */
  entityId: externalId,
});
export type EntityAclRecord = z.input<typeof entityAclRecord>;

export const aclAssigneeRecord = z.strictObject({
  aclId: externalId,
  entityType,
  /** Person URN of the user. */
  assignee: personUrn,
});
export type AclAssigneeRecord = z.input<typeof aclAssigneeRecord>;

/** A user may be in so many ACLs [doc]. */
export const maxAclsPerUser = 10;
