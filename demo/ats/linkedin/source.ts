/** The ATS as the sync engine reads it, and which records a change is about. */
import type { AtsRecord, AtsSource, RecordRef, SyncResource } from 'rsc-embed/backend';
import { fullName, type Candidate } from '../records/candidate.ts';
import type { PositionState, PositionStore } from '../records/positions.ts';
import type { CandidateStore } from '../records/store.ts';
import { accessRecords, candidateRecords, positionOfAcl, positionRecord } from './records.ts';

export interface SourceParts {
  /** Id of the customer at the partner; there is nothing under any other. */
  readonly tenant: string;
  readonly integrationContext: string;
  readonly candidates: CandidateStore;
  readonly positions: PositionStore;
  /** Of the ATS's pages. */
  readonly origin: string;
}

export function createAtsSource(parts: SourceParts): AtsSource {
  const { tenant: own, integrationContext: ours, candidates, positions, origin } = parts;

  /** All records of a kind, with when they last changed. */
  function* records(resource: SyncResource): Generator<readonly [AtsRecord, number]> {
    if (isAboutPositions(resource)) {
      for (const state of positions.all()) {
        for (const record of positionRecords(state, origin)) {
          if (record.ref.resource === resource) yield [record, state.updatedAtMs];
        }
      }
      return;
    }
    for (const candidate of candidates.all()) {
      for (const record of candidateRecords(candidate, origin)) {
        if (record.ref.resource === resource) yield [record, candidate.updatedAtMs];
      }
    }
  }

  const isOurs = (tenant: string, context: string): boolean => tenant === own && context === ours;

  const changedSince = (resource: SyncResource, sinceMs = 0): RecordRef[] =>
    [...records(resource)]
      .filter(([, updatedAtMs]) => updatedAtMs >= sinceMs)
      .map(([{ ref }]): RecordRef => ref)
      .sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));

  function read(refs: readonly RecordRef[]): AtsRecord[] {
    const wanted = new Set(refs.map(nameOf));
    return relatedTo(refs).filter(({ ref }) => wanted.has(nameOf(ref)));
  }

  /** Records of the candidates that refs belong to; those of applications are found by looking. */
  function relatedTo(refs: readonly RecordRef[]): readonly AtsRecord[] {
    const resource = refs[0]?.resource ?? 'candidates';
    if (isAboutPositions(resource)) {
      const ids = new Set(refs.map(({ id, parentId }) => positionOfAcl(parentId ?? id)));
      return [...ids].flatMap((id) => {
        const state = positions.byId(id);
        return state === null
          ? []
          : positionRecords(state, origin).filter(({ ref }) => ref.resource === resource);
      });
    }
    const ids = new Set(refs.map(({ id, parentId }) => parentId ?? id));
    const owners =
      resource === 'candidates' || resource === 'candidateNotes'
        ? [...ids].map((id) => candidates.byId(id))
        : candidates.all().filter(({ applications }) => applications.some(({ id }) => ids.has(id)));
    return owners.flatMap((owner) => (owner === null ? [] : candidateRecords(owner, origin)));
  }

  return {
    async read(tenant, refs, { integrationContext }) {
      return isOurs(tenant, integrationContext) ? read(refs) : [];
    },

    async scan(tenant, resource, { sinceMs, cursor, limit, integrationContext }) {
      if (!isOurs(tenant, integrationContext)) return { refs: [] };
      const rest = changedSince(resource, sinceMs).filter(
        (ref) => cursor === undefined || nameOf(ref) > cursor,
      );
      const refs = rest.slice(0, limit);
      const last = refs.at(-1);
      return rest.length > limit && last !== undefined ? { refs, cursor: nameOf(last) } : { refs };
    },

    async count(tenant, resource, { sinceMs, integrationContext }) {
      return isOurs(tenant, integrationContext) ? changedSince(resource, sinceMs).length : 0;
    },

    label(_tenant, { resource, id, parentId }) {
      if (isAboutPositions(resource)) {
        return positions.byId(positionOfAcl(parentId ?? id))?.opening.title ?? id;
      }
      const candidate =
        candidates.byId(parentId ?? id) ??
        candidates
          .all()
          .find(({ applications }) =>
            applications.some((application) => application.id === (parentId ?? id)),
          );
      return candidate === undefined ? id : fullName(candidate);
    },
  };
}

const isAboutPositions = (resource: SyncResource): boolean =>
  resource === 'jobPostings' || resource === 'entityAcls' || resource === 'aclAssignees';

const positionRecords = (state: PositionState, origin: string): readonly AtsRecord[] => [
  positionRecord(state, origin),
  ...accessRecords(state),
];

const nameOf = ({ id, parentId = '' }: RecordRef): string => `${parentId} ${id}`;

/** Which records are other than they were, and which are gone. */
export interface RecordChanges {
  readonly changed: readonly RecordRef[];
  readonly gone: readonly RecordRef[];
}

/** What LinkedIn has to be told when a candidate has changed, come or gone. */
export const candidateChanges = (
  before: Candidate | null,
  after: Candidate | null,
  origin: string,
): RecordChanges => {
  const recordsOf = (one: Candidate | null) => (one === null ? [] : candidateRecords(one, origin));
  return changesBetween(recordsOf(before), recordsOf(after));
};

/** The same for a position and who may see it. */
export const positionChanges = (
  before: PositionState,
  after: PositionState,
  origin: string,
): RecordChanges => changesBetween(positionRecords(before, origin), positionRecords(after, origin));

function changesBetween(before: readonly AtsRecord[], after: readonly AtsRecord[]): RecordChanges {
  const old = byName(before);
  const now = byName(after);
  const changed = [...now].filter(
    ([name, record]) => JSON.stringify(old.get(name)) !== JSON.stringify(record),
  );
  // What hangs on something goes before it.
  const gone = [...old].filter(([name]) => !now.has(name)).reverse();
  return {
    changed: changed.map(([, { ref }]) => ref),
    gone: gone.map(([, { ref }]) => ref),
  };
}

const byName = (records: readonly AtsRecord[]): Map<string, AtsRecord> =>
  new Map(records.map((record) => [`${record.ref.resource} ${nameOf(record.ref)}`, record]));
