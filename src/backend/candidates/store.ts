/**
 * What the backend itself knows about candidates: when it sent them to LinkedIn, who linked them
 * when, and which of them the ATS has deleted. Nothing in here is profile data.
 */

/** A link or unlink that a person made in the plugin. */
export interface LinkEvent {
  readonly action: 'linked' | 'unlinked';
  /** Milliseconds since 1970. */
  readonly atMs: number;
}

export interface CandidateHistory {
  /** Last successful send to LinkedIn, milliseconds since 1970. */
  readonly sentAtMs?: number | undefined;
  /** When the ATS had the candidate deleted; absent once it is sent again. */
  readonly deletedAtMs?: number | undefined;
  /** Newest first. */
  readonly links: readonly LinkEvent[];
}

/** Identifies candidates as LinkedIn does: within one integration context of one customer. */
export interface CandidateScope {
  readonly tenant: string;
  readonly integrationContext: string;
}

/** The interface that a database can implement. All methods may be called concurrently. */
export interface CandidateStore {
  /** Histories of those that have one. */
  read(
    scope: CandidateScope,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, CandidateHistory>>;
  recordSent(scope: CandidateScope, ids: readonly string[], atMs: number): Promise<void>;
  recordDeleted(scope: CandidateScope, ids: readonly string[], atMs: number): Promise<void>;
  recordLink(scope: CandidateScope, id: string, event: LinkEvent): Promise<void>;
}

/** Older links than this many are forgotten. */
export const maxLinks = 50;

/** A store in memory: it forgets with the process, and LinkedIn's own record is used instead. */
export function createMemoryCandidateStore(): CandidateStore {
  const histories = new Map<string, CandidateHistory>();
  const keyOf = ({ tenant, integrationContext }: CandidateScope, id: string): string =>
    JSON.stringify([tenant, integrationContext, id]);
  const change = (
    scope: CandidateScope,
    id: string,
    update: (history: CandidateHistory) => CandidateHistory,
  ): void => {
    const key = keyOf(scope, id);
    histories.set(key, update(histories.get(key) ?? { links: [] }));
  };
  return {
    async read(scope, ids) {
      const found = new Map<string, CandidateHistory>();
      for (const id of ids) {
        const history = histories.get(keyOf(scope, id));
        if (history !== undefined) found.set(id, history);
      }
      return found;
    },
    async recordSent(scope, ids, atMs) {
      for (const id of ids) {
        change(scope, id, ({ links }) => ({ sentAtMs: atMs, links }));
      }
    },
    async recordDeleted(scope, ids, atMs) {
      for (const id of ids) change(scope, id, () => ({ deletedAtMs: atMs, links: [] }));
    },
    async recordLink(scope, id, event) {
      change(scope, id, (history) => ({
        ...history,
        links: [event, ...history.links].slice(0, maxLinks),
      }));
    },
  };
}
