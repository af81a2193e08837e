/** All operations of the admin API, in one table: routes and the OpenAPI document are made from it. */
import type * as z from 'zod';
import type { ConfigurationKey } from '../../linkedin/index.ts';
import type { CheckResult } from '../onboarding/checks/check.ts';
import { fieldError, OnboardingError } from '../onboarding/errors.ts';
import type { Onboarding } from '../onboarding/kit.ts';
import { readAudit } from '../store/audit.ts';
import { internalsOf } from '../store/internals.ts';
import type { TenantRecord } from '../tenants/tenant-records.ts';
import { renewalOperations } from './renewal-operations.ts';
import { retrievalOperations } from './retrieval-operations.ts';
import * as schemas from './schemas.ts';
import { syncOperations } from './sync-operations.ts';
import { upkeepOperations } from './upkeep-operations.ts';
import {
  auditViewOf,
  configurationViewOf,
  createdViewOf,
  customerViewOf,
  integrationViewOf,
  receiptViewOf,
} from './views.ts';

export interface AdminCall {
  readonly params: Readonly<Record<string, string>>;
  readonly query: unknown;
  readonly body: unknown;
  /** Who does it, for the audit log. */
  readonly actor: string;
}

export interface AdminOperation {
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below `/rsc/admin/v1`, with `{name}` for parameters. */
  readonly path: string;
  readonly summary: string;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Most bytes of the body; 64 KB if left out. */
  readonly maxBodyBytes?: number;
  readonly example?: unknown;
  /** 204 has no answer. */
  readonly status: 200 | 201 | 204;
  readonly answer?: z.ZodType;
  run(call: AdminCall): Promise<unknown>;
}

export interface AdminOperationsOptions {
  readonly onboarding: Onboarding;
  readonly origin: string;
  readonly check: (customerId?: string) => Promise<CheckResult[]>;
}

const example = {
  customer: {
    name: 'Acme',
    uniqueForeignId: 'instance-4711',
    environment: 'production',
    domains: ['https://ats.acme.example'],
  },
  integration: {
    integrationContext: 'urn:li:organization:1001',
    integrationType: 'PROFILE_PLUGIN',
    tenantType: 'RECRUITER',
    dataProvider: 'ATS',
  },
} as const;

