/**
 * Response headers that say what a document may do. Frames hold keys and tokens, so they may do
 * next to nothing; the plugin document runs LinkedIn's script, so it holds nothing.
 */
import type { Widget } from '../../protocol/context.ts';
import { isSafeUrl } from '../origins.ts';
import type { TenantLinkedIn } from '../tenants/tenants.ts';

const csp = (directives: Readonly<Record<string, string>>): string =>
  Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`.trim())
    .join('; ');

/** Nobody may show it, and it may load nothing: API answers and refusals. */
export const closedPolicy = csp({ 'default-src': "'none'", 'frame-ancestors': "'none'" });

/** A page to read, with a style sheet and nothing else. */
export const readingPolicy = csp({
  'default-src': "'none'",
  'style-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
});

/** Features that no document of ours uses. */
const unusedFeatures = [
  'accelerometer',
  'autoplay',
  'camera',
  'clipboard-read',
  'display-capture',
  'encrypted-media',
  'fullscreen',
  'geolocation',
  'gyroscope',
  'hid',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'picture-in-picture',
  'publickey-credentials-get',
  'screen-wake-lock',
  'serial',
  'usb',
  'xr-spatial-tracking',
];
const unused = unusedFeatures.map((feature) => `${feature}=()`).join(', ');
const framePermissions = `${unused}, clipboard-write=(self)`;
const pluginPermissions = `${unused}, clipboard-write=()`;

/** Headers of every document that is shown inside another. */
const embeddedHeaders = (isolated: boolean): Record<string, string> => ({
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'cross-origin',
  'referrer-policy': 'no-referrer',
  'origin-agent-cluster': '?1',
  // A cross-origin isolated host admits only frames that say this themselves.
  ...(isolated ? { 'cross-origin-embedder-policy': 'credentialless' } : {}),
});

export interface DocumentPolicy {
  /** `sha256-…` of the inline style of the first paint. */
  readonly styleHash: string;
  /** Host origin, the one page that may show the document. */
  readonly hostOrigin: string;
  /** Whether the document has to be fit for a cross-origin isolated host. */
  readonly isolated: boolean;
}

/** Headers of a frame document. */
export function frameHeaders(
  widget: Widget,
  pluginOrigin: string,
  { styleHash, hostOrigin, isolated }: DocumentPolicy,
): Record<string, string> {
  // The broker of the indicators draws nothing, and shows no plugin of LinkedIn's.
  const draws = widget !== 'in-ats-indicator';
  return {
    ...embeddedHeaders(isolated),
    'permissions-policy': framePermissions,
    'content-security-policy': csp({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': `'${styleHash}'`,
      'img-src': draws ? "'self' data:" : "'none'",
      'connect-src': "'self'",
      'frame-src': draws ? pluginOrigin : "'none'",
      'base-uri': "'none'",
      'form-action': "'none'",
      'frame-ancestors': hostOrigin,
      'require-trusted-types-for': "'script'",
      // Lit is the one that may make HTML of text.
      'trusted-types': draws ? 'lit-html' : "'none'",
    }),
  };
}

/** Headers of the plugin document, which loads LinkedIn's script and shows LinkedIn's frame. */
export function pluginHeaders(
  linkedIn: Pick<TenantLinkedIn, 'scriptUrl' | 'extensionUrl'>,
  frameOrigin: string,
  { hostOrigin, isolated }: Omit<DocumentPolicy, 'styleHash'>,
): Record<string, string> {
  const sources = linkedInSources(linkedIn);
  return {
    ...embeddedHeaders(isolated),
    'permissions-policy': pluginPermissions,
    'content-security-policy': csp({
      'default-src': "'none'",
      'script-src': `'self' ${sources}`,
      // LinkedIn's script styles its iframe in ways of its own. A hash beside 'unsafe-inline' would
      // switch the latter off. Nothing in this document is worth reading by way of a style.
      'style-src': `'unsafe-inline' ${sources}`,
      'img-src': `data: ${sources}`,
      'font-src': `data: ${sources}`,
      'connect-src': sources,
      'frame-src': sources,
      'base-uri': "'none'",
      'form-action': "'none'",
      'frame-ancestors': `${frameOrigin} ${hostOrigin}`,
    }),
  };
}

/**
 * Where LinkedIn's script may load from: the configured origins, and, if it is LinkedIn itself, its
 * other hosts too, because script, extension, images and login are spread over them.
 */
function linkedInSources({
  scriptUrl,
  extensionUrl,
}: Pick<TenantLinkedIn, 'scriptUrl' | 'extensionUrl'>): string {
  const urls = [scriptUrl, extensionUrl].filter(isSafeUrl).map((address) => new URL(address));
  const sources = new Set(urls.map((url) => url.origin));
  if (urls.some((url) => url.hostname.endsWith('.linkedin.com'))) {
    sources.add('https://*.linkedin.com').add('https://*.licdn.com');
  }
  return [...sources].join(' ');
}
