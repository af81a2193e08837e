/**
 * Which members LinkedIn says candidates are. Matching is LinkedIn's, and takes its time: it is asked
 * some minutes after a candidate was sent, and then more and more rarely. What it said is kept, so that
 * elements can show it without asking, and the ATS is told what is new.
 *
 * A person may say who a candidate is: in the plugin, or by exporting a member. That counts at once,
 * until LinkedIn says so as well, or says otherwise when it has had time enough. And as records are
 * replaced whole [doc], it is added to each that is sent, so that a change of the ATS does not undo it.
 */
import type { CandidateView } from '../../linkedin/index.ts';
import type { Observation, StoredObservations } from '../candidates/reader.ts';
import type { MatchEvent } from '../candidates/service.ts';
import { internalsOf } from '../store/internals.ts';
import type { Store } from '../store/store.ts';
import { readTenantScope } from '../tenants/tenant-scope.ts';
import { createMatchTable, type MatchKind, type MatchRow, type MatchTable } from './match-rows.ts';
import type { SyncResource } from './ports.ts';
import type { Sendable } from './sending.ts';

/** Who a candidate is, as far as is known. */
export interface CandidateMatch {
  readonly candidateId: string;
  readonly integrationContext: string;
  /** `manual`: somebody chose the member. `algorithmic`: LinkedIn's matching found it. */
  readonly kind: MatchKind;
  readonly personUrn: string | null;
  /** All that LinkedIn's matching found. */
  readonly members: readonly string[];
  readonly firstMatchedAt: Date | null;
  readonly changedAt: Date | null;
  /** When LinkedIn said so; null while it is about to be asked. */
  readonly checkedAt: Date | null;
}

export interface Matches {
  /**
   * @returns null if nothing is known of the candidate
   * @throws RscError `tenant_unknown`, `integration_context_unknown`; StoreError
   */
  match(
    tenantId: string,
    candidateId: string,
    choice?: { readonly integrationContext?: string },
  ): Promise<CandidateMatch | null>;
}

/**
 * What other parts of the kit use.
 * @internal
 */
export interface MatchParts extends Matches {
  readonly table: MatchTable;
  /** What elements may be told without asking LinkedIn. */
  readonly stored: StoredObservations;
  /** Adds who a person said a candidate is to records that say nothing of it. */
  enrich(
    tenantId: string,
    context: string,
    resource: SyncResource,
    records: readonly Sendable[],
  ): Promise<readonly Sendable[]>;
  /** LinkedIn has taken or deleted candidates. */
  settled(
    tenantId: string,
    context: string,
    sentIds: readonly string[],
    deletedIds: readonly string[],
  ): Promise<void>;
  /**
   * Which of these candidates somebody has since said not to be that member.
   * @param sent members by candidate, as records that LinkedIn has just taken say
   * @returns whom they are now, null for nobody
   */
  overtaken(
    tenantId: string,
    context: string,
    sent: ReadonlyMap<string, string>,
  ): Promise<ReadonlyMap<string, string | null>>;
  /** Somebody has linked or unlinked a candidate in the plugin. */
  noted(
    event: Pick<MatchEvent, 'tenant' | 'integrationContext' | 'candidateId' | 'action' | 'member'>,
  ): Promise<void>;
  /** Somebody says who a candidate is; with null, that this is not known any more. */
  claim(
    scope: { readonly tenantId: string; readonly context: string },
    candidateId: string,
    member: string | null,
  ): Promise<void>;
}

/** @internal */
export interface MatchesOptions {
  readonly store: Store;
  /** Milliseconds that LinkedIn's word is used again. */
  readonly freshMs: number;
}

const minuteMs = 60_000;
/** LinkedIn's matching has not looked at what was just sent. */
const firstLookMs = 2 * minuteMs;
/** What a person said must show at LinkedIn within this time. */
export const claimMs = 10 * minuteMs;
const claimLookMs = 15_000;

