/** What has become of an integration, change by change: for who administers it. */
import type { Collection, Grouping } from './collection.ts';
import type { Counters } from './counters.ts';
import type { Database } from './database.ts';

export interface IntegrationChange {
  readonly clientId: string;
  readonly integrationContext: string;
  readonly integrationType: string;
  readonly kind: 'REQUESTED' | 'NAMED' | 'CONFIGURED' | 'ENABLED' | 'DISABLED';
  /** The name, or the key of the configuration; its value may be a secret address. */
  readonly detail: string;
  /** Seat of the administrator; null for what the customer's system or the sandbox did. */
  readonly by: string | null;
  readonly atMs: number;
}

export class IntegrationHistory {
  readonly #changes: Collection<IntegrationChange>;
  readonly #byContext: Grouping<IntegrationChange>;
  readonly #counters: Counters;

  constructor(database: Database, counters: Counters) {
    this.#changes = database.collection<IntegrationChange>('integrationChanges');
    this.#byContext = this.#changes.groupBy(({ integrationContext }) => integrationContext);
    this.#counters = counters;
  }

  add(change: IntegrationChange): void {
    this.#changes.set(String(this.#counters.next('integrationChange', 1)), change);
  }

  /** Changes of all integrations with an organization or contract, oldest first. */
  at(context: string): IntegrationChange[] {
    return this.#byContext.values(context);
  }
}
