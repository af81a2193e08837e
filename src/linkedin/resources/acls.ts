/** Who may see a job posting and what hangs on it: ACLs and their assignees [doc]. */
import type { CallOptions } from '../entities.ts';
import { entityResources, type EntityForm, type Generation } from '../forms.ts';
import { readCollection } from '../pages.ts';
import type { AclAssigneeRecord, EntityAclRecord } from '../records/acl.ts';
import { encodeValue } from '../restli.ts';
import type { Send } from '../transport.ts';
import { isRaw, pick, textOf, urnOf } from '../answers/tolerant.ts';
import type { EngineOf, RecordsApi } from './records.ts';

export interface AclApis {
  readonly entityAcls: RecordsApi<EntityAclRecord, EntityAclRecord> & {
    /** ACLs of a job posting. @throws LinkedInError */
    list(
      integrationContext: string,
      jobPostingId: string,
      options?: CallOptions,
    ): AsyncGenerator<EntityAclRecord, void, undefined>;
  };
  readonly aclAssignees: RecordsApi<AclAssigneeRecord, AclAssigneeRecord> & {
    /** ACLs a person is in. @param assignee person URN @throws LinkedInError */
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

export function createAclApis(engineOf: EngineOf, generation: Generation, send: Send): AclApis {
  const acls = engineOf('entityAcls');
  const assignees = engineOf('aclAssignees');

  const list = <T>(
    form: EntityForm,
    integrationContext: string,
    criteria: Readonly<Record<string, string>>,
    read: (raw: unknown) => T | null,
    options: CallOptions = {},
  ): AsyncGenerator<T, void, undefined> => {
    const named = Object.entries({
      q: 'criteria',
      ...criteria,
      ...(generation === 'v2' ? { dataProvider: 'ATS' } : {}),
      integrationContext,
    });
    return present(
      readCollection(
        send,
        {
          path: form.path,
          query: named.map(([name, value]) => `${name}=${encodeValue(value)}`).join('&'),
          group: 'sync',
          style: form.style,
          pageSize,
          ...options,
        },
        read,
        (record) => (record === null ? undefined : JSON.stringify(record)),
      ),
    );
  };
  const prefix = generation === 'v2' ? 'ats' : 'external';

  return {
    entityAcls: {
      update: (context, records, options) => acls.update(context, records, options),
      delete: (context, refs, options) =>
        acls.delete(
          context,
          refs.map((ref) => ({ ...ref, entityType })),
          options,
        ),
      list: (context, jobPostingId, options) =>
        list(
          entityResources.entityAcls.forms[generation],
          context,
          { [`${prefix}EntityType`]: entityType, [`${prefix}EntityId`]: jobPostingId },
          (raw) => {
            const aclId = isRaw(raw)
              ? textOf(pick(raw, 'atsEntityAclId', 'externalEntityAclId'))
              : undefined;
            return aclId === undefined ? null : { aclId, entityType, entityId: jobPostingId };
          },
          options,
        ),
    },
    aclAssignees: {
      update: (context, records, options) => assignees.update(context, records, options),
      delete: (context, refs, options) =>
        assignees.delete(
          context,
          refs.map((ref) => ({ ...ref, entityType })),
          options,
        ),
      list: (context, assignee, options) =>
        list(
          entityResources.aclAssignees.forms[generation],
          context,
          { assignee },
          (raw) => {
            const aclId = isRaw(raw)
              ? textOf(pick(raw, 'atsEntityAclId', 'externalEntityAclId'))
              : undefined;
            const named = isRaw(raw) ? urnOf('person', pick(raw, 'assignee')) : undefined;
            return aclId === undefined ? null : { aclId, entityType, assignee: named ?? assignee };
          },
          options,
        ),
    },
  };
}

async function* present<T>(
  source: AsyncGenerator<{ readonly element: T | null }>,
): AsyncGenerator<T, void, undefined> {
  for await (const { element } of source) if (element !== null) yield element;
}
