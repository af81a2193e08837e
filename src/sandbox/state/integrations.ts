/**
 * Integrations of an application: what a customer has asked for in the onboarding plugin, what the
 * ATS has configured, and what the customer's administrator has switched on in Recruiter.
 *
 * LinkedIn's states are not documented; these are what the steps of onboarding need [inferred]:
 * REQUESTED by the customer, CONFIGURED once it has a name and what it cannot do without, then
 * ENABLED and DISABLED by the administrator.
 */
import { isContractType, type IntegrationType } from '../../linkedin/records/integration.ts';
import type { Collection, Grouping, Observer } from './collection.ts';
import type { Counters } from './counters.ts';
import type { Database } from './database.ts';
import { IntegrationHistory, type IntegrationChange } from './integration-history.ts';
import { joinKey } from './keys.ts';
import { Requests, type Notifications } from './notifications.ts';

/** Names one integration of an application. */
export interface IntegrationRef {
  readonly integrationContext: string;
  readonly integrationType: IntegrationType;
  readonly tenantType: string;
}

export interface Integration extends IntegrationRef {
  readonly clientId: string;
  readonly onboardingStatus: 'REQUESTED' | 'CONFIGURED' | 'ENABLED' | 'DISABLED';
  /** Shown to the administrator in Recruiter. */
  readonly integrationName: string | null;
  readonly configurations: Readonly<Record<string, string>>;
  readonly requestedAtMs: number;
  readonly changedAtMs: number;
}

/** Integrations whose state has changed. */
export interface StatusChange {
  readonly clientId: string;
  readonly integrations: readonly IntegrationRef[];
  readonly createdAtMs: number;
}

const keyOf = (clientId: string, ref: IntegrationRef): string =>
  joinKey(clientId, ref.integrationContext, ref.integrationType, ref.tenantType);

export class Integrations {
  readonly statusChanges: Requests<StatusChange>;
  readonly history: IntegrationHistory;
  readonly #integrations: Collection<Integration>;
  readonly #byClient: Grouping<Integration>;
  readonly #byContext: Grouping<Integration>;
  readonly #byCallbackUrl: Grouping<Integration>;

