/**
 * A customer's application at LinkedIn, in steps that can each fail and be run again.
 *
 * Our row is written first, under the ATS's own id of the customer, which is also what LinkedIn knows
 * the application by (`uniqueForeignId`). So whatever gets lost after that, answer or write, the next
 * run asks LinkedIn by that id and finds the application instead of making a second one. A repeated
 * id is refused by LinkedIn with a conflict [openapi, spec §1.2]; we do not rest on that alone.
 */
import { LinkedInError } from '../../linkedin/index.ts';
import { recordChange } from '../store/audit.ts';
import { internalsOf } from '../store/internals.ts';
import type { Store } from '../store/store.ts';
import { Secret } from '../tenants/secret.ts';
import { tenantRecords, type TenantRecord } from '../tenants/tenant-records.ts';
import { OnboardingError } from './errors.ts';
import {
  asOnboardingError,
  atLinkedIn,
  type Credentials,
  type LinkedInAccess,
} from './linkedin-access.ts';
import { applicationName, type Partner } from './partner.ts';

export interface Provisioning {
  /**
   * Brings a customer's application to what our row says: it exists, we have its credentials, and it
   * knows the domains. Does what is missing and nothing twice.
   * @param callbackUrls redirect URLs of three-legged login; those LinkedIn has if left out
   * @throws OnboardingError with the step that failed; StoreError
   */
  settle(tenantId: string, actor: string, callbackUrls?: readonly string[]): Promise<void>;
  /**
   * The credentials of a customer's application as LinkedIn has them now.
   * @throws OnboardingError `foreign_id_unknown`, `linkedin_…`, with step `credentials`
   */
  credentialsOf(customer: TenantRecord): Promise<Credentials>;
  /** Whether LinkedIn was last told the domains that the customer has now. */
  isInStep(customer: TenantRecord): boolean;
  /** Takes all domains from an application, so that no plugin starts any more. */
  closeDomains(customer: TenantRecord, actor: string): Promise<boolean>;
}

export interface ProvisioningOptions {
  readonly store: Store;
  readonly partner: Partner;
  readonly access: LinkedInAccess;
  /** Where LinkedIn's scripts run: it has to know this domain too. */
  readonly pluginOrigin: string;
}

/** Failures after which nobody knows whether LinkedIn has done it. */
const isUncertain = (error: unknown): error is LinkedInError =>
  error instanceof LinkedInError &&
  ['unreachable', 'unavailable', 'bad_answer', 'conflict'].includes(error.code);