/** @internal */
export function createMatches({ store, freshMs }: MatchesOptions): MatchParts {
  const { connection, clock } = internalsOf(store);
  const table = createMatchTable(connection, clock);
  const at = (ms: number): Date => new Date(clock() + ms);

  const self: MatchParts = {
    table,

    async match(name, candidateId, { integrationContext } = {}) {
      const scope = await readTenantScope(store, name, integrationContext);
      const [row] = await table.read(scope, [candidateId]);
      return row === undefined ? null : matchOf(row);
    },

    stored: {
      async read({ tenant, integrationContext }, ids) {
        const rows = await table.read({ tenantId: tenant, context: integrationContext }, ids);
        const since = clock() - freshMs;
        return new Map(
          rows.flatMap((row): [string, Observation][] => {
            const view = viewOf(row);
            const observedAtMs = row.checked_at?.getTime() ?? -Infinity;
            return view === null || observedAtMs <= since
              ? []
              : [[row.candidate_id, { view, observedAtMs }]];
          }),
        );
      },

      async observed({ tenant, integrationContext }, views) {
        const scope = { tenantId: tenant, context: integrationContext };
        const rows = await table.read(scope, [...views.keys()]);
        const known = new Map(rows.map((row) => [row.candidate_id, row]));
        const same: string[] = [];
        const other: string[] = [];
        for (const [id, view] of views) {
          const row = known.get(id);
          (row !== undefined && saysTheSame(row, view) ? same : other).push(id);
        }
        await table.confirm(scope, same, at(0));
        await table.doubt(scope, other, at(0));
      },
    },

    async enrich(tenantId, context, resource, records) {
      if (resource !== 'candidates') return records;
      const open = records.flatMap((record) =>
        record['manualMatchedMember'] === undefined ? [String(record['id'])] : [],
      );
      const chosen = await table.chosen({ tenantId, context }, open);
      if (chosen.size === 0) return records;
      return records.map((record) => {
        const member = chosen.get(String(record['id']));
        return member === undefined || record['manualMatchedMember'] !== undefined
          ? record
          : { ...record, manualMatchedMember: member };
      });
    },

    async settled(tenantId, context, sentIds, deletedIds) {
      const scope = { tenantId, context };
      await table.sent(scope, sentIds, at(firstLookMs));
      await table.deleted(scope, deletedIds);
    },

    async overtaken(tenantId, context, sent) {
      const rows = await table.read({ tenantId, context }, [...sent.keys()]);
      return new Map(
        rows.flatMap((row): [string, string | null][] =>
          row.claimed_urn === null || row.claimed_urn === sent.get(row.candidate_id)
            ? []
            : [[row.candidate_id, row.person_urn]],
        ),
      );
    },

    // What the plugin says counts as the person's own word: whoever may tell us so may link there.
    noted: ({ tenant, integrationContext, candidateId, action, member }) =>
      self.claim(
        { tenantId: tenant, context: integrationContext },
        candidateId,
        action === 'linked' ? member : null,
      ),

    claim: (scope, candidateId, member) =>
      table.claim(scope, { candidateId, member, until: at(claimMs), dueAt: at(claimLookMs) }),
  };
  return self;
}

const matchOf = (row: MatchRow): CandidateMatch => ({
  candidateId: row.candidate_id,
  integrationContext: row.context,
  kind: row.kind,
  personUrn: row.person_urn,
  members: row.members,
  firstMatchedAt: row.first_matched_at,
  changedAt: row.changed_at,
  checkedAt: row.checked_at,
});

/** What LinkedIn said, as it said it; null if that is not known. */
function viewOf(row: MatchRow): CandidateView | null {
  const { ats_created_ms: atsCreatedAt, ats_modified_ms: atsLastModifiedAt } = row;
  if (atsCreatedAt === null || atsLastModifiedAt === null || row.claimed_urn !== null) return null;
  return {
    atsCreatedAt,
    atsLastModifiedAt,
    matchedMembers: row.members,
    ...(row.kind === 'manual' && row.person_urn !== null
      ? { manualMatchedMember: row.person_urn }
      : {}),
  };
}

function saysTheSame(row: MatchRow, view: CandidateView): boolean {
  const known = viewOf(row);
  return (
    known !== null &&
    known.atsLastModifiedAt === view.atsLastModifiedAt &&
    known.atsCreatedAt === view.atsCreatedAt &&
    known.manualMatchedMember === view.manualMatchedMember &&
    known.matchedMembers.join(' ') === view.matchedMembers.join(' ')
  );
}
