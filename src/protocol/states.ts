/** States an element of ours can be in, as `state` property and `rsc-state` event tell them. */
export const elementStates = [
  'idle',
  'loading',
  'authorizing',
  'ready',
  'stale',
  'signed_out',
  'not_allowed',
  'revoked',
  'offline',
  'blocked_csp',
  'blocked_client',
  'frame_refused',
  'no_response',
  'backend_429',
  'backend_5xx',
  'ctx_rejected',
  'incompatible',
  'misconfigured',
  'error',
] as const;

export type ElementState = (typeof elementStates)[number];
