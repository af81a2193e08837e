/** Routes that browsers load: scripts, frame documents, and the plugin document. */
import type { Verifier } from '../../handshake/backend.ts';
import { widgets, type Widget } from '../../protocol/context.ts';
import { RscError } from '../../protocol/errors.ts';
import { instanceId, tenantId } from '../../protocol/ids.ts';
import type { DocumentAssets } from '../../protocol/manifest.ts';
import type { PluginBoot } from '../../protocol/plugin-messages.ts';
import type { FrameBoot } from '../../protocol/routes.ts';
import { createAssetResponder, sharedFileHeaders, type AssetSource } from '../assets.ts';
import { isSafeUrl } from '../origins.ts';
import type { Tenant, TenantLinkedIn, TenantSource } from '../tenants/tenants.ts';
import { renderDocument, styleHash } from './documents.ts';
import { noteTenant, pathSegment, type Exchange } from './exchange.ts';
import { frameHeaders, pluginHeaders, readingPolicy } from './policies.ts';
import type { Route } from './router.ts';

export interface FrameRouteOptions {
  readonly origin: string;
  readonly pluginOrigin: string;
  readonly tenants: TenantSource;
  readonly assets: AssetSource;
  readonly verifier: Verifier;
  /** LinkedIn's configuration plugin; beside the customer's `in.js` if left out. */
  readonly settingsExtensionUrl?: string | undefined;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

const titles: Readonly<Record<Widget, string>> = {
  'profile-widget': 'LinkedIn profile',
  'in-ats-indicator': 'LinkedIn status',
  'integration-settings': 'LinkedIn integrations',
  'export-panel': 'Exports from LinkedIn',
  activity: 'Recruiting activities',
  'rediscovered-candidates': 'Rediscovered candidates',
};

/** Makes the routes. */
export function frameRoutes(options: FrameRouteOptions): readonly Route[] {
  const { origin, pluginOrigin, assets, settingsExtensionUrl, clock } = options;
  const { manifest } = assets;
  const responder = createAssetResponder(assets);
  const hashes = new Map<DocumentAssets, Promise<string>>();

  function hashOf(document: DocumentAssets): Promise<string> {
    const hash = hashes.get(document) ?? styleHash(document.css);
    hashes.set(document, hash);
    return hash;
  }

  async function serveFile(exchange: Exchange, path: string): Promise<Response> {
    const response = await responder.respond(exchange.request, path);
    if (response === null) throw new RscError('not_found', 'there is no such file');
    return response;
  }

  /**
   * Lets the shell find out why no frame comes up: this answers, and says whether the page that asks
   * would be refused. Its origin is in the request, as in that of every module of another site.
   */
  async function reach(exchange: Exchange): Promise<Response> {
    let refusal = '';
    try {
      await embeddingOf(exchange, exchange.request.headers.get('origin'), options);
    } catch (error) {
      if (!(error instanceof RscError)) throw error;
      refusal = error.code;
    }
    return new Response(`export const refusal = ${JSON.stringify(refusal)};\n`, {
      headers: {
        ...sharedFileHeaders,
        'content-type': 'text/javascript; charset=utf-8',
        'cache-control': 'no-store',
      },
    });
  }

  /** What the links of errors lead to. */
  async function serveErrorsPage(exchange: Exchange): Promise<Response> {
    const response = await serveFile(exchange, 'errors.html');
    response.headers.set('content-security-policy', readingPolicy);
    return response;
  }

  async function serveFrame(exchange: Exchange): Promise<Response> {
    const widget = widgets.find((name) => name === pathSegment(exchange, 3));
    const document = widget === undefined ? undefined : manifest.frames[widget];
    if (widget === undefined || document === undefined) {
      throw new RscError('plugin_unknown', 'there is no such frame');
    }
    const { tenant, hostOrigin, isolated } = await readEmbedding(exchange, options);
    const inst = instanceId.safeParse(exchange.url.searchParams.get('i'));
    if (!inst.success) throw new RscError('request_invalid', 'i must be an instance id');
    // `v` is not judged here: frame and shell agree on a version, or both say that they cannot.
    const boot: FrameBoot = {
      allow: [hostOrigin],
      inst: inst.data,
      plugin: widget,
      sn: options.verifier.issueNonce({ tenant: tenant.id, origin: hostOrigin }),
      now: clock(),
    };
    const html = await renderDocument({
      title: titles[widget],
      bootName: 'rsc-boot',
      boot,
      assets: document,
    });
    const policy = { styleHash: await hashOf(document), hostOrigin, isolated };
    return new Response(html, { headers: frameHeaders(widget, pluginOrigin, policy) });
  }

  async function servePlugin(
    exchange: Exchange,
    extensionOf: (linkedIn: TenantLinkedIn) => string,
  ): Promise<Response> {
    const { tenant, hostOrigin, isolated } = await readEmbedding(exchange, options);
    const { clientId: apiKey, scriptUrl } = tenant.linkedIn;
    const extensionUrl = extensionOf(tenant.linkedIn);
    const boot: PluginBoot = { frameOrigin: origin, apiKey, scriptUrl, extensionUrl };
    const html = await renderDocument({
      title: 'LinkedIn',
      bootName: 'rsc-plugin',
      boot,
      assets: manifest.plugin,
    });
    const linkedIn = { scriptUrl, extensionUrl };
    const headers = pluginHeaders(linkedIn, origin, { hostOrigin, isolated });
    return new Response(html, { headers });
  }

  const loader = (exchange: Exchange): Promise<Response> => serveFile(exchange, 'embed.js');
  return [
    { path: '/rsc/embed.js', kind: 'file', site: 'frames', methods: { GET: loader } },
    // Where LinkedIn's own markup has LinkedIn's `in.js`; the same loader reads both.
    { path: '/rsc/in.js', kind: 'file', site: 'frames', methods: { GET: loader } },
    { path: '/rsc/reach.js', kind: 'file', site: 'frames', methods: { GET: reach } },
    { path: '/rsc/errors', kind: 'file', site: 'frames', methods: { GET: serveErrorsPage } },
    {
      path: '/rsc/errors.css',
      kind: 'file',
      site: 'frames',
      methods: { GET: (exchange) => serveFile(exchange, 'errors.css') },
    },
    {
      path: '/rsc/assets/:file{.+}',
      kind: 'file',
      site: 'both',
      methods: {
        GET: (exchange) => serveFile(exchange, exchange.url.pathname.slice('/rsc/'.length)),
      },
    },
    { path: '/rsc/frame/:widget', kind: 'document', site: 'frames', methods: { GET: serveFrame } },
    {
      path: '/rsc/plugin/profile',
      kind: 'document',
      site: 'plugin',
      methods: {
        GET: (exchange) => servePlugin(exchange, ({ extensionUrl }) => extensionUrl),
      },
    },
    {
      path: '/rsc/plugin/settings',
      kind: 'document',
      site: 'plugin',
      methods: {
        GET: (exchange) =>
          servePlugin(
            exchange,
            (linkedIn) => settingsExtensionUrl ?? settingsExtensionOf(linkedIn),
          ),
      },
    },
  ];
}

/**
 * LinkedIn's configuration plugin lies beside its `in.js` [doc, spec §1.3]; a sample of LinkedIn's has
 * it elsewhere [postman].
 */
const settingsExtensionOf = ({ scriptUrl }: TenantLinkedIn): string =>
  new URL('/rsc/extensions/onboarding-widget', scriptUrl).href;

interface Embedding {
  readonly tenant: Tenant;
  readonly hostOrigin: string;
  readonly isolated: boolean;
}

/**
 * Who wants to show a document: `p` names the customer, `o` the page's origin. Both are only
 * claims, and need not be more: the browser itself shows the document to no page but one of `o`.
 */
async function readEmbedding(exchange: Exchange, options: FrameRouteOptions): Promise<Embedding> {
  const { request, url } = exchange;
  const destination = request.headers.get('sec-fetch-dest');
  if (destination !== null && destination !== 'iframe') {
    throw new RscError('not_an_iframe', 'the document is shown in an iframe only');
  }
  const embedding = await embeddingOf(exchange, url.searchParams.get('o'), options);
  // LinkedIn's frame inside ours does not declare itself fit for isolated pages, and a browser that
  // is told that ours is will not show it. So a shell that knows its page is not isolated says so.
  return { ...embedding, isolated: url.searchParams.get('c') !== '0' };
}

/** The customer, and the page's origin if it is one of the customer's; throws `RscError`. */
async function embeddingOf(
  exchange: Exchange,
  hostOrigin: string | null,
  { origin, pluginOrigin, tenants }: FrameRouteOptions,
): Promise<Omit<Embedding, 'isolated'>> {
  const name = exchange.url.searchParams.get('p');
  const tenant = tenantId.safeParse(name).success ? await tenants.byId(name ?? '') : null;
  if (tenant === null) throw new RscError('tenant_unknown', 'p is not a customer');
  noteTenant(exchange, tenant);
  if (hostOrigin === origin || hostOrigin === pluginOrigin) {
    throw new RscError('same_origin_frame', 'a page of this origin must not embed its frames');
  }
  // Whatever the source of tenants let through: this ends up in a policy.
  if (hostOrigin === null || !tenant.origins.includes(hostOrigin) || !isSafeUrl(hostOrigin)) {
    throw new RscError('origin_unregistered', 'the page is not of a registered origin of p');
  }
  return { tenant, hostOrigin };
}
