/** Where the records of each resource are kept. */
import type { EntityName } from '../../../linkedin/forms.ts';
import { maxAclsPerUser } from '../../../linkedin/records/acl.ts';
import { joinKey } from '../../state/keys.ts';
import type { AtsRecord, RecordName } from '../../state/records.ts';
import type { SandboxState } from '../../state/store.ts';

type Fields = Readonly<Record<string, unknown>>;
type IdFields = Readonly<Record<string, string>>;

export interface Place {
  readonly context: string;
  readonly ids: IdFields;
}

/** Why a record is not taken. */
export interface Refused {
  readonly status: 400 | 404;
  /** Field of ours; the message follows its name. */
  readonly field: string;
  readonly message: string;
}

export interface EntityStore {
  /** A record, and what LinkedIn says of it beside. */
  read(
    state: SandboxState,
    place: Place,
  ): { readonly record: Fields; readonly told: Fields } | null;
  /** Why a record cannot be written there, or null. */
  refuse(state: SandboxState, place: Place, record: Fields): Refused | null;
  write(state: SandboxState, place: Place, record: Fields, clientId: string): 'created' | 'updated';
  /** @returns false if there was none */
  delete(state: SandboxState, place: Place): boolean;
}

const candidates: EntityStore = {
  read(state, { context, ids: { id = '' } }) {
    const stored = state.candidate(context, id);
    if (stored === null) return null;
    const match = state.matchOf(context, id);
    return {
      record:
        stored.manualMatch === null
          ? stored.record
          : { ...stored.record, manualMatchedMember: stored.manualMatch },
      told: { matchedMembers: match.kind === 'automatic' ? [match.person.personUrn] : [] },
    };
  },
  refuse(state, _place, { manualMatchedMember }) {
    // Who has closed the account is gone without a fault of the ATS's.
    if (typeof manualMatchedMember !== 'string') return null;
    if (state.members.isKnown(manualMatchedMember)) return null;
    return { status: 400, field: 'manualMatchedMember', message: 'there is no such member' };
  },
  write: (state, { context }, record, clientId) =>
    state.putCandidate(context, record as AtsRecord<'candidates'>, clientId),
  delete: (state, { context, ids: { id = '' } }) => state.deleteCandidate(context, id),
};

/** Job requisitions are taken to be the job postings an ATS has sent [unknown]. */
const jobRequisitions: EntityStore = {
  read: () => null,
  refuse: () => null,
  write: () => 'updated',
  delete: (state, { context, ids: { id = '' } }) => state.jobs.delete(context, id, state.now()),
};

/** There is no documented way to send any, so there are none to delete [unknown]. */
const jobRequisitionStages: EntityStore = { ...jobRequisitions, delete: () => false };

type Refuse = EntityStore['refuse'];

const store = <Name extends RecordName>(name: Name, refuse: Refuse): EntityStore => ({
  read(state, { context, ids }) {
    const stored = state.records.get(name, context, ids);
    return stored === null ? null : { record: stored.record, told: {} };
  },
  refuse,
  write: (state, { context }, record, sentBy) =>
    state.records.put(name, {
      context,
      record: record as AtsRecord<Name>,
      sentBy,
      receivedAtMs: state.now(),
    }),
  delete: (state, { context, ids }) => state.records.delete(name, context, ids),
});

const nothing: Refuse = () => null;

const needsCandidate: Refuse = (state, { context, ids: { candidateId = '' } }) =>
  state.candidate(context, candidateId) === null
    ? { status: 404, field: 'candidateId', message: 'there is no such candidate' }
    : null;

const needsApplication: Refuse = (state, { context, ids: { applicationId = '' } }) =>
  state.records.get('applications', context, { id: applicationId }) === null
    ? { status: 404, field: 'applicationId', message: 'there is no such application' }
    : null;

/** A user may be in ten ACLs at most [doc]. */
const fewAcls: Refuse = (state, { context, ids: { aclId = '', assignee = '' } }) => {
  const acls = new Set(
    state.records.assignmentsByPerson
      .values(joinKey(context, assignee))
      .map(({ record }) => record.aclId),
  );
  if (acls.has(aclId) || acls.size < maxAclsPerUser) return null;
  const message = `is in ${maxAclsPerUser} ACLs already, which is the most`;
  return { status: 400, field: 'assignee', message };
};

export const entityStores: Readonly<Record<EntityName, EntityStore>> = {
  candidates,
  candidateNotes: store('candidateNotes', needsCandidate),
  applications: store('applications', nothing),
  applicationNotes: store('applicationNotes', needsApplication),
  stages: store('stages', needsApplication),
  interviewFeedback: store('interviewFeedback', needsApplication),
  attachments: store('attachments', needsApplication),
  jobRequisitions,
  jobRequisitionStages,
  entityAcls: store('entityAcls', nothing),
  aclAssignees: store('aclAssignees', fewAcls),
};
