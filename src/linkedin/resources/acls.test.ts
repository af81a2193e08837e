import { describe, expect, it } from 'vitest';
import { organization, scripted } from '../scripted.test-support.ts';

describe('ACLs and their assignees', () => {
  it('are listed under the names of each generation', async () => {
    const { client, requests } = scripted({
      api: ({ path }) =>
        Response.json({
          elements: [
            path.startsWith('/v2')
              ? { atsEntityAclId: 'team', assignee: 'urn:li:person:abc' }
              : { externalEntityAclId: 'team' },
            { odd: true },
            null,
          ],
          paging: { links: [] },
        }),
    });
    const found = [];
    for (const generation of ['v2', 'rest'] as const) {
      const { entityAcls, aclAssignees } = client({ generation });
      for await (const acl of entityAcls.list(organization, 'job & 1')) found.push(acl);
      for await (const one of aclAssignees.list(organization, 'urn:li:person:abc')) found.push(one);
    }
    const acl = { aclId: 'team', entityType: 'JOB_POSTING', entityId: 'job & 1' };
    const assignee = { aclId: 'team', entityType: 'JOB_POSTING', assignee: 'urn:li:person:abc' };
    expect(found).toEqual([acl, assignee, acl, assignee]);
    expect(requests[0]?.query).toContain('atsEntityId=job%20%26%201&dataProvider=ATS&');
    expect(requests[2]?.query).toContain('externalEntityId=job%20%26%201&integrationContext=');
  });
});
