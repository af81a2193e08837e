/**
 * What is stored, in canonical form: records in our names, fields in the order of their names,
 * records in the order of their keys. Two stores hold the same when their dumps are the same bytes.
 */
import { entityNames, entityResources, type EntityName } from '../../linkedin/forms.ts';
import type { RecordName } from '../state/records.ts';
import type { SandboxState } from '../state/store.ts';

/** A record with the context it belongs to. */
export interface Dumped {
  readonly context: string;
  readonly record: Readonly<Record<string, unknown>>;
}

interface Dumpable {
  readonly all: (state: SandboxState, contexts: readonly string[]) => Iterable<Dumped>;
  /** Fields that make the key. */
  readonly keyFields: readonly string[];
}

const isInRecords = (name: EntityName): name is RecordName =>
  name !== 'candidates' && name !== 'jobRequisitions' && name !== 'jobRequisitionStages';

const ofAts = (name: RecordName): [string, Dumpable] => [
  name,
  {
    keyFields: entityResources[name].keyFields,
    *all(state, contexts) {
      for (const { context, record } of state.records.values(name)) {
        if (contexts.includes(context)) yield { context, record };
      }
    },
  },
];

/** What can be listed, by name. */
const dumpables = new Map<string, Dumpable>([
  [
    'candidates',
    {
      keyFields: ['id'],
      *all(state, contexts) {
        for (const context of contexts) {
          for (const { record, manualMatch } of state.candidates.of(context)) {
            // As the ATS would have it: there the member is a field of the record.
            const matched = manualMatch === null ? {} : { manualMatchedMember: manualMatch };
            yield { context, record: { ...record, ...matched } };
          }
        }
      },
    },
  ],
  [
    'jobs',
    {
      keyFields: ['id'],
      *all(state, contexts) {
        for (const context of contexts) {
          for (const { record } of state.jobs.of(context, state.now())) yield { context, record };
        }
      },
    },
  ],
  ...entityNames.filter(isInRecords).map(ofAts),
  [
    'integrations',
    {
      keyFields: ['integrationType', 'tenantType', 'clientId'],
      *all(state, contexts) {
        for (const context of contexts) {
          for (const record of state.integrations.at(context)) {
            yield { context, record: { ...record } };
          }
        }
      },
    },
  ],
  [
    'seats',
    {
      keyFields: ['urn'],
      *all(state, contexts) {
        for (const context of contexts) {
          for (const record of state.organizations.seatsOf(context)) {
            yield { context, record: { ...record } };
          }
        }
      },
    },
  ],
  [
    'conversationEvents',
    {
      keyFields: ['id'],
      *all(state, contexts) {
        for (const context of contexts) {
          for (const { urn } of state.organizations.seatsOf(context)) {
            const events = state.conversations.eventsOfSeat(urn, 0, Infinity);
            for (const record of events.slice(0, events.total)) {
              yield { context, record: { ...record } };
            }
          }
        }
      },
    },
  ],
  ...(['prospectNotes', 'mailStubs'] as const).map((name): [string, Dumpable] => [
    name,
    {
      keyFields: ['id'],
      *all(state, contexts) {
        for (const context of contexts) {
          const found = state[name].window(context, [], 0, Infinity);
          for (const record of found.slice(0, found.total)) {
            yield { context, record: { ...record } };
          }
        }
      },
    },
  ]),
  [
    'exportedCandidates',
    {
      keyFields: ['clientId', 'createdAtMs', 'member'],
      *all(state, contexts) {
        for (const record of state.exports.requests.values()) {
          const { integrationContext: context } = record;
          if (contexts.includes(context)) yield { context, record: { ...record } };
        }
      },
    },
  ],
]);

export const dumpNames = [...dumpables.keys()];

/** How many records of each kind there are in some contexts. */
export function countAll(state: SandboxState, contexts: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const [name, { all }] of dumpables) {
    let count = 0;
    for (const _record of all(state, contexts)) count += 1;
    counts[name] = count;
  }
  return counts;
}

/**
 * All records of a kind in one context, in canonical form.
 * @param name one of `dumpNames`
 */
export function dump(state: SandboxState, name: string, context: string): object[] {
  const found = dumpables.get(name);
  if (found === undefined) return [];
  const keyed = [...found.all(state, [context])].map(({ record }) => ({
    key: found.keyFields.map((field) => String(record[field])),
    record,
  }));
  keyed.sort((a, b) => compareKeys(a.key, b.key));
  return keyed.map(({ record }) => canonical(record) as object);
}

/** By code units, as every language compares bytes; lengths of parts do not blur. */
function compareKeys(a: readonly string[], b: readonly string[]): number {
  for (let index = 0; index < a.length; index += 1) {
    const [left, right] = [a[index] ?? '', b[index] ?? ''];
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

/** Fields in the order of their names, at every depth; absent ones are left out. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(([, inner]) => inner !== undefined);
  fields.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(fields.map(([name, inner]) => [name, canonical(inner)]));
}
