/**
 * A customer's keys, addresses and secrets are replaced without a gap: the next one counts beside the
 * former one until everybody uses it. Whatever fails on the way can be called again.
 */
import { StoreError } from '../store/errors.ts';
import type { Store } from '../store/store.ts';
import { tenantRecords, type TenantRecord } from '../tenants/tenant-records.ts';
import type { CallbackRecord, CallbackTokens } from './callback-tokens.ts';
import type { Configuring } from './configuring.ts';
import { fieldError, OnboardingError } from './errors.ts';
import {
  newClientSecret,
  newKey,
  parseOnboarding,
  type NewClientSecret,
  type NewKey,
} from './inputs.ts';
import type { LinkedInAccess } from './linkedin-access.ts';
import type { Provisioning } from './provisioning.ts';
import { registerKey, type PrivateKey } from './signing-keys.ts';

/** Who does it, for the audit log: an opaque id, never a name; `kit` if left out. */
export interface Acting {
  readonly actor?: string;
}

export interface CreatedCustomer {
  readonly customer: TenantRecord;
  /**
   * Private half of the key pair that was made for the ATS's signer: only in the answer to the call
   * that has made it, and kept nowhere. Null if a key was given, or was handed out before.
   */
  readonly privateKey: PrivateKey | null;
}

/** All methods throw OnboardingError and StoreError; both say what to do. */
export interface Renewals {
  /** Adds a key of the ATS's signer beside those there are; makes a pair if none is given. */
  addKey(id: string, key?: NewKey, acting?: Acting): Promise<CreatedCustomer>;
  /** From now, or from `at`, signatures of the key do not count. */
  retireKey(id: string, kid: string, options?: Acting & { readonly at?: Date }): Promise<void>;
  /**
   * Replaces the address that LinkedIn pushes events to. The former one counts until LinkedIn has
   * taken the new one, and ten minutes longer. If LinkedIn fails, it is told later by itself; until
   * then calling this again makes no further address.
   * @returns the customer's addresses, the newest first
   */
  rotateCallback(id: string, acting?: Acting): Promise<CallbackRecord[]>;
  /** Addresses that LinkedIn pushes a customer's events to, the newest first; without their tokens. */
  callbacks(id: string): Promise<CallbackRecord[]>;
  /**
   * Takes over the client secret of the customer's application after it was renewed at LinkedIn. It
   * is tried out first: one that LinkedIn refuses changes nothing.
   * @param secret asked for at LinkedIn, by the partner's application, if left out
   * @throws OnboardingError `linkedin_…`; `foreign_id_unknown` if LinkedIn was asked in vain
   */
  replaceClientSecret(id: string, secret?: NewClientSecret, acting?: Acting): Promise<TenantRecord>;
}

export interface RenewalsOptions {
  readonly store: Store;
  readonly access: LinkedInAccess;
  readonly provisioning: Provisioning;
  readonly callbacks: CallbackTokens;
  readonly configuring: Configuring;
  /** A customer that has not left, nor is about to. @throws OnboardingError */
  readonly customerOf: (id: string) => Promise<TenantRecord>;
  /** Whatever LinkedIn could not be told now is told later. */
  readonly reconcileSoon: (id: string) => Promise<void>;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

export function createRenewals(options: RenewalsOptions): Renewals {
  const { store, access, provisioning, callbacks, configuring, clock } = options;
  const { customerOf, reconcileSoon } = options;
  const records = (actor: string) => tenantRecords(store, { actor });

  return {
    async addKey(id, input, { actor = 'kit' } = {}) {
      const given = input === undefined ? undefined : parseOnboarding(newKey, input, 'key');
      await customerOf(id);
      const { publicKey, privateKey } = await registerKey(given, clock());
      try {
        await records(actor).addKey(id, publicKey);
      } catch (error) {
        if (!(error instanceof StoreError) || error.code !== 'store_conflict') throw error;
        throw fieldError('input_invalid', 'The key is not valid', 'kid', 'is taken already');
      }
      return { customer: await customerOf(id), privateKey };
    },

    async retireKey(id, kid, { actor = 'kit', at } = {}) {
      await customerOf(id);
      await records(actor).retireKey(id, kid, at);
    },

    async rotateCallback(id, { actor = 'kit' } = {}) {
      await customerOf(id);
      await callbacks.rotate(id, actor);
      await reconcileSoon(id);
      await configuring.settle(id, actor);
      return callbacks.list(id);
    },

    async callbacks(id) {
      await customerOf(id);
      return callbacks.list(id);
    },

    async replaceClientSecret(id, input, { actor = 'kit' } = {}) {
      const given =
        input === undefined ? undefined : parseOnboarding(newClientSecret, input, 'clientSecret');
      const customer = await customerOf(id);
      const clientId = customer.application?.clientId ?? null;
      if (clientId === null) {
        throw new OnboardingError('customer_not_ready', 'The customer has no application yet');
      }
      const next =
        given === undefined
          ? await provisioning.credentialsOf(customer)
          : { clientId, clientSecret: given };
      await access.tryOut(id, next);
      await records(actor).setApplication(id, next);
      return customerOf(id);
    },
  };
}
