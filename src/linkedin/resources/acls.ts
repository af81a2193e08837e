/** Who may see a job posting and what hangs on it: ACLs and their assignees [doc]. */
import { isRaw, pick, textOf, urnOf, type Raw } from '../answers/tolerant.ts';
import { checked } from '../checks.ts';
import type { CallOptions } from '../entities.ts';
import type { EntityForm } from '../form.ts';
import { entityResources } from '../forms.ts';
import { readCollection } from '../pages.ts';
import type { Platform } from '../platform.ts';
import type { AclAssigneeRecord, EntityAclRecord } from '../records/acl.ts';
import { externalId, organizationUrn, personUrn } from '../records/common.ts';
import { single } from './finder.ts';
import type { EngineOf, RecordsApi } from './records-api.ts';

export interface AclApis {
  readonly entityAcls: RecordsApi<EntityAclRecord, EntityAclRecord> & {
    /** ACLs of a job posting. @throws LinkedInError when read */
    list(
      integrationContext: string,
      jobPostingId: string,
      options?: CallOptions,
    ): AsyncGenerator<EntityAclRecord, void, undefined>;
  };
  readonly aclAssignees: RecordsApi<AclAssigneeRecord, AclAssigneeRecord> & {
    /** ACLs a person is in. @param assignee person URN @throws LinkedInError when read */
    list(
      integrationContext: string,
      assignee: string,
      options?: CallOptions,
    ): AsyncGenerator<AclAssigneeRecord, void, undefined>;
  };
}

/** Only job postings can be secured [doc]. */
const entityType = 'JOB_POSTING' as const;
const pageSize = 100;

export function createAclApis(engineOf: EngineOf, platform: Platform): AclApis {
  const { generation, send } = platform;
  const acls = engineOf('entityAcls');
  const assignees = engineOf('aclAssignees');

  async function* list<T>(
    form: EntityForm,
    integrationContext: string,
    criteria: Readonly<Record<string, string>>,
    readRaw: (raw: Raw) => T | null,
    { signal }: CallOptions = {},
  ): AsyncGenerator<T, void, undefined> {
    checked(organizationUrn, integrationContext, 'integrationContext');
    const query = Object.entries({
      q: 'criteria',
      ...criteria,
      ...(generation === 'v2' ? { dataProvider: 'ATS' } : {}),
      integrationContext,
    });
    const found = readCollection(send, {
      path: form.path,
      query: query.map(([name, value]) => single(name, value)).join('&'),
      group: 'sync',
      style: form.style,
      pageSize,
      signal,
      read: (raw) => (isRaw(raw) ? readRaw(raw) : null),
    });
    for await (const { element } of found) if (element !== null) yield element;
  }
  const prefix = generation === 'v2' ? 'ats' : 'external';
  const aclIdOf = (raw: Raw): string | undefined =>
    textOf(pick(raw, 'atsEntityAclId', 'externalEntityAclId'));

  return {
    entityAcls: {
      update: (context, records, options) => acls.update(context, records, options),
      delete: (context, refs, options) => acls.delete(context, refs, options),
      async *list(context, jobPostingId, options) {
        checked(externalId, jobPostingId, 'jobPostingId');
        const criteria = {
          [`${prefix}EntityType`]: entityType,
          [`${prefix}EntityId`]: jobPostingId,
        };
        const read = (raw: Raw): EntityAclRecord | null => {
          const aclId = aclIdOf(raw);
          return aclId === undefined ? null : { aclId, entityType, entityId: jobPostingId };
        };
        yield* list(entityResources.entityAcls.forms[generation], context, criteria, read, options);
      },
    },
    aclAssignees: {
      update: (context, records, options) => assignees.update(context, records, options),
      delete: (context, refs, options) => assignees.delete(context, refs, options),
      async *list(context, assignee, options) {
        checked(personUrn, assignee, 'assignee');
        const read = (raw: Raw): AclAssigneeRecord | null => {
          const aclId = aclIdOf(raw);
          const named = urnOf('person', pick(raw, 'assignee')) ?? assignee;
          return aclId === undefined ? null : { aclId, entityType, assignee: named };
        };
        const form = entityResources.aclAssignees.forms[generation];
        yield* list(form, context, { assignee }, read, options);
      },
    },
  };
}