export function createProvisioning(options: ProvisioningOptions): Provisioning {
  const { store, partner, access, pluginOrigin } = options;
  const internals = internalsOf(store);
  const { clock } = internals;
  const { provisioning } = access.parent;

  const wantedDomains = ({ origins }: TenantRecord): string[] => [
    ...new Set([...origins, pluginOrigin]),
  ];

  async function customerOf(tenantId: string, actor: string): Promise<TenantRecord> {
    const found = await tenantRecords(store, { actor }).find(tenantId);
    if (found === null) throw new OnboardingError('customer_unknown', 'There is no such customer');
    return found;
  }

  /** @returns what LinkedIn was told with the creation; null if the application was there already */
  async function ensureApplication(
    customer: TenantRecord,
    callbackUrls: readonly string[],
  ): Promise<{ urn: string | null; isNew: boolean }> {
    const { uniqueForeignId } = customer;
    const known = await atLinkedIn('application', 'say whether the application exists', () =>
      provisioning.credentials(uniqueForeignId),
    );
    if (known !== null) return { urn: known.urn ?? null, isNew: false };
    try {
      const urn = await provisioning.create({
        uniqueForeignId,
        name: applicationName(partner, customer),
        description: partner.description ?? `${partner.atsName}: ${customer.environment} instance`,
        validJsSdkDomains: wantedDomains(customer),
        ...(callbackUrls.length === 0 ? {} : { oauth2AuthorizedCallbackUrls: [...callbackUrls] }),
      });
      return { urn, isNew: true };
    } catch (error) {
      if (!isUncertain(error)) throw wrap(error);
      // The answer may have been lost on its way while the application was made.
      const made = await provisioning.credentials(uniqueForeignId).catch(() => null);
      if (made === null) throw wrap(error);
      return { urn: made.urn ?? null, isNew: false };
    }
  }

  async function credentialsAtLinkedIn({ uniqueForeignId }: TenantRecord) {
    const found = await atLinkedIn('credentials', 'give the credentials of the application', () =>
      provisioning.credentials(uniqueForeignId),
    );
    return found;
  }

  async function ensureCredentials(customer: TenantRecord, actor: string): Promise<void> {
    const found = await credentialsAtLinkedIn(customer);
    if (found === null) {
      throw new OnboardingError(
        'linkedin_unavailable',
        'LinkedIn does not know the application it has just made',
        { step: 'credentials' },
      );
    }
    const { generation, version, settingsExtensionUrl: _, ...addresses } = partner.linkedIn;
    await tenantRecords(store, { actor }).setApplication(customer.id, {
      clientId: found.clientId,
      clientSecret: found.clientSecret,
      generation,
      apiVersion: version ?? null,
      ...given(addresses),
      ...(urnOf(customer) === null && isUrn(found.urn)
        ? { developerApplicationUrn: found.urn }
        : {}),
      provisionedAt: new Date(clock()),
    });
  }

  async function tellDomains(
    customer: TenantRecord,
    actor: string,
    domains: string[],
    callbackUrls: readonly string[] | undefined,
  ): Promise<void> {
    const urn = urnOf(customer);
    if (urn === null) {
      throw new OnboardingError('application_urn_unknown', 'The domains cannot be changed', {
        step: 'domains',
      });
    }
    await atLinkedIn('domains', 'take the domains of the application', () =>
      provisioning.update(urn, {
        validJsSdkDomains: domains,
        ...(callbackUrls === undefined ? {} : { oauth2AuthorizedCallbackUrls: [...callbackUrls] }),
      }),
    );
    await tenantRecords(store, { actor }).setApplication(customer.id, {
      jsSdkDomains: domains,
      ...(callbackUrls === undefined ? {} : { callbackUrls: [...callbackUrls] }),
    });
    const details = { count: domains.length };
    await internals.connection.run((database) =>
      recordChange(database, { actor, tenantId: customer.id, action: 'domains_told', details }),
    );
  }

  const isInStep = (customer: TenantRecord): boolean =>
    sameSet(customer.application?.jsSdkDomains ?? [], wantedDomains(customer));

  return {
    isInStep,

    async credentialsOf(customer) {
      const found = await credentialsAtLinkedIn(customer);
      if (found === null) {
        throw new OnboardingError('foreign_id_unknown', 'LinkedIn does not know the application', {
          step: 'credentials',
        });
      }
      return { clientId: found.clientId, clientSecret: new Secret(found.clientSecret) };
    },

    async settle(tenantId, actor, callbackUrls) {
      let customer = await customerOf(tenantId, actor);
      const records = tenantRecords(store, { actor });
      const hasCredentials = ({ application }: TenantRecord): boolean =>
        application?.hasClientSecret === true && application.clientId !== null;
      if (!hasCredentials(customer)) {
        const { urn, isNew } = await ensureApplication(customer, callbackUrls ?? []);
        await records.setApplication(tenantId, {
          generation: partner.linkedIn.generation,
          apiVersion: partner.linkedIn.version ?? null,
          ...(urn === null ? {} : { developerApplicationUrn: urn }),
          ...(isNew
            ? { jsSdkDomains: wantedDomains(customer), callbackUrls: [...(callbackUrls ?? [])] }
            : {}),
        });
        customer = await customerOf(tenantId, actor);
        await ensureCredentials(customer, actor);
        customer = await customerOf(tenantId, actor);
      }
      const toldUrls = customer.application?.callbackUrls ?? [];
      const hasNewUrls = callbackUrls !== undefined && !sameSet(toldUrls, callbackUrls);
      if (isInStep(customer) && !hasNewUrls) return;
      await tellDomains(
        customer,
        actor,
        wantedDomains(customer),
        hasNewUrls ? callbackUrls : undefined,
      );
    },

    async closeDomains(customer, actor) {
      if (urnOf(customer) === null) return false;
      if ((customer.application?.jsSdkDomains.length ?? 0) > 0) {
        await tellDomains(customer, actor, [], undefined);
      }
      return true;
    },
  };
}

const wrap = (error: unknown): unknown =>
  error instanceof LinkedInError
    ? asOnboardingError('application', 'make the application', error)
    : error;

const urnOf = ({ application }: TenantRecord): string | null =>
  application?.developerApplicationUrn ?? null;

const isUrn = (urn: string | undefined): urn is string => urn?.startsWith('urn:li:') === true;

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((value) => b.includes(value));

function given<T extends Readonly<Record<string, string | undefined>>>(
  fields: T,
): { [Name in keyof T]?: string } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Name in keyof T]?: string;
  };
}
