import type { LinkedInClient } from 'rsc-embed/linkedin';

/** A group of the ATS may see a job posting, and a recruiter is in it. */
export async function restrict(
  linkedIn: LinkedInClient,
  integrationContext: string,
  assignee: string,
) {
  const group = { aclId: 'hardware-team' };
  await linkedIn.entityAcls.update(integrationContext, [{ ...group, entityId: 'job-1' }]);
  await linkedIn.aclAssignees.update(integrationContext, [{ ...group, assignee }]);
  const groups: string[] = [];
  for await (const acl of linkedIn.entityAcls.list(integrationContext, 'job-1')) {
    groups.push(acl.aclId);
  }
  await linkedIn.aclAssignees.delete(integrationContext, [{ ...group, assignee }]);
  return groups;
}
