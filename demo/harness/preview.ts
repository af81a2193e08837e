/** One element in one state: a bare page under the strictest policy a host may have. */
import { randomBytes } from 'node:crypto';
import { elementMarkup, elements, scriptTag, type MarkupParts } from './elements.ts';
import { html, json, type Html } from './html.ts';
import type { HarnessOptions } from './options.ts';
import { createNonce, pageResponse, strictPolicy } from './policy.ts';
import type { PreviewSelection } from './selection.ts';
import { contextPath } from './signers.ts';
import { customerOf, needState, type StateSpec } from './states.ts';
import { surroundings } from './surroundings.ts';
import { subdomain } from './tenants.ts';

/** What the page's own script has to arrange; read by `client/preview.ts`. */
export interface PreviewSettings {
  /** Endpoint that can be reached once the page is to be online again, or null. */
  readonly offlineUntil: string | null;
  readonly deadlineMs: number | null;
  /** Where to send the wish to end the session, once the element is ready. */
  readonly revokeUrl: string | null;
}

/** Origin that serves a state's frames. */
export const endpointOrigin = (state: StateSpec, backend: string): string =>
  state.via === 'backend' ? backend : subdomain(backend, state.via);

export function candidateOf(state: StateSpec, { candidates }: HarnessOptions): string {
  return state.badAttribute === true ? '' : candidates[state.candidate];
}

/** Id of the job; empty where the markup is to name none. */
export const jobOf = ({ badAttribute, job }: StateSpec): string =>
  badAttribute === true ? '' : job;

/** `data-*` attributes that a state and a look put on the script tag. */
export function scriptData(
  { element, appearance, locale }: Pick<PreviewSelection, 'element' | 'appearance' | 'locale'>,
  state: StateSpec,
  backend: string,
  sid?: string,
): Record<string, string | undefined> {
  const customer = customerOf(elements[element].widget, state);
  return {
    // The script itself has to arrive even where the frames do not.
    'data-endpoint': state.via === 'backend' ? undefined : `${endpointOrigin(state, backend)}/rsc`,
    // The default address serves the usual person; whoever reads the markup sees the plain form.
    'data-context-url':
      customer === 'harness' && state.person === 'recruiter'
        ? undefined
        : contextPath(customer, state.person, sid),
    'data-locale': locale,
    'data-appearance': appearance,
  };
}

export function previewResponse(selection: PreviewSelection, options: HarnessOptions): Response {
  const state = needState(selection.state);
  const nonce = createNonce();
  const page = previewPage(selection, state, nonce, options);
  const { backend } = options.origins;
  const frames = [endpointOrigin(state, backend), ...(state.offline === true ? [backend] : [])];
  return pageResponse(page, strictPolicy(nonce, frames));
}

function previewPage(
  selection: PreviewSelection,
  state: StateSpec,
  nonce: string,
  options: HarnessOptions,
): Html {
  const { element, appearance, dir, locale, width } = selection;
  const { backend } = options.origins;
  const customer = customerOf(elements[element].widget, state);
  // A revocation must end this page's session and no other's.
  const sid = state.revoke === true ? randomBytes(12).toString('base64url') : undefined;
  const settings: PreviewSettings = {
    offlineUntil: state.offline === true ? `${backend}/rsc` : null,
    deadlineMs: state.deadlineMs ?? null,
    revokeUrl: sid === undefined ? null : `/revocations/${customer}/${sid}`,
  };
  const shown = options.candidates[state.candidate];
  const markup: MarkupParts = {
    candidateId: candidateOf(state, options),
    integrationContext: options.linkedIn.organizations[0],
    jobId: jobOf(state),
  };
  return html`<!doctype html>
    <html lang="${locale}" dir="${dir}" data-appearance="${appearance}" data-width="${width}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${elements[element].label}: ${state.label}</title>
        <script type="application/json" id="settings">
          ${json(settings)}
        </script>
        <script nonce="${nonce}" src="/client/log.js"></script>
        <script nonce="${nonce}" src="/client/preview.js"></script>
        ${scriptTag(element, {
          backend,
          tenant: customer,
          extensionUrl: options.linkedIn.extensionUrl,
          data: scriptData(selection, state, backend, sid),
          nonce,
        })}
      </head>
      <body>
        ${surroundings({
          element,
          locale,
          title: options.nameOf?.(shown) ?? shown,
          markup: elementMarkup(element, markup),
        })}
      </body>
    </html>`;
}
