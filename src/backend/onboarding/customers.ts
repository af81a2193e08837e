/**
 * Customers, from sign-up to the day they leave. Whatever is done here can be done again: what is
 * there already stays, what is missing is made, and an error says where it stopped.
 */
import { eq } from 'drizzle-orm';
import type * as z from 'zod';
import { recordChange } from '../store/audit.ts';
import { StoreError } from '../store/errors.ts';
import { internalsOf } from '../store/internals.ts';
import type { Store } from '../store/store.ts';
import { reconciliations, tenantKeys, tenants } from '../store/tables/index.ts';
import { changeTenant } from '../tenants/tenant-changes.ts';
import { tenantRecords, type TenantPage, type TenantRecord } from '../tenants/tenant-records.ts';
import type { CallbackTokens } from './callback-tokens.ts';
import type { Configuring } from './configuring.ts';
import { fieldError, OnboardingError } from './errors.ts';
import {
  customerChange,
  newCustomer,
  parseOnboarding,
  type CustomerChange,
  type NewCustomer,
} from './inputs.ts';
import type { LinkedInAccess } from './linkedin-access.ts';
import { applicationName, type Partner } from './partner.ts';
import type { Provisioning } from './provisioning.ts';
import type { LeaveOptions, Purge, PurgeReceipt } from './purge.ts';
import { createRenewals, type Acting, type CreatedCustomer, type Renewals } from './renewals.ts';
import { registerKey, type KeyRegistration } from './signing-keys.ts';

/** All methods throw OnboardingError and StoreError; both say what to do. */
export interface Customers extends Renewals {
  /**
   * Makes a customer and its application at LinkedIn, or continues where an earlier call stopped.
   * Once it is done it changes nothing; the same customer with other data is refused.
   * @throws OnboardingError `input_invalid`, `foreign_id_taken`, `linkedin_…` with the step,
   *   `application_urn_unknown`
   */
  create(input: NewCustomer, acting?: Acting): Promise<CreatedCustomer>;
  /** @returns null if there is none */
  find(id: string): Promise<TenantRecord | null>;
  /** @returns null if there is none */
  findByForeignId(uniqueForeignId: string): Promise<TenantRecord | null>;
  /** In the order of ids. @param page limit 1 to 500; 100 if left out */
  list(page?: { readonly after?: string; readonly limit?: number }): Promise<TenantPage>;
  /** Changes a customer here and then tells LinkedIn; if that fails, it is told later by itself. */
  update(id: string, change: CustomerChange, acting?: Acting): Promise<TenantRecord>;
  /** Stops everything of a customer at once; what is queued stays. */
  disable(id: string, acting?: Acting): Promise<TenantRecord>;
  /** Goes on where it stopped. */
  enable(id: string, acting?: Acting): Promise<TenantRecord>;
  /**
   * Deletes a customer for good, here and at LinkedIn.
   * @returns what was deleted; the receipt is kept. Calling it again continues, and answers with the
   *   receipt once it is done
   */
  leave(id: string, options?: Acting & LeaveOptions): Promise<PurgeReceipt>;
  /** Receipts of a customer, newest first. */
  receipts(id: string): Promise<PurgeReceipt[]>;
}

export interface CustomersOptions {
  readonly store: Store;
  readonly partner: Partner;
  readonly access: LinkedInAccess;
  readonly provisioning: Provisioning;
  readonly configuring: Configuring;
  readonly callbacks: CallbackTokens;
  readonly purge: Purge;
  /** Origins that are the backend's own: a page of them cannot embed frames. */
  readonly ownOrigins: readonly string[];
  /** Called when a customer's queue may move again. */
  readonly onEnabled: (tenantId: string) => Promise<void>;
}

type Parsed = z.output<typeof newCustomer>;
const kit = 'kit';

