/** Routes of the settings element: how a customer's integrations stand, and what it chooses. */
import { RscError } from '../../protocol/errors.ts';
import {
  integrationsRequest,
  settingsRequest,
  supportedBundles,
  type IntegrationsAnswer,
  type IntegrationView,
} from '../../protocol/integrations.ts';
import { OnboardingError } from '../onboarding/errors.ts';
import { nextStepOf } from '../onboarding/integration-states.ts';
import type { Onboarding } from '../onboarding/kit.ts';
import { StoreError } from '../store/errors.ts';
import type { IntegrationRecord } from '../tenants/integration-records.ts';
import type { Tenant } from '../tenants/tenants.ts';
import { readJsonBody } from './body.ts';
import type { Exchange } from './exchange.ts';
import { assertGrant, jsonAnswer, type Admission, type Guard } from './guard.ts';
import { eventStream } from './event-stream.ts';
import type { Route } from './router.ts';

export interface IntegrationRouteOptions {
  readonly pluginOrigin: string;
  readonly guard: Guard;
  readonly onboarding: Pick<Onboarding, 'customers' | 'integrations' | 'workers'>;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

const maxPayloadBytes = 64 * 1024;
const maxSettingsBytes = 1_024;

/** Makes the routes. */
export function integrationRoutes(options: IntegrationRouteOptions): readonly Route[] {
  const { pluginOrigin, guard, onboarding, clock } = options;
  const { customers, integrations, workers } = onboarding;

  async function admit(exchange: Exchange): Promise<Admission> {
    const admission = await guard.admit(exchange);
    assertGrant(admission.claims, 'integrations:manage', 'integrations');
    return admission;
  }

  /** @param hostOrigin page that shows the element, and may show LinkedIn's document */
  async function answerOf(
    tenant: Tenant,
    hostOrigin: string,
    problem: string | null,
  ): Promise<IntegrationsAnswer> {
    const [customer, found, lastEventId] = await Promise.all([
      customers.find(tenant.id),
      integrations.list(tenant.id),
      // Asked beside the list: what happens in between comes as an event once more.
      integrations.lastEventId(tenant.id),
    ]);
    if (customer === null) throw new RscError('tenant_unknown', 'the customer is gone');
    const url = new URL('/rsc/plugin/settings', pluginOrigin);
    url.search = new URLSearchParams({ p: tenant.id, o: hostOrigin }).toString();
    return {
      integrations: found.map(viewOf),
      settings: {
        jobAvailability: customer.jobAvailability,
        viewers: customer.usesAcls ? 'acls' : 'all',
      },
      problem,
      lastEventId,
      plugin: {
        url: url.href,
        apiKey: tenant.linkedIn.clientId,
        supportedBundledIntegrationTypes: [...supportedBundles],
      },
    };
  }

  async function read(exchange: Exchange): Promise<Response> {
    const { claims, tenant, nonce } = await admit(exchange);
    return jsonAnswer(await answerOf(tenant, claims.origin, null), nonce);
  }

  async function request(exchange: Exchange): Promise<Response> {
    const { claims, tenant, nonce } = await admit(exchange);
    const { payload } = await readJsonBody(exchange.request, integrationsRequest, maxPayloadBytes);
    const { problem } = await asRscErrors(() =>
      integrations.requested(tenant.id, payload, { actor: actorOf(claims.sub) }),
    );
    workers.nudge();
    return jsonAnswer(await answerOf(tenant, claims.origin, problem?.code ?? null), nonce);
  }

  async function choose(exchange: Exchange): Promise<Response> {
    const { claims, tenant, nonce } = await admit(exchange);
    const { request: sent } = exchange;
    const { jobAvailability, viewers } = await readJsonBody(
      sent,
      settingsRequest,
      maxSettingsBytes,
    );
    const change = {
      ...(jobAvailability === undefined ? {} : { jobAvailability }),
      ...(viewers === undefined ? {} : { usesAcls: viewers === 'acls' }),
    };
    if (Object.keys(change).length === 0) {
      throw new RscError('request_invalid', 'nothing is chosen');
    }
    const acting = { actor: actorOf(claims.sub) };
    let problem: string | null = null;
    try {
      await customers.update(tenant.id, change, acting);
      await integrations.configure(tenant.id, acting);
    } catch (error) {
      // What was chosen is kept; LinkedIn is told later by itself.
      if (!isLinkedInProblem(error)) throw error;
      problem = error.code;
    }
    return jsonAnswer(await answerOf(tenant, claims.origin, problem), nonce);
  }

  async function watch(exchange: Exchange): Promise<Response> {
    const { claims, tenant, nonce } = await admit(exchange);
    const since =
      exchange.request.headers.get('last-event-id') ?? exchange.url.searchParams.get('since');
    if (since !== null && !/^\d{1,15}$/.test(since)) {
      throw new RscError('request_invalid', 'since must be the id of an event');
    }
    const from = since === null ? await integrations.lastEventId(tenant.id) : Number(since);
    const response = eventStream({
      from,
      // A token ends, and with it what it was admitted to; the frame comes back with a new one.
      lifeMs: Math.max(0, claims.exp * 1_000 - clock()),
      async next(id) {
        // Whoever was disabled, or whose page was taken away, sees no more.
        const still = await customers.find(tenant.id);
        if (still?.status !== 'active' || !still.origins.includes(claims.origin)) return null;
        const events = await integrations.eventsSince(tenant.id, id);
        return events.map(({ id: eventId, at, ...event }) => ({
          id: eventId,
          data: { ...event, next: nextStepOf(event), changedAtMs: at.getTime() },
        }));
      },
      signal: exchange.request.signal,
    });
    response.headers.set('dpop-nonce', nonce);
    return response;
  }

  return [
    {
      path: '/rsc/integrations',
      kind: 'api',
      site: 'frames',
      methods: { GET: read, POST: request },
    },
    {
      path: '/rsc/integrations/settings',
      kind: 'api',
      site: 'frames',
      methods: { POST: choose },
    },
    { path: '/rsc/integrations/events', kind: 'api', site: 'frames', methods: { GET: watch } },
  ];
}

const viewOf = (integration: IntegrationRecord): IntegrationView => {
  const { context, type, tenantType, name, rawStatus, state, changedAt } = integration;
  const next = nextStepOf(integration);
  return {
    context,
    type,
    tenantType,
    name,
    rawStatus,
    state,
    next,
    changedAtMs: changedAt.getTime(),
  };
};

/** Ids of people are the ATS's and may be anything; the log takes opaque ones only. */
const actorOf = (sub: string): string => (/^[A-Za-z0-9_.:-]{1,60}$/.test(sub) ? sub : 'ats-user');

const isLinkedInProblem = (error: unknown): error is OnboardingError =>
  error instanceof OnboardingError && /^(?:linkedin_|application_urn_)/.test(error.code);

/** Failures of onboarding in the words of the frame API. */
async function asRscErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof OnboardingError) {
      if (error.code === 'input_invalid') {
        const field = error.problems[0]?.field ?? '';
        throw new RscError('request_invalid', `the payload is not valid at "${field}"`);
      }
      if (error.code === 'context_taken') {
        const what = 'the organization or contract belongs to another customer';
        throw new RscError('integration_context_unknown', what);
      }
      throw new RscError('tenant_unknown', 'the customer is not set up');
    }
    if (error instanceof StoreError && error.retryable) {
      throw new RscError('backend_busy', 'the store is busy', { retryAfterMs: 1_000 });
    }
    throw error;
  }
}
