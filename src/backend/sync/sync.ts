/** The sync engine as an ATS sees it. */
import { SyncError } from './errors.ts';
import type { SyncAssembly } from './assembly.ts';
import type { ChangeOptions } from './engine.ts';
import type { Erasures } from './erasures.ts';
import type { Matches } from './matches.ts';
import type { MemberLinks } from './member-links.ts';
import type { Oversight } from './oversight.ts';
import type { RecordRef } from './ports.ts';
import type { Reconciliations } from './reconciliation/reconciliations.ts';

export interface Sync extends Erasures, Matches, MemberLinks, Oversight, Reconciliations {
  /**
   * Tells of records that have changed. What is sent is read from the source later, so that it does
   * not matter how often or in which order changes are told of. Returns once the change is kept: it
   * is sent at least once from then on, whatever fails.
   * @param tenantId the customer's id
   * @param refs 1 to 10,000 names
   * @throws SyncError `sync_input_invalid`, `sync_no_source`; RscError `tenant_unknown`,
   *   `integration_context_unknown`; StoreError
   */
  changed(
    tenantId: string,
    refs: RecordRef | readonly RecordRef[],
    options?: ChangeOptions,
  ): Promise<void>;
}

/**
 * @param assembly null if the backend was made without `source`
 * @internal
 */
export function createSync(assembly: SyncAssembly | null): Sync {
  const withSource = (): SyncAssembly => {
    if (assembly !== null) return assembly;
    throw new SyncError('sync_no_source', 'the backend was made without `source`');
  };
  return {
    async changed(...input) {
      await withSource().engine.changed(...input);
    },
    erase: async (...input) => withSource().erasures.erase(...input),
    erasure: async (...input) => withSource().erasures.erasure(...input),
    erasures: async (...input) => withSource().erasures.erasures(...input),
    restore: async (...input) => withSource().erasures.restore(...input),
    reconcile: async (...input) => withSource().reconciliations.reconcile(...input),
    reconciliation: async (...input) => withSource().reconciliations.reconciliation(...input),
    reconciliations: async (...input) => withSource().reconciliations.reconciliations(...input),
    plan: async (...input) => withSource().oversight.plan(...input),
    backfill: async (...input) => withSource().oversight.backfill(...input),
    backfills: async (...input) => withSource().oversight.backfills(...input),
    pauseBackfill: async (...input) => withSource().oversight.pauseBackfill(...input),
    resumeBackfill: async (...input) => withSource().oversight.resumeBackfill(...input),
    cancelBackfill: async (...input) => withSource().oversight.cancelBackfill(...input),
    status: async (...input) => withSource().oversight.status(...input),
    explain: async (...input) => withSource().oversight.explain(...input),
    quarantine: async (...input) => withSource().oversight.quarantine(...input),
    retry: async (...input) => withSource().oversight.retry(...input),
    match: async (...input) => withSource().matches.match(...input),
    attachMember: async (...input) => withSource().memberLinks.attachMember(...input),
    detachMember: async (...input) => withSource().memberLinks.detachMember(...input),
  };
}
