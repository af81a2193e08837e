/** A small ATS in memory: what the sync engine reads from in tests and benchmarks. */
import type {
  AtsRecord,
  AtsSource,
  RecordRef,
  ScanPage,
  SyncRecords,
  SyncResource,
} from '../../src/backend/sync/ports.ts';
import { refText, resourceKinds } from '../../src/backend/sync/resources.ts';
import { dump } from '../../src/sandbox/controls/dump.ts';
import type { SandboxState } from '../../src/sandbox/index.ts';

export interface MemoryAts extends AtsSource {
  /** Creates or replaces a record. @returns its name */
  put<Resource extends SyncResource>(
    resource: Resource,
    record: Partial<SyncRecords[Resource]>,
  ): RecordRef;
  delete(ref: RecordRef): RecordRef;
  /** Records of a kind, as LinkedIn should have them. */
  expected(resource: SyncResource, context: string): object[];
  /** Called before each read. */
  onRead: (refs: readonly RecordRef[]) => void | Promise<void>;
  readonly size: number;
}

export function createMemoryAts(): MemoryAts {
  const all = new Map<SyncResource, Map<string, AtsRecord>>();
  const of = (resource: SyncResource): Map<string, AtsRecord> => {
    const known = all.get(resource) ?? new Map<string, AtsRecord>();
    all.set(resource, known);
    return known;
  };
  const ats: MemoryAts = {
    onRead: () => undefined,
    get size() {
      return [...all.values()].reduce((sum, { size }) => sum + size, 0);
    },
    put(resource, record) {
      const { idField, parentField } = resourceKinds[resource];
      const fields = record as Readonly<Record<string, unknown>>;
      const ref: RecordRef = {
        resource,
        id: String(fields[idField]),
        ...(parentField === null ? {} : { parentId: String(fields[parentField]) }),
      };
      of(resource).set(refText(ref), { ref, record } as AtsRecord);
      return ref;
    },
    delete(ref) {
      of(ref.resource).delete(refText(ref));
      return ref;
    },
    expected: (resource, context) =>
      [...of(resource).values()].map(({ record }) => ({
        ...(resource === 'jobPostings'
          ? { availability: 'PRIVATE_TO_ATS_INTEGRATION', integrationContext: context }
          : resource === 'entityAcls' || resource === 'aclAssignees'
            ? { entityType: 'JOB_POSTING' }
            : {}),
        ...record,
      })),
    async read(_tenant, refs) {
      await ats.onRead(refs);
      return refs.flatMap((ref) => of(ref.resource).get(refText(ref)) ?? []);
    },
    async scan(_tenant, resource, { cursor, limit, sinceMs }): Promise<ScanPage> {
      const changedSince = ({ record }: AtsRecord): boolean => {
        if (sinceMs === undefined) return true;
        const { atsLastModifiedAt } = record as { atsLastModifiedAt?: number };
        return atsLastModifiedAt === undefined || atsLastModifiedAt >= sinceMs;
      };
      const start = cursor === undefined ? 0 : Number(cursor);
      const page = [...of(resource).values()].slice(start, start + limit);
      return {
        refs: page.filter(changedSince).map(({ ref }) => ref),
        ...(page.length < limit ? {} : { cursor: String(start + limit) }),
      };
    },
    async count(_tenant, resource) {
      return of(resource).size;
    },
  };
  return ats;
}

/** What LinkedIn has of a kind, in an order of its own and with fields sorted. */
export const atLinkedIn = (
  state: SandboxState,
  resource: SyncResource,
  context: string,
): object[] => dump(state, resource === 'jobPostings' ? 'jobs' : resource, context);

/** Sorts records and their fields, so that two lists of the same are equal. */
export function canonical(records: readonly object[]): string[] {
  const sorted = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(sorted)
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(
            Object.entries(value)
              .filter(([, inner]) => inner !== undefined)
              .sort(([a], [b]) => (a < b ? -1 : 1))
              .map(([name, inner]) => [name, sorted(inner)]),
          )
        : value;
  return records.map((record) => JSON.stringify(sorted(record))).sort();
}
