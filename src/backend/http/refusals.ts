/** How the backend says no: one status per code, one body, nothing that helps an attacker. */
import { RscError, type ErrorCode } from '../../protocol/errors.ts';
import type { ErrorAnswer } from '../../protocol/routes.ts';
import { sharedFileHeaders } from '../assets.ts';
import type { Exchange } from './exchange.ts';
import { closedPolicy } from './policies.ts';

/** Status of each code that the backend answers with and that is not a 401. */
const statuses: Partial<Record<ErrorCode, number>> = {
  same_origin_frame: 403,
  object_mismatch: 403,
  scope_missing: 403,
  origin_unregistered: 403,
  tenant_unknown: 403,
  plugin_unknown: 403,
  not_an_iframe: 403,
  candidate_unknown: 404,
  export_unknown: 404,
  export_decided: 409,
  export_not_undoable: 409,
  job_unknown: 404,
  job_closed: 409,
  addition_refused: 409,
  integration_context_unknown: 400,
  request_invalid: 400,
  request_too_large: 413,
  not_found: 404,
  method_not_allowed: 405,
  backend_busy: 429,
  backend_error: 500,
  integration_disabled: 403,
  linkedin_unavailable: 503,
  linkedin_refused: 502,
};

/** HTTP status for a code. */
export function statusOf(code: ErrorCode): number {
  if (/^(?:ctx|proof|token)_/.test(code) || code === 'use_dpop_nonce' || code === 'revoked') {
    return 401;
  }
  return statuses[code] ?? 500;
}

/** Bytes of every 401, so that its length does not tell codes apart on the wire. */
export const unauthorizedBytes = 320;
const maxMessageLength = 160;

/** Turns whatever was thrown into an error that may be told. */
export const asRefusal = (error: unknown): RscError =>
  error instanceof RscError
    ? error
    : new RscError('backend_error', 'unforeseen failure; the log has it under the request id', {
        cause: error,
      });

/** The answer to a request that cannot be granted, in the form its route answers in. */
export function refusalResponse(error: RscError, exchange: Pick<Exchange, 'kind'>): Response {
  const response = exchange.kind === 'document' ? refusalPage(error) : refusalBody(error);
  if (error.retryAfterMs !== undefined) {
    response.headers.set('retry-after', String(Math.max(1, Math.ceil(error.retryAfterMs / 1000))));
  }
  if (exchange.kind === 'file') {
    for (const [name, value] of Object.entries(sharedFileHeaders)) {
      response.headers.set(name, value);
    }
  }
  return response;
}

function refusalBody(error: RscError): Response {
  const status = statusOf(error.code);
  const answer: ErrorAnswer = {
    error: {
      code: error.code,
      message: error.message.slice(0, maxMessageLength),
      ...(error.signerAheadMs === undefined ? {} : { signer_ahead_ms: error.signerAheadMs }),
    },
  };
  const text = JSON.stringify(answer);
  const headers = apiHeaders();
  if (status === 401) headers.set('www-authenticate', challengeOf(error.code));
  // White space after JSON means nothing (RFC 8259 section 2).
  return new Response(status === 401 ? text.padEnd(unauthorizedBytes) : text, { status, headers });
}

/** Headers of everything the API answers. */
export const apiHeaders = (): Headers =>
  new Headers({
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'cross-origin-resource-policy': 'same-origin',
    'content-security-policy': closedPolicy,
  });

/** RFC 9449 sections 7.1 and 9, RFC 6750 section 3.1. */
function challengeOf(code: ErrorCode): string {
  if (code === 'token_missing') return 'DPoP algs="ES256"';
  const error =
    code === 'use_dpop_nonce'
      ? code
      : code.startsWith('proof_')
        ? 'invalid_dpop_proof'
        : 'invalid_token';
  return `DPoP error="${error}", algs="ES256"`;
}

const sentences: Partial<Record<ErrorCode, string>> = {
  tenant_unknown: 'The site that asked for this panel is not a customer of this service.',
  origin_unregistered: 'The site that asked for this panel is not registered for its customer.',
  plugin_unknown: 'There is no such panel.',
  not_an_iframe: 'This page is part of another one and cannot be opened by itself.',
  same_origin_frame: 'The site that asked for this panel must not share an origin with it.',
  request_invalid: 'The address of this panel is not complete.',
};

/** A page for whoever looks at the network panel; browsers show it to nobody. */
function refusalPage({ code }: RscError): Response {
  const sentence = sentences[code] ?? 'This panel cannot be shown.';
  const html =
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Not available</title>' +
    `<p>${sentence}</p><p><code>${code}</code></p></html>`;
  const status = statusOf(code);
  return new Response(html, {
    // Whatever is wrong with the address of a frame, it is the page that may not have it.
    status: status === 400 ? 403 : status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': closedPolicy,
      // So that an isolated page gets this answer too, and not one of its browser's making.
      'cross-origin-resource-policy': 'cross-origin',
      'referrer-policy': 'no-referrer',
    },
  });
}
