/** `q=criteria` of ACLs (those of a job posting) and of assignees (those of a user) [doc]. */
import { joinKey } from '../../state/keys.ts';
import { assertEnabled, type Call, type Handler } from '../call.ts';
import { malformed } from '../envelope.ts';
import { foundAll, page } from '../paging.ts';
import type { Names } from './names.ts';
import { usualKey } from './targets.ts';

/** Criteria of a call, by our fields. @throws ApiRefusal 400, 403 */
function criteriaOf(call: Call, names: Names, required: string): Readonly<Record<string, string>> {
  const { parameters } = call;
  if (parameters.get('q') !== 'criteria') throw malformed('q: must be criteria');
  const criteria: Record<string, string> = {};
  for (const [wire, field] of names.keyParts) {
    const value = parameters.get(wire);
    if (value !== null) criteria[field] = value;
  }
  for (const field of ['integrationContext', required]) {
    if ((criteria[field] ?? '') === '') throw malformed(`${names.wireName(field)}: is required`);
  }
  const dataProvider = criteria['='];
  if (names.generation === 'v2' && dataProvider !== 'ATS') {
    throw malformed('dataProvider: must be ATS');
  }
  const type = criteria['entityType'];
  if (type !== undefined && type !== 'JOB_POSTING') {
    throw malformed(`${names.wireName('entityType')}: must be JOB_POSTING`);
  }
  assertEnabled(call, criteria['integrationContext'] ?? '', names.resource.integration);
  return criteria;
}

export const findAcls =
  (names: Names): Handler =>
  (call) => {
    const { integrationContext: context = '', entityId = '' } = criteriaOf(call, names, 'entityId');
    const acls = call.state.records.aclsByEntity.values(joinKey(context, entityId));
    return page(call, foundAll(acls), ({ record }) => usualKey(names, { context, ids: record }));
  };

export const findAssignees =
  (names: Names): Handler =>
  (call) => {
    const criteria = criteriaOf(call, names, 'assignee');
    const { integrationContext: context = '', assignee = '', aclId } = criteria;
    const assignments = call.state.records.assignmentsByPerson
      .values(joinKey(context, assignee))
      .filter(({ record }) => aclId === undefined || record.aclId === aclId);
    return page(call, foundAll(assignments), ({ record }) =>
      usualKey(names, { context, ids: record }),
    );
  };
