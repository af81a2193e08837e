/**
 * Every way in which something of ours can fail, in one table: who can do something about it,
 * whether trying again can help, and which state an element shows meanwhile.
 *
 * Codes are stable (a change of one is a breaking release); the sentences people read live with
 * the locales of the room that shows them, and developers find each code in `docs/errors.md`.
 */
import type { ElementState } from './states.ts';

/** Who can act: the person looking, the site's own policy or code, its server, or the partner. */
export type ErrorOwner = 'viewer' | 'site' | 'ats' | 'partner' | 'linkedin';

export interface ErrorFacts {
  readonly owner: ErrorOwner;
  readonly retryable: boolean;
  readonly state: ElementState;
}

const row = (owner: ErrorOwner, retryable: boolean, state: ElementState): ErrorFacts => ({
  owner,
  retryable,
  state,
});

/** The table. `docs/errors.md` has a section for each key; a test keeps the two in step. */
export const errorTable = {
  // The page, as the shell sees it.
  config_missing: row('site', false, 'misconfigured'),
  attribute_missing: row('site', false, 'misconfigured'),
  attribute_invalid: row('site', false, 'misconfigured'),
  same_origin_frame: row('site', false, 'misconfigured'),
  unsupported_host_origin: row('site', false, 'misconfigured'),
  duplicate_embed: row('site', false, 'misconfigured'),
  blocked_csp: row('site', true, 'blocked_csp'),
  blocked_client: row('viewer', true, 'blocked_client'),
  frame_refused: row('site', true, 'frame_refused'),
  backend_unreachable: row('partner', true, 'no_response'),
  no_response: row('partner', true, 'no_response'),
  offline: row('viewer', true, 'offline'),
  upgrade_required: row('site', false, 'incompatible'),

  // The ATS's signer.
  signer_signed_out: row('viewer', true, 'signed_out'),
  signer_not_allowed: row('ats', false, 'not_allowed'),
  signer_not_found: row('ats', true, 'ctx_rejected'),
  signer_busy: row('ats', true, 'backend_429'),
  signer_unreachable: row('ats', true, 'ctx_rejected'),
  signer_bad_answer: row('ats', true, 'ctx_rejected'),
  signer_bad_request: row('site', false, 'ctx_rejected'),
  signer_cross_site: row('site', false, 'ctx_rejected'),

  // DPoP proofs (RFC 9449), as the backend sees them.
  proof_missing: row('partner', false, 'ctx_rejected'),
  proof_malformed: row('partner', false, 'ctx_rejected'),
  proof_signature: row('partner', false, 'ctx_rejected'),
  proof_htm: row('partner', false, 'ctx_rejected'),
  proof_htu: row('partner', false, 'ctx_rejected'),
  proof_iat: row('viewer', true, 'ctx_rejected'),
  proof_ath: row('partner', false, 'ctx_rejected'),
  proof_replay: row('partner', true, 'ctx_rejected'),
  use_dpop_nonce: row('partner', true, 'ctx_rejected'),

  // Signed contexts.
  ctx_malformed: row('ats', false, 'ctx_rejected'),
  ctx_type: row('ats', false, 'ctx_rejected'),
  ctx_algorithm: row('ats', false, 'ctx_rejected'),
  ctx_unknown_key: row('ats', true, 'ctx_rejected'),
  ctx_signature: row('ats', false, 'ctx_rejected'),
  ctx_issuer: row('ats', false, 'ctx_rejected'),
  ctx_audience: row('ats', false, 'ctx_rejected'),
  ctx_expired: row('ats', true, 'ctx_rejected'),
  ctx_clock: row('ats', true, 'ctx_rejected'),
  ctx_lifetime: row('ats', false, 'ctx_rejected'),
  ctx_time_unit: row('ats', false, 'ctx_rejected'),
  ctx_key_mismatch: row('ats', true, 'ctx_rejected'),
  ctx_channel_mismatch: row('ats', true, 'ctx_rejected'),
  ctx_origin: row('site', false, 'ctx_rejected'),
  ctx_widget: row('ats', false, 'ctx_rejected'),
  ctx_replay: row('ats', true, 'ctx_rejected'),
  revoked: row('viewer', true, 'revoked'),

  // Access tokens and the widget API.
  token_missing: row('partner', true, 'ctx_rejected'),
  token_invalid: row('partner', true, 'ctx_rejected'),
  token_expired: row('partner', true, 'ctx_rejected'),
  object_mismatch: row('ats', false, 'not_allowed'),
  scope_missing: row('ats', false, 'not_allowed'),
  origin_unregistered: row('site', false, 'frame_refused'),
  tenant_unknown: row('site', false, 'frame_refused'),
  plugin_unknown: row('site', false, 'frame_refused'),
  not_an_iframe: row('site', false, 'frame_refused'),
  candidate_unknown: row('ats', true, 'error'),
  export_unknown: row('viewer', true, 'error'),
  export_decided: row('viewer', true, 'error'),
  export_not_undoable: row('viewer', false, 'error'),
  job_unknown: row('ats', true, 'error'),
  job_closed: row('viewer', false, 'error'),
  addition_refused: row('ats', false, 'error'),
  integration_context_unknown: row('site', false, 'misconfigured'),
  request_invalid: row('partner', false, 'error'),
  request_too_large: row('partner', false, 'error'),
  not_found: row('partner', false, 'error'),
  method_not_allowed: row('partner', false, 'error'),
  backend_busy: row('partner', true, 'backend_429'),
  backend_error: row('partner', true, 'backend_5xx'),
  backend_bad_answer: row('partner', true, 'backend_5xx'),
  linkedin_unavailable: row('linkedin', true, 'backend_5xx'),
  linkedin_refused: row('partner', false, 'backend_5xx'),
  integration_disabled: row('ats', true, 'not_allowed'),
  linkedin_script_blocked: row('linkedin', true, 'error'),
  linkedin_plugin_failed: row('linkedin', true, 'error'),
} as const satisfies Record<string, ErrorFacts>;

/** Stable identifier of a failure. */
export type ErrorCode = keyof typeof errorTable;

/** Tells whether `text` is one of our codes; what other versions send may not be. */
export function isErrorCode(text: unknown): text is ErrorCode {
  return typeof text === 'string' && Object.hasOwn(errorTable, text);
}

/** Where on the page of errors, `/rsc/errors` and `docs/errors.md`, a code is explained. */
export const errorAnchor = (code: ErrorCode): string => `#${code.replaceAll('_', '-')}`;

export interface RscErrorOptions {
  readonly cause?: unknown;
  readonly retryAfterMs?: number | undefined;
  readonly signerAheadMs?: number | undefined;
}

/**
 * An error of ours on its way to somebody. `message` is for developers and logs: it never holds
 * tokens, bodies, names or addresses.
 */
export class RscError extends Error {
  override readonly name: string = 'RscError';
  readonly code: ErrorCode;
  /** When trying again makes sense, in milliseconds from now; undefined if nobody said. */
  readonly retryAfterMs: number | undefined;
  /** How far the signer's clock is ahead of the verifier's; set where a clock is to blame. */
  readonly signerAheadMs: number | undefined;

  constructor(code: ErrorCode, message: string, options: RscErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
    this.signerAheadMs = options.signerAheadMs;
  }

  get owner(): ErrorOwner {
    return errorTable[this.code].owner;
  }

  get retryable(): boolean {
    return errorTable[this.code].retryable;
  }
}
