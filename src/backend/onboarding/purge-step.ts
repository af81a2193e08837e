/** Deleting one kind of record at LinkedIn when a customer leaves, as parts of a backend add it. */
import type { LinkedInClient } from '../../linkedin/index.ts';

/** Who leaves. */
export interface PurgeCustomer {
  readonly tenantId: string;
  /** Client of the customer's own application. */
  readonly client: LinkedInClient;
}

/** A batch that LinkedIn has deleted. */
export interface PurgeBatch {
  /** How many of each count. */
  readonly counts: Readonly<Record<string, number>>;
}

/** Deletes one kind of record at LinkedIn; later parts register theirs. */
export interface PurgeStep {
  /** Names the counts in the receipt. */
  readonly kind: string;
  /**
   * Deletes a batch of what is left.
   * @returns null once nothing is left
   * @throws LinkedInError; the purge stops and goes on here when it is run again. When LinkedIn
   *   forbids it (the customer has switched off already), what is left is counted, and the purge goes
   *   on with the next kind
   */
  run(customer: PurgeCustomer): Promise<PurgeBatch | null>;
  /** How many are left, for the receipt; not counted if left out. */
  left?(tenantId: string): Promise<number>;
}