export function createCustomers(options: CustomersOptions): Customers {
  const { store, partner, provisioning, callbacks, purge } = options;
  const internals = internalsOf(store);
  const { connection, clock } = internals;
  const records = (actor = kit) => tenantRecords(store, { actor });

  async function customerOf(id: string): Promise<TenantRecord> {
    const found = await records().find(id);
    if (found === null) throw new OnboardingError('customer_unknown', 'There is no such customer');
    if (found.status === 'purged') {
      throw new OnboardingError('customer_left', 'The customer has left');
    }
    // Who is being deleted is not served, and nothing of it is set up anew at LinkedIn.
    if (found.status === 'disabled') await purge.assertNotLeaving(id);
    return found;
  }

  function assertFits(input: { name: string; environment: string }, domains: readonly string[]) {
    if (applicationName(partner, input).length > 50) {
      throw fieldError(
        'input_invalid',
        'The customer is not valid',
        'name',
        `must be shorter: "${partner.atsName} - {name}" may have 50 characters at LinkedIn`,
      );
    }
    const own = domains.findIndex((domain) => options.ownOrigins.includes(domain));
    if (own >= 0) {
      throw fieldError(
        'input_invalid',
        'The customer is not valid',
        `domains.${String(own)}`,
        'must not be an origin of the backend: a page that shares it cannot embed frames',
      );
    }
  }

  /** The customer's row: the one of an earlier call, or a new one. */
  async function ensureRow(input: Parsed, actor: string): Promise<TenantRecord> {
    const { name, uniqueForeignId, environment, domains } = input;
    const known = await records().findByForeignId(uniqueForeignId);
    if (known !== null) return sameCustomer(known, input);
    try {
      return await records(actor).create({
        ...(input.id === undefined ? {} : { id: input.id }),
        name,
        uniqueForeignId,
        environment,
        jobAvailability: input.jobAvailability,
        company: input.company ?? null,
        usesAcls: input.usesAcls,
        pushSignature: input.pushSignature,
        origins: domains,
      });
    } catch (error) {
      if (!(error instanceof StoreError) || error.code !== 'store_conflict') throw error;
      // Another call for the same customer may have been a moment faster.
      const other = await records().findByForeignId(uniqueForeignId);
      if (other !== null) return sameCustomer(other, input);
      throw fieldError('input_invalid', 'The customer is not valid', 'id', 'is taken already');
    }
  }

  /** Adds the key and makes the customer active, both or neither. @returns false if it was active */
  async function activate(id: string, actor: string, key: KeyRegistration): Promise<boolean> {
    let done = false;
    const { kid, alg, jwk } = key.publicKey;
    const nowDate = new Date(clock());
    await changeTenant(internals, id, null, async (database, status) => {
      if (status !== 'provisioning') return;
      done = true;
      await database
        .insert(tenantKeys)
        .values({ tenantId: id, kid, alg, publicJwk: jwk, activeFrom: nowDate });
      await database.update(tenants).set({ status: 'active' }).where(eq(tenants.id, id));
      await database
        .insert(reconciliations)
        .values({ tenantId: id, dueAt: nowDate })
        .onConflictDoNothing();
      const added = { kid, alg: 'ES256' as const };
      await recordChange(database, { actor, tenantId: id, action: 'key_added', details: added });
      const change = { from: 'provisioning', to: 'active' };
      const action = 'tenant_status_changed';
      await recordChange(database, { actor, tenantId: id, action, details: change });
    });
    return done;
  }

  const renewals = createRenewals({ ...options, customerOf, reconcileSoon, clock });

  return {
    ...renewals,

    async create(input, { actor = kit } = {}) {
      const parsed = parseOnboarding(newCustomer, input, 'customer');
      assertFits(parsed, parsed.domains);
      const { id } = await ensureRow(parsed, actor);
      await customerOf(id);
      await provisioning.settle(id, actor, parsed.callbackUrls);
      await callbacks.ensure(id, actor);
      const key = await registerKey(parsed.key, clock());
      const isNew = await activate(id, actor, key);
      return { customer: await customerOf(id), privateKey: isNew ? key.privateKey : null };
    },

    find: (id) => records().find(id),
    findByForeignId: (uniqueForeignId) => records().findByForeignId(uniqueForeignId),
    list: (page) => records().list(page),

    async update(id, input, { actor = kit } = {}) {
      const change = parseOnboarding(customerChange, input, 'change');
      const before = await customerOf(id);
      const { domains, callbackUrls, developerApplicationUrn, ...fields } = change;
      assertFits({ ...before, ...fields }, domains ?? []);
      await records(actor).change(id, fields);
      if (domains !== undefined) await records(actor).setOrigins(id, domains);
      if (developerApplicationUrn !== undefined) {
        await records(actor).setApplication(id, { developerApplicationUrn });
      }
      await reconcileSoon(id);
      if (before.status !== 'provisioning' || developerApplicationUrn !== undefined) {
        await provisioning.settle(id, actor, callbackUrls);
      }
      return customerOf(id);
    },

    async disable(id, { actor = kit } = {}) {
      await customerOf(id);
      await records(actor).setStatus(id, 'disabled');
      return customerOf(id);
    },

    async enable(id, { actor = kit } = {}) {
      const { application } = await customerOf(id);
      if (application?.hasClientSecret !== true) {
        throw new OnboardingError('customer_not_ready', 'The customer is not set up yet');
      }
      await records(actor).setStatus(id, 'active');
      await reconcileSoon(id);
      await options.onEnabled(id);
      return customerOf(id);
    },

    leave: (id, { actor = kit, ...leaving } = {}) => purge.leave(id, actor, leaving),
    receipts: (id) => purge.receipts(id),
  };

  /** Whatever LinkedIn could not be told now, the next reconciliation tells it. */
  async function reconcileSoon(tenantId: string): Promise<void> {
    const dueAt = new Date(clock());
    await connection.run((database) =>
      database
        .insert(reconciliations)
        .values({ tenantId, dueAt })
        .onConflictDoUpdate({ target: reconciliations.tenantId, set: { dueAt } }),
    );
  }
}

/** An earlier call's customer, if it is the one that is meant. @throws OnboardingError */
function sameCustomer(known: TenantRecord, input: Parsed): TenantRecord {
  const differing = [
    input.id !== undefined && input.id !== known.id ? 'id' : null,
    input.name !== known.name ? 'name' : null,
    input.environment !== known.environment ? 'environment' : null,
    sameOrigins(known.origins, input.domains) ? null : 'domains',
  ].filter((field) => field !== null);
  if (differing.length === 0) return known;
  throw fieldError(
    'foreign_id_taken',
    `Another customer has this id of the ATS: it differs in ${differing.join(', ')}`,
    'uniqueForeignId',
    'must be one that no other customer has',
  );
}

const sameOrigins = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && [...a].sort().join(' ') === [...b].sort().join(' ');
