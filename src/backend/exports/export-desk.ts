/** Exports for people: what they may see, and what they decide. */
import { RscError } from '../../protocol/errors.ts';
import type {
  DecisionRequest,
  ExistingCandidate,
  ExportAnswer,
  ExportView,
} from '../../protocol/exports.ts';
import { atsId } from '../../protocol/ids.ts';
import type { ExportChange, ExportRow, ExportRows, ExportScope } from './export-rows.ts';
import { settled } from './export-work.ts';
import type { ExportWorker } from './export-worker.ts';
import type { Suggestion } from './matching.ts';
import type { AtsSink } from './ports.ts';
import type { ProfileSafe } from './stored-profile.ts';
import { canUndo, existingOf, exportViewOf } from './views.ts';

export interface ExportPage {
  readonly items: ExportView[];
  readonly cursor: number;
  readonly next: number | null;
}

export interface ExportDesk {
  /** Newest changes first. @param before cursor of the last one seen; null: from the newest */
  list(scope: ExportScope, before: number | null, limit: number): Promise<ExportPage>;
  /** Changes after a cursor, oldest first. */
  since(scope: ExportScope, after: number, limit: number): Promise<ExportPage>;
  /** @throws RscError `export_unknown` */
  read(scope: ExportScope, id: string): Promise<ExportAnswer>;
  /**
   * Notes what a person decided, and carries it out as far as it goes in a moment.
   * @param person the ATS's id of the person
   * @throws RscError `export_unknown`, `export_decided`, `export_not_undoable`, `candidate_unknown`
   */
  decide(
    scope: ExportScope,
    id: string,
    decision: DecisionRequest,
    person: string,
  ): Promise<ExportView>;
}

export interface ExportDeskOptions {
  readonly rows: ExportRows;
  readonly safe: ProfileSafe;
  readonly sink: AtsSink;
  readonly worker: ExportWorker;
  readonly onChange: (tenantId: string) => void;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/** How long a person waits for the ATS; after that the stream tells. */
const patienceMs = 4_000;

export function createExportDesk(options: ExportDeskOptions): ExportDesk {
  const { rows, safe, sink, worker, onChange, clock } = options;

  const storedOf = async ({ tenantId, id, profile, profileKeyId }: ExportRow) =>
    profile === null || profileKeyId === null
      ? null
      : safe.open(tenantId, id, { sealed: profile, keyId: profileKeyId });
  const viewOf = async (row: ExportRow): Promise<ExportView> =>
    exportViewOf(row, await storedOf(row));

  async function rowOf({ tenantId, jobId }: ExportScope, id: string): Promise<ExportRow> {
    const row = await rows.find(tenantId, id);
    const isSeen =
      row?.kind === 'candidate' &&
      row.state !== 'quarantined' &&
      (jobId === null || row.jobId === jobId);
    if (!isSeen) throw new RscError('export_unknown', 'there is no such export');
    return row;
  }

  async function existing(
    { tenantId }: ExportScope,
    suggestions: readonly Suggestion[],
    member: string | undefined,
  ): Promise<ExistingCandidate[]> {
    const found = await Promise.all(
      suggestions.map(({ candidateId }) => sink.candidate(tenantId, candidateId)),
    );
    return found.flatMap((candidate) =>
      candidate !== null && atsId.safeParse(candidate.id).success
        ? [existingOf(candidate, member)]
        : [],
    );
  }

  /** @throws RscError `export_decided`, `candidate_unknown` */
  async function changeFor(row: ExportRow, decision: DecisionRequest): Promise<ExportChange> {
    const now = new Date(clock());
    const { action } = decision;
    const isOpen = action === 'undo' ? canUndo(row) : row.state === 'review' && row.plan === null;
    if (!isOpen) throw decided();
    switch (action) {
      case 'undo':
        return row.state === 'dismissed'
          ? { ...settled, state: 'review', settledAt: now, dueAt: null }
          : { ...settled, plan: 'undo', dueAt: now };
      case 'dismiss':
        return { ...settled, state: 'dismissed', settledAt: now, dueAt: null };
      case 'create':
        return {
          ...settled,
          state: 'fetched',
          plan: 'create',
          reason: 'decision',
          candidateId: null,
          dueAt: now,
        };
      case 'merge': {
        const { candidateId } = decision;
        if ((await sink.candidate(row.tenantId, candidateId)) === null) {
          throw new RscError('candidate_unknown', 'the ATS has no such candidate');
        }
        return {
          ...settled,
          state: 'fetched',
          plan: 'merge',
          reason: 'decision',
          candidateId,
          dueAt: now,
        };
      }
    }
  }

  return {
    async list(scope, before, limit) {
      // Asked first: what changes meanwhile comes by the stream once more.
      const cursor = await rows.cursor(scope.tenantId);
      const found = await rows.list(scope, before, limit);
      const items = await Promise.all(found.map(viewOf));
      return { items, cursor, next: found.length < limit ? null : (found.at(-1)?.cursor ?? null) };
    },

    async since(scope, after, limit) {
      const newest = await rows.cursor(scope.tenantId);
      const found = await rows.since(scope, after, limit);
      const items = await Promise.all(found.map(viewOf));
      const last = found.at(-1)?.cursor;
      const isAll = found.length < limit;
      // Whoever sees one job goes past changes of others.
      const cursor = isAll ? Math.max(last ?? after, newest) : (last ?? after);
      return { items, cursor, next: isAll ? null : cursor };
    },

    async read(scope, id) {
      const row = await rowOf(scope, id);
      const stored = await storedOf(row);
      return {
        export: exportViewOf(row, stored),
        candidates: await existing(scope, row.suggestions, stored?.profile.member),
      };
    },

    async decide(scope, id, decision, person) {
      const row = await rowOf(scope, id);
      const change = await changeFor(row, decision);
      const noted = await rows.change(row, {
        ...change,
        decidedBy: person,
        decidedAt: new Date(clock()),
      });
      if (noted === null) throw decided();
      onChange(scope.tenantId);
      if (noted.plan === null) return viewOf(noted);
      await inTime(worker.runFor(scope.tenantId));
      const now = await rowOf(scope, id);
      const isRefused = decision.action === 'undo' && now.state === 'delivered';
      if (isRefused && now.plan === null) {
        const why = now.notices.findLast((notice) => notice.startsWith('candidate_'));
        throw new RscError('export_not_undoable', `the ATS does not take it back: ${why ?? ''}`);
      }
      return viewOf(now);
    },
  };
}

const decided = (): RscError =>
  new RscError('export_decided', 'it has been decided already, or is being worked on');

/** What is not done by then goes on by itself; failures are noted where they happened. */
async function inTime(work: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, patienceMs);
  });
  await Promise.race([work.catch(() => undefined), end]);
  clearTimeout(timer);
}