  constructor(database: Database, notifications: Notifications, counters: Counters) {
    this.history = new IntegrationHistory(database, counters);
    this.#integrations = database.collection<Integration>('integrations');
    this.#byClient = this.#integrations.groupBy(({ clientId }) => clientId);
    this.#byContext = this.#integrations.groupBy((integration) => integration.integrationContext);
    this.#byCallbackUrl = this.#integrations.groupBy(
      ({ configurations }) => configurations['CALLBACK_URL'] ?? null,
    );
    this.statusChanges = new Requests<StatusChange>(
      database,
      'statusChanges',
      'INTEGRATION_STATUS_CHANGE',
      notifications,
    );
  }

  /** Is told each change; for parts of the state, before anything is loaded. */
  observe(observer: Observer<Integration>): void {
    this.#integrations.observe(observer);
  }

  get(clientId: string, ref: IntegrationRef): Integration | null {
    return this.#integrations.get(keyOf(clientId, ref)) ?? null;
  }

  /** All integrations of an application. */
  of(clientId: string): Integration[] {
    return this.#byClient.values(clientId);
  }

  /** All integrations with an organization or contract, of whichever application. */
  at(context: string): Integration[] {
    return this.#byContext.values(context);
  }

  /** Integrations whose events go to an address. */
  byCallbackUrl(url: string): Integration[] {
    return this.#byCallbackUrl.values(url);
  }

  isEnabled(clientId: string, context: string, type: IntegrationType): boolean {
    return this.#statusOf(clientId, context, type) === 'ENABLED';
  }

  /** Whether it has been switched off. */
  wasEnabled(clientId: string, context: string, type: IntegrationType): boolean {
    return this.#statusOf(clientId, context, type) === 'DISABLED';
  }

  #statusOf(
    clientId: string,
    context: string,
    type: IntegrationType,
  ): Integration['onboardingStatus'] | undefined {
    const tenantType = type === 'PREMIUM_JOB_POSTING' ? 'JOBS' : 'RECRUITER';
    const ref = { integrationContext: context, integrationType: type, tenantType };
    return this.get(clientId, ref)?.onboardingStatus;
  }

  /** Whether any application has an integration of a type enabled with a context. */
  isEnabledAt(context: string, type: IntegrationType): boolean {
    return this.at(context).some(
      ({ integrationType, onboardingStatus }) =>
        integrationType === type && onboardingStatus === 'ENABLED',
    );
  }

  /**
   * A customer asks for an integration, as in the onboarding plugin. One that exists stays as it is.
   * @throws TypeError if the context is of the wrong kind
   */
  request(clientId: string, ref: IntegrationRef, nowMs: number): Integration {
    const isContract = ref.integrationContext.startsWith('urn:li:contract:');
    if (isContract !== isContractType(ref.integrationType)) {
      throw new TypeError('the context of an integration is of the wrong kind');
    }
    const existing = this.get(clientId, ref);
    if (existing !== null) return existing;
    const integration: Integration = {
      integrationContext: ref.integrationContext,
      integrationType: ref.integrationType,
      tenantType: ref.tenantType,
      clientId,
      onboardingStatus: 'REQUESTED',
      integrationName: null,
      configurations: {},
      requestedAtMs: nowMs,
      changedAtMs: nowMs,
    };
    this.#integrations.set(keyOf(clientId, ref), integration);
    this.#remember(integration, 'REQUESTED', '', nowMs);
    return integration;
  }

  /** An integration that is there and switched on from the start. */
  enable(clientId: string, ref: IntegrationRef, integrationName: string, nowMs: number): void {
    const integration = this.request(clientId, ref, nowMs);
    this.#change({ ...integration, integrationName, onboardingStatus: 'ENABLED' }, nowMs);
    this.#remember(integration, 'ENABLED', integrationName, nowMs);
  }

  /** The ATS names an integration. */
  setName(integration: Integration, integrationName: string, nowMs: number): void {
    this.#change({ ...integration, integrationName }, nowMs);
    this.#remember(integration, 'NAMED', integrationName, nowMs);
  }

  /** The ATS sets a configuration, or removes it with null. */
  configure(integration: Integration, key: string, value: string | null, nowMs: number): void {
    const { [key]: _before, ...others } = integration.configurations;
    const configurations = value === null ? others : { ...others, [key]: value };
    this.#change({ ...integration, configurations }, nowMs);
    this.#remember(integration, 'CONFIGURED', value === null ? `${key} removed` : key, nowMs);
  }

  /**
   * The administrator switches integrations of one application on or off; it is told.
   * @param by seat of the administrator
   * @returns request id of the notification, or null if nothing has changed
   */
  switch(
    integrations: readonly Integration[],
    on: boolean,
    nowMs: number,
    by: string | null = null,
  ): string | null {
    const onboardingStatus = on ? 'ENABLED' : 'DISABLED';
    const changed = integrations.filter(
      (integration) => integration.onboardingStatus !== onboardingStatus,
    );
    for (const integration of changed) {
      this.#change({ ...integration, onboardingStatus }, nowMs);
      this.#remember(integration, onboardingStatus, '', nowMs, by);
    }
    const [first] = changed;
    if (first === undefined) return null;
    return this.statusChanges.add({
      clientId: first.clientId,
      integrations: changed.map(({ integrationContext, integrationType, tenantType }) => ({
        integrationContext,
        integrationType,
        tenantType,
      })),
      createdAtMs: nowMs,
    });
  }

  #remember(
    { clientId, integrationContext, integrationType }: Integration,
    kind: IntegrationChange['kind'],
    detail: string,
    atMs: number,
    by: string | null = null,
  ): void {
    this.history.add({
      clientId,
      integrationContext,
      integrationType,
      kind,
      detail,
      by,
      atMs,
    });
  }

  #change(integration: Integration, nowMs: number): void {
    const { onboardingStatus, integrationName, integrationType, configurations } = integration;
    const isComplete =
      integrationName !== null &&
      (integrationType !== 'ONE_CLICK_EXPORT' || configurations['CALLBACK_URL'] !== undefined);
    this.#integrations.set(keyOf(integration.clientId, integration), {
      ...integration,
      onboardingStatus:
        onboardingStatus === 'REQUESTED' && isComplete ? 'CONFIGURED' : onboardingStatus,
      changedAtMs: nowMs,
    });
  }
}
