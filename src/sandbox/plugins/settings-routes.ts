/**
 * The configuration plugin's document and what its button calls: a Recruiter administrator requests
 * integrations for an application, which is thereby bound to the administrator's company.
 */
import { Hono } from 'hono';
import { html } from 'hono/html';
import * as z from 'zod';
import { activeSeats } from '../login/accounts.ts';
import { isSameOrigin } from '../login/sessions.ts';
import { page, type Html } from '../pages/page.ts';
import type { DeveloperApplication } from '../state/applications.ts';
import type { Contract } from '../state/organizations.ts';
import type { Integration } from '../state/integrations.ts';
import type { StoredAccount } from '../state/seed.ts';
import { refsOf, supportedBundles, type Bundle } from './bundles.ts';
import type { PluginOptions } from './profile-routes.ts';
import { markView } from './profile-views.ts';
import {
  choiceView,
  notAdminView,
  settingsRefusedView,
  settingsSignedOutView,
} from './settings-views.ts';

const scheme = z.enum(['light', 'dark']);

const requestBody = z.object({
  api_key: z.string(),
  embedder: z.string(),
  types: z.array(z.string().max(100)).min(1).max(20),
  contracts: z.array(z.string().max(200)).min(1).max(100),
});

/** Who may request what for which application. */
interface Admitted {
  readonly application: DeveloperApplication;
  readonly account: StoredAccount;
  readonly contracts: readonly Contract[];
}

const order = ['REQUESTED', 'CONFIGURED', 'DISABLED', 'ENABLED'] as const;

export function settingsRoutes({ state, sessions }: PluginOptions): Hono {
  const app = new Hono();

  const administratorsOf = (organization: string): string[] => [
    ...new Set(
      state.organizations
        .contractsOf(organization)
        .flatMap(({ urn }) => state.organizations.seatsOf(urn))
        .filter((seat) => seat.state === 'ACTIVE' && seat.roles.includes('ADMIN_SEAT'))
        .map(({ firstName, lastName }) => `${firstName} ${lastName}`.trim()),
    ),
  ];

  /** What holds for the document and for its button alike: who may go on, or why nobody may. */
  function admit(request: Request, apiKey: string, embedder: string): Admitted | Html {
    const application = state.applications.get(apiKey);
    if (application === undefined) return settingsRefusedView('The api_key is not known.');
    // LinkedIn compares domains exactly and shows nothing elsewhere [doc].
    if (!application.validJsSdkDomains.includes(embedder)) {
      return settingsRefusedView(
        'Its origin is not among the validJsSdkDomains of the application.',
      );
    }
    const account = sessions.accountOf(request);
    if (account === null) return settingsSignedOutView();
    const contracts = activeSeats(state, account)
      .filter((seat) => seat.organization === account.organization)
      .filter(({ roles }) => roles.includes('ADMIN_SEAT'))
      .flatMap(({ contract }) => state.organizations.contracts.get(contract) ?? []);
    if (contracts.length === 0) {
      return notAdminView(account.name, administratorsOf(account.organization));
    }
    const others = state.integrations
      .of(apiKey)
      .map(({ integrationContext }) => state.organizations.organizationOf(integrationContext));
    if (others.length > 0 && !others.includes(account.organization)) {
      return settingsRefusedView('The application belongs to another company.');
    }
    return { application, account, contracts };
  }

  function choiceOf({ application, account, contracts }: Admitted, types: string): Html {
    const { organization } = account;
    const requested = state.integrations.of(application.clientId);
    const known = contracts.filter(({ urn }) =>
      requested.some(({ integrationContext }) => integrationContext === urn),
    );
    const urns = (known.length > 0 ? known : contracts).map(({ urn }) => urn);
    const stateOf = (bundle: Bundle): Integration['onboardingStatus'] | null => {
      const statuses = refsOf(bundle, organization, urns).map(
        (ref) => state.integrations.get(application.clientId, ref)?.onboardingStatus ?? null,
      );
      if (statuses.includes(null)) return null;
      return order.find((status) => statuses.includes(status)) ?? null;
    };
    return choiceView({
      organization: state.organizations.get(organization)?.name ?? organization,
      application: application.name,
      contracts,
      bundles: supportedBundles(types),
      requested,
      stateOf,
    });
  }

  app.get('/rsc/plugin/settings', (c) => {
    const request = c.req.raw;
    const parameters = new URL(request.url).searchParams;
    const apiKey = parameters.get('api_key') ?? '';
    const embedder = parameters.get('embedder') ?? '';
    const admitted = admit(request, apiKey, embedder);
    const isListed = state.applications.get(apiKey)?.validJsSdkDomains.includes(embedder) ?? false;
    return page({
      kind: 'plugin',
      title: 'LinkedIn integrations',
      scheme: scheme.safeParse(parameters.get('scheme')).data,
      scripts: ['plugin.js', 'settings.js'],
      body: html`<main data-embedder="${isListed ? embedder : ''}">
        ${'application' in admitted ? choiceOf(admitted, parameters.get('types') ?? '') : admitted}
        ${markView(sessions.accountOf(request)?.name ?? null)}
      </main>`,
    });
  });

  app.post('/rsc/plugin/settings/request', async (c) => {
    const request = c.req.raw;
    const refuse = (status: number, message: string): Response =>
      Response.json({ message, status }, { status });
    if (!isSameOrigin(request)) return refuse(403, 'Only the plugin itself may ask for this');
    const parsed = requestBody.safeParse(await request.json().catch(() => null));
    if (!parsed.success) {
      return refuse(400, `${parsed.error.issues[0]?.path.join('.') ?? 'body'}: is not valid`);
    }
    const { api_key: apiKey, embedder, types, contracts } = parsed.data;
    const admitted = admit(request, apiKey, embedder);
    if (!('application' in admitted)) return refuse(403, 'Not permitted');
    const own = new Set(admitted.contracts.map(({ urn }) => urn));
    if (contracts.some((urn) => !own.has(urn))) {
      return refuse(403, 'contracts: only those you administer');
    }
    const bundles = supportedBundles(types.join(','));
    if (bundles.length < new Set(types).size) return refuse(400, 'types: there is no such bundle');
    const refs = bundles.flatMap((bundle) =>
      refsOf(bundle, admitted.account.organization, contracts),
    );
    for (const ref of refs) state.integrations.request(apiKey, ref, state.now());
    return Response.json({ integrations: refs.map((ref) => ({ ...ref, dataProvider: 'ATS' })) });
  });

  return app;
}