/** The table, of one backend. */
export function adminOperations(options: AdminOperationsOptions): readonly AdminOperation[] {
  const { onboarding, origin, check } = options;
  const { customers, integrations, journeys, store } = onboarding;
  const { connection } = internalsOf(store);
  const idOf = ({ params }: AdminCall): string => params['id'] ?? '';
  const view = (customer: TenantRecord) => customerViewOf(customer, origin);

  async function customerOf(call: AdminCall): Promise<TenantRecord> {
    const found = await customers.find(idOf(call));
    if (found !== null) return found;
    throw new OnboardingError('customer_unknown', 'There is no such customer');
  }
  const listOf = async (id: string, problem: OnboardingError | null = null) => ({
    items: (await integrations.list(id)).map(integrationViewOf),
    problem: problem?.code ?? null,
  });

  return [
    {
      id: 'listCustomers',
      method: 'GET',
      path: '/customers',
      summary:
        'Customers in the order of their ids, a page at a time, or the one of an id of the ATS.',
      query: schemas.pageQuery,
      status: 200,
      answer: schemas.customerPage,
      async run({ query }) {
        const { after, limit, uniqueForeignId } = schemas.pageQuery.parse(query);
        if (uniqueForeignId !== undefined) {
          const found = await customers.findByForeignId(uniqueForeignId);
          return { items: found === null ? [] : [view(found)], next: null };
        }
        const { items, next } = await customers.list({
          limit,
          ...(after === undefined ? {} : { after }),
        });
        return { items: items.map(view), next };
      },
    },
    {
      id: 'createCustomer',
      method: 'POST',
      path: '/customers',
      summary: 'Makes a customer and its application, or continues where an earlier call stopped.',
      body: schemas.customerInput,
      example: example.customer,
      status: 201,
      answer: schemas.createdCustomer,
      run: async ({ body, actor }) =>
        createdViewOf(
          await customers.create(body as z.input<typeof schemas.customerInput>, { actor }),
          origin,
        ),
    },
    {
      id: 'getCustomer',
      method: 'GET',
      path: '/customers/{id}',
      summary: 'A customer.',
      status: 200,
      answer: schemas.customerView,
      run: async (call) => view(await customerOf(call)),
    },
    {
      id: 'updateCustomer',
      method: 'PATCH',
      path: '/customers/{id}',
      summary: 'Changes the fields given, and tells LinkedIn.',
      body: schemas.changeInput,
      example: { domains: ['https://ats.acme.example', 'https://jobs.acme.example'] },
      status: 200,
      answer: schemas.customerView,
      run: async (call) =>
        view(
          await customers.update(idOf(call), call.body as z.input<typeof schemas.changeInput>, {
            actor: call.actor,
          }),
        ),
    },
    ...(['disable', 'enable'] as const).map((verb): AdminOperation => ({
      id: `${verb}Customer`,
      method: 'POST',
      path: `/customers/{id}/${verb}`,
      summary:
        verb === 'disable'
          ? 'Stops everything of a customer at once; what is queued stays.'
          : 'Lets a customer go on where it stopped.',
      status: 200,
      answer: schemas.customerView,
      run: async (call) => view(await customers[verb](idOf(call), { actor: call.actor })),
    })),
    {
      id: 'leaveCustomer',
      method: 'POST',
      path: '/customers/{id}/leave',
      summary: 'Deletes a customer for good, here and at LinkedIn; safe to call again.',
      body: schemas.leaveInput,
      example: { confirm: 'acme' },
      status: 200,
      answer: schemas.receiptView,
      async run(call) {
        const { confirm, withoutLinkedIn = false } = schemas.leaveInput.parse(call.body);
        if (confirm !== idOf(call)) {
          const fix = 'must be the id of the customer';
          throw fieldError('input_invalid', 'Nothing was deleted', 'confirm', fix);
        }
        const { actor } = call;
        return receiptViewOf(await customers.leave(idOf(call), { actor, withoutLinkedIn }));
      },
    },
    {
      id: 'listReceipts',
      method: 'GET',
      path: '/customers/{id}/receipts',
      summary: 'What was deleted when the customer left.',
      status: 200,
      answer: schemas.receiptList,
      async run(call) {
        await customerOf(call);
        return { items: (await customers.receipts(idOf(call))).map(receiptViewOf) };
      },
    },
    ...renewalOperations({ customers, origin }),
    {
      id: 'listIntegrations',
      method: 'GET',
      path: '/customers/{id}/integrations',
      summary: 'How the customer’s integrations stand, and what has to be done next by whom.',
      status: 200,
      answer: schemas.integrationList,
      async run(call) {
        await customerOf(call);
        return listOf(idOf(call));
      },
    },
    {
      id: 'requestIntegrations',
      method: 'POST',
      path: '/customers/{id}/integrations',
      summary: 'Keeps what LinkedIn’s plugin delivered, then names and configures it.',
      body: schemas.requestedInput,
      example: { payload: [example.integration] },
      status: 200,
      answer: schemas.integrationList,
      async run(call) {
        const { payload } = schemas.requestedInput.parse(call.body);
        const { actor } = call;
        const { problem } = await integrations.requested(idOf(call), payload, { actor });
        return listOf(idOf(call), problem);
      },
    },
    ...(['refresh', 'configure'] as const).map((verb): AdminOperation => ({
      id: `${verb}Integrations`,
      method: 'POST',
      path: `/customers/{id}/integrations/${verb}`,
      summary:
        verb === 'refresh'
          ? 'Asks LinkedIn how the integrations stand.'
          : 'Tells LinkedIn names and configurations that it does not have.',
      status: 200,
      answer: schemas.integrationList,
      async run(call) {
        await integrations[verb](idOf(call), { actor: call.actor });
        return listOf(idOf(call));
      },
    })),
    {
      id: 'listConfigurations',
      method: 'GET',
      path: '/customers/{id}/configurations',
      summary: 'What LinkedIn was told of the customer’s integrations.',
      status: 200,
      answer: schemas.configurationList,
      async run(call) {
        await customerOf(call);
        return { items: (await integrations.configurations(idOf(call))).map(configurationViewOf) };
      },
    },
    {
      id: 'removeConfiguration',
      method: 'DELETE',
      path: '/customers/{id}/configurations',
      summary: 'Removes a configuration at LinkedIn, and keeps it removed.',
      query: schemas.configurationQuery,
      status: 204,
      async run(call) {
        const { context, type, key } = schemas.configurationQuery.parse(call.query);
        const integration = { context, type, tenantType: 'RECRUITER' };
        const name: ConfigurationKey = key;
        await integrations.removeConfiguration(idOf(call), integration, name, {
          actor: call.actor,
        });
      },
    },
    {
      id: 'checkCustomer',
      method: 'POST',
      path: '/customers/{id}/checks',
      summary: 'Runs the checks of `rsc doctor` for one customer.',
      status: 200,
      answer: schemas.checkList,
      run: async (call) => ({ items: await check(idOf(call)) }),
    },
    {
      id: 'getJourney',
      method: 'GET',
      path: '/customers/{id}/journey',
      summary: 'Which steps of onboarding are done, and who has to act next.',
      status: 200,
      answer: schemas.journeyView,
      run: (call) => journeys.of(idOf(call)),
    },
    {
      id: 'listAudit',
      method: 'GET',
      path: '/customers/{id}/audit',
      summary: 'Who changed what of the customer, newest first.',
      query: schemas.auditQuery,
      status: 200,
      answer: schemas.auditList,
      async run(call) {
        const { limit, before } = schemas.auditQuery.parse(call.query);
        const page = before === undefined ? { limit } : { limit, before };
        const entries = await connection.run((database) => readAudit(database, idOf(call), page));
        return { items: entries.map(auditViewOf) };
      },
    },
    ...retrievalOperations(onboarding),
    ...syncOperations(onboarding),
    ...upkeepOperations(onboarding),
    {
      id: 'getPartnerJourney',
      method: 'GET',
      path: '/journey',
      summary: 'Which rules of certification module 1 can be demonstrated.',
      status: 200,
      answer: schemas.partnerJourneyView,
      run: () => journeys.partner(),
    },
    {
      id: 'checkDeployment',
      method: 'POST',
      path: '/checks',
      summary: 'Runs the checks of `rsc doctor` for the deployment.',
      status: 200,
      answer: schemas.checkList,
      run: async () => ({ items: await check() }),
    },
  ];
}
